using System.Globalization;
using System.Text;

namespace DataMigrator.Reporting;

/// <summary>The table at the end of a run on the terminal: rows that add up, at most 80 columns wide, and what to do next.</summary>
internal sealed record SummaryTable(IReadOnlyList<StageBooks> Rows, bool Executed, bool Balances, IReadOnlyList<string> Next)
{
    private const int StageWidth = 14;
    private const int NumberWidth = 13;
    private const int TimeWidth = 9;

    public static SummaryTable Of(MigrationResult result, IReadOnlyDictionary<string, long>? milliseconds = null, string state = "finished", long? openFindings = null)
    {
        var rows = StageBooks.Of(result, milliseconds);
        return new(rows, result.Executed, rows.All(r => r.Balances) && (result.BooksBalance || result.Stopped is not null), NextSteps.Of(result.RunId, result, state, openFindings));
    }

    /// <summary>Plain lines, none wider than <paramref name="width"/> columns (at least 60).</summary>
    public IReadOnlyList<string> ToLines(int width = 80)
    {
        var doors = Math.Max(60, width) - StageWidth - NumberWidth - NumberWidth - TimeWidth - 2;
        List<string> lines = [Line("stage", "read", "went to", "left", "time", doors)];
        foreach (var row in Rows)
        {
            var named = row.Doors.Where(d => d.Count > 0).Select(d => $"{Verdict.Number(d.Count)} {d.Name}").ToList();
            if (named.Count == 0)
            {
                named.Add("-");
            }

            var mark = row.Balances ? "" : " !";
            for (var i = 0; i < named.Count; i++)
            {
                lines.Add(i == 0
                    ? Line(row.Stage, Verdict.Number(row.Read), named[0], Verdict.Number(row.Left) + mark, Time(row.Milliseconds), doors)
                    : Line("", "", named[i], "", "", doors));
            }

            lines.AddRange(row.Beside.Where(b => b.Count > 0 && b.Name is ("extra" or "native" or StageBooks.NotRead)).Select(b => Line("", "", $"(beside: {Verdict.Number(b.Count)} {b.Name})", "", "", doors)));
        }

        lines.Add("");
        lines.AddRange(Wrap(Balances
            ? (Executed ? "" : "Nothing was written. ") + "The books balance: in every row, read = went to + left."
            : Rows.All(r => r.Balances) ? "The books do NOT balance from one stage to the next." : "The books do NOT balance in the rows marked with !", width));
        lines.AddRange(Next.SelectMany(n => WrapStep("> " + n, width)));
        return lines;
    }

    internal static string Time(long? milliseconds) => milliseconds switch
    {
        null => "",
        < 60_000 => (milliseconds.Value / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => TimeSpan.FromMilliseconds(milliseconds.Value).ToString(milliseconds < 3_600_000 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture),
    };

    private static string Line(string stage, string read, string door, string left, string time, int doorWidth) =>
        (stage.PadRight(StageWidth) + read.PadLeft(NumberWidth) + "  " + door.PadRight(doorWidth) + left.PadLeft(NumberWidth) + time.PadLeft(TimeWidth)).TrimEnd();

    /// <summary>A command stays on a line of its own rather than being cut: it is there to be copied.</summary>
    private static IEnumerable<string> WrapStep(string text, int width)
    {
        var command = text.LastIndexOf(" datamigrator ", StringComparison.Ordinal);
        return command < 0 || text.Length <= width ? Wrap(text, width) : [.. Wrap(text[..command], width), "  " + text[(command + 1)..]];
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(' ');
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }
}
