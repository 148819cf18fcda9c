using System.Text;
using SalesforceEmulator.Bulk;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Bulk;

public sealed class CsvScannerTests
{
    [TestCase("a,b\n1,2\n", false, ExpectedResult = "a|b;1|2")]
    [TestCase("a,b\n1,", false, ExpectedResult = "a|b;1|", TestName = "Without_a_final_newline_the_last_value_may_be_empty")]
    [TestCase("a,b\r\n1,\"x\r\ny\"\r\n", true, ExpectedResult = "a|b;1|x\r\ny")]
    [TestCase("\"a \"\"q\"\"\",\"\"\n", false, ExpectedResult = "a \"q\"|")]
    [TestCase("a\n\n\nb\n", false, ExpectedResult = "a;b", TestName = "Empty_lines_are_passed_over")]
    [TestCase(",,\n", false, ExpectedResult = "||")]
    [TestCase("a \"q\",b\n", false, ExpectedResult = "!Quote")]
    [TestCase("\"a\"x,b\nc,d\n", false, ExpectedResult = "!Quote;c|d")]
    [TestCase("\"never closed,b\nc,d\n", false, ExpectedResult = "!Quote")]
    [TestCase("a,b\r\n", false, ExpectedResult = "!LineEnding")]
    [TestCase("\"a\"\n", true, ExpectedResult = "!LineEnding")]
    public async Task<string> Rows_are_read_the_same_however_the_bytes_arrive(string csv, bool crlf)
    {
        var whole = await ReadAsync(csv, crlf, int.MaxValue);
        Assert.That(await ReadAsync(csv, crlf, 1), Is.EqualTo(whole));
        Assert.That(await ReadAsync(csv, crlf, 2), Is.EqualTo(whole));
        return whole;
    }

    [Test]
    public async Task Positions_point_behind_each_row()
    {
        await using var input = new Drip("ab,c\n\"d\n\",e\n"u8.ToArray(), 3);
        using var scanner = new CsvScanner(input, (byte)',', crlf: false, 0);
        var row = new RowBuffer();
        await scanner.ReadAsync(row, CancellationToken.None);
        var first = scanner.Position;
        await scanner.ReadAsync(row, CancellationToken.None);
        Assert.That((first, scanner.Position), Is.EqualTo((5L, 12L)));
    }

    [Test]
    public async Task Values_longer_than_the_platform_takes_are_marked()
    {
        var csv = new string('x', 131_073) + ",b\n" + new string('ä', 131_072) + ",b\n";
        Assert.That(await ReadAsync(csv, crlf: false, int.MaxValue), Does.StartWith("!LongField;ä"));
    }

    private static async Task<string> ReadAsync(string csv, bool crlf, int piece)
    {
        await using var input = new Drip(Encoding.UTF8.GetBytes(csv), piece);
        using var scanner = new CsvScanner(input, (byte)',', crlf, 0);
        var row = new RowBuffer();
        var rows = new List<string>();
        while (await scanner.ReadAsync(row, CancellationToken.None))
        {
            rows.Add(scanner.Flaw == RowFlaw.None ? string.Join('|', Enumerable.Range(0, row.Count).Select(i => Encoding.UTF8.GetString(row[i]))) : "!" + scanner.Flaw);
        }

        return string.Join(';', rows);
    }

    /// <summary>Gives its bytes in small pieces.</summary>
    private sealed class Drip(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
