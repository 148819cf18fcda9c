using System.IO.Pipelines;
using System.Text;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Rows of a result as CSV, written straight into the response.</summary>
internal static class CsvResult
{
    /// <summary>Bytes written, header included.</summary>
    public static async Task<long> WriteAsync(IQueryResult rows, int start, int end, byte delimiter, bool crlf, PipeWriter output, int flushEvery, CancellationToken cancellationToken)
    {
        var counted = new CountingWriter(output);
        WriteHeader(rows.Columns, delimiter, crlf, counted);
        long flushed = 0;
        for (var row = start; row < end; row++)
        {
            rows.WriteCsvRow(row, counted, delimiter, crlf);
            if (counted.Bytes - flushed < flushEvery)
            {
                continue;
            }

            flushed = counted.Bytes;
            if ((await output.FlushAsync(cancellationToken)).IsCompleted)
            {
                break;
            }
        }

        await output.FlushAsync(cancellationToken);
        return counted.Bytes;
    }

    private static void WriteHeader(IReadOnlyList<string> columns, byte delimiter, bool crlf, CountingWriter output)
    {
        var separator = (char)delimiter;
        var line = string.Join(separator, columns.Select(c => $"\"{c}\"")) + (crlf ? "\r\n" : "\n");
        var bytes = Encoding.UTF8.GetBytes(line);
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
