using System.Buffers;
using System.Text;
using CsvHelper;

namespace DataMigrator.Reporting.Csv;

/// <summary>
/// Our CSV files: UTF-8, commas, LF, quoted where needed, and no cell that a spreadsheet would run. A value that begins with = + - @ (also as full-width
/// characters), tab, CR or LF gets an apostrophe in front, and so does one that begins with an apostrophe: to load a file again, take exactly one leading
/// apostrophe off every value that has one (<see cref="Restore"/>). CsvHelper's own Injection option can't be undone: it leaves leading apostrophes as they are.
/// </summary>
internal sealed class ReportCsv(Stream output) : IDisposable
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };
    private static readonly SearchValues<char> Unsafe = SearchValues.Create("=+-@\t\r\n'＝＋－＠");

    private readonly CsvWriter csv = CsvWriter.Create(output, Options, leaveOpen: true);
    private byte[] scratch = new byte[4096];

    /// <summary>The value as it was before it was made safe.</summary>
    public static string Restore(string cell) => cell.StartsWith('\'') ? cell[1..] : cell;

    /// <summary>Names that we or Salesforce chose.</summary>
    public void Header(IEnumerable<string> names) => csv.WriteHeader([.. names]);

    /// <summary>One value, UTF-8.</summary>
    public void Cell(ReadOnlySpan<byte> value)
    {
        if (Rune.DecodeFromUtf8(value, out var first, out _) != OperationStatus.Done || !first.IsBmp || !Unsafe.Contains((char)first.Value))
        {
            csv.WriteField(value);
            return;
        }

        if (scratch.Length <= value.Length)
        {
            scratch = new byte[value.Length * 2];
        }

        scratch[0] = (byte)'\'';
        value.CopyTo(scratch.AsSpan(1));
        csv.WriteField(scratch.AsSpan(0, value.Length + 1));
    }

    public void Cell(string? value) => Cell(Encoding.UTF8.GetBytes(value ?? ""));

    public void EndRecord() => csv.EndRecord();

    public void Dispose() => csv.Dispose();
}
