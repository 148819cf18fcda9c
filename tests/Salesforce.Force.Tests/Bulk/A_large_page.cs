using System.Diagnostics;
using System.Globalization;
using System.Text;
using Salesforce.Force.Bulk;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Bulk;

[TestFixture]
internal sealed class A_large_page
{
    private const int Megabyte = 1024 * 1024;

    [Test]
    public async Task One_gigabyte_is_read_in_less_than_64_megabytes()
    {
        const long Size = 1024L * Megabyte;
        var header = Encoding.UTF8.GetBytes("\"Id\",\"Description\"\n");
        var row = Encoding.UTF8.GetBytes($"\"00T000000000001AAA\",\"{new string('x', 480)}\nsecond line, \"\"quoted\"\"\"\n");
        var rows = (Size - header.Length) / row.Length;
        var block = Enumerable.Repeat(row, 128).SelectMany(b => b).ToArray();
        var length = header.Length + rows * row.Length;
        await using var server = new RawServer(_ => RawAnswer.Csv([], rows, "null")
            .With(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}")) with
        {
            Writer = async (stream, cancellationToken) =>
            {
                await stream.WriteAsync(header, cancellationToken);
                for (var left = rows; left > 0; left -= 128)
                {
                    await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(left, 128) * row.Length), cancellationToken);
                }
            },
        });
        using var client = Clients.With(server);
        GC.Collect();
        var before = Environment.WorkingSet;
        var peak = before;
        var watch = Stopwatch.StartNew();

        var total = await client.BulkQuery.ReadPagesAsync(
            JobsJson.Complete(rows), new PageReadOptions(),
            async (page, cancellationToken) =>
            {
                var buffer = new byte[64 * 1024];
                long seen = 0;
                for (var sample = 0L; await page.Content.ReadAsync(buffer, cancellationToken) is var read and > 0; seen += read)
                {
                    if (seen >= sample)
                    {
                        peak = Math.Max(peak, Environment.WorkingSet);
                        sample += 16 * Megabyte;
                    }
                }

                return seen;
            },
            (_, seen, _) => seen == length ? Task.CompletedTask : throw new InvalidOperationException($"{seen} bytes"),
            CancellationToken.None);

        var grown = (peak - before) / (double)Megabyte;
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{length / (double)Megabyte:0} MB, {total} rows: working set grew by {grown:0.0} MB, {length / (double)Megabyte / watch.Elapsed.TotalSeconds:0} MB/s with the server in the same process"));
        Assert.That(total, Is.EqualTo(rows));
        Assert.That(grown, Is.LessThan(64));
    }
}
