using CsvHelper;

namespace DataMigrator.Reporting.Csv;

/// <summary>
/// The dialect of our CSV files: UTF-8, commas, LF, quoted where needed, and no cell that a spreadsheet would run. A value that begins with = + - @ tab or CR gets an
/// apostrophe in front, and so does one that begins with an apostrophe: to load a file again, take exactly one leading apostrophe off every value
/// that has one (<see cref="Restore"/>).
/// </summary>
internal static class ReportCsv
{
    public static readonly CsvWriterOptions Options = new()
    {
        NewLine = "\n",
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=+-@\t\r'",
        InjectionEscape = '\'',
    };

    /// <summary>The value as it was before it was made safe.</summary>
    public static string Restore(string cell) => cell.StartsWith('\'') ? cell[1..] : cell;
}
