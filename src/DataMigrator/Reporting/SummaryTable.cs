using System.Globalization;

namespace DataMigrator.Reporting;

/// <summary>The table at the end of a run on the terminal: rows that add up, at most 80 columns wide, and what to do next.</summary>
/// <param name="Planned">True if loading is a plan. Of a run that is to be mended it is what was done, whether or not something is sent now.</param>
internal sealed record SummaryTable(IReadOnlyList<StageBooks> Rows, bool Executed, bool Planned, bool Balances, IReadOnlyList<string> Next)
{
    private const int StageWidth = 14;
    private const int NumberWidth = 13;
    private const int TimeWidth = 9;

    public static SummaryTable Of(MigrationResult result, IReadOnlyDictionary<string, long>? milliseconds = null, string state = "finished", long? openFindings = null)
    {
        var rows = StageBooks.Of(result, milliseconds);
        return new(rows, result.Executed, !result.Executed && result.Command is not ("retry" or "repair"), rows.All(r => r.Balances) && (result.BooksBalance || result.Stopped is not null), NextSteps.Of(result.RunId, result, state, openFindings));
    }

    /// <summary>Plain lines, none wider than <paramref name="width"/> columns (at least 60).</summary>
    public IReadOnlyList<string> ToLines(int width = 80)
    {
        var doors = Math.Max(60, width) - StageWidth - NumberWidth - NumberWidth - TimeWidth - 2;
        List<string> lines = [Line("stage", "read", "went to", "left", "time", doors)];
        foreach (var row in Rows)
        {
            var planned = Planned && row.Stage == "loading";
            var named = row.Doors.Where(d => d.Count > 0).Select(d => $"{Verdict.Number(d.Count)} {(planned ? "to be " : "")}{d.Name}").ToList();
            if (named.Count == 0)
            {
                named.Add("-");
            }

            var mark = row.Balances ? "" : " !";
            for (var i = 0; i < named.Count; i++)
            {
                lines.Add(i == 0
                    ? Line(planned ? "plan" : row.Stage, Verdict.Number(row.Read), named[0], Verdict.Number(row.Left) + mark, Time(row.Milliseconds), doors)
                    : Line("", "", named[i], "", "", doors));
            }

            lines.AddRange(row.Beside.Where(b => b.Count > 0).Select(b => (b.Count, Name: Beside(b.Name))).Where(b => b.Name is not null)
                .Select(b => Line("", "", $"({Verdict.Number(b.Count)} {b.Name})", "", "", doors)));
        }

        lines.Add("");
        lines.AddRange(WrappedText.Of(Balances
            ? (Executed ? "" : "Dry run, nothing was written. ") + "The books balance: in every row, read = went to + left."
            : Rows.All(r => r.Balances) ? "The books do NOT balance from one stage to the next." : "The books do NOT balance in the rows marked with !", width));
        lines.AddRange(Next.SelectMany(n => Step("> " + n, width)));
        return lines;
    }

    /// <summary>Of the figures that are not part of a stage's sum, those that a person should see.</summary>
    private static string? Beside(string name) => name switch
    {
        "native" => "logged by Salesforce Voice itself",
        StageBooks.InPart => "in part: blocked fields stay",
        "extra" => "more in the target: extra",
        "merged" or "chained" or "of several legs" or StageBooks.NotRead => name,
        _ => null,
    };

    internal static string Time(long? milliseconds) => milliseconds switch
    {
        null => "",
        < 60_000 => (milliseconds.Value / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => TimeSpan.FromMilliseconds(milliseconds.Value).ToString(milliseconds < 3_600_000 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture),
    };

    private static string Line(string stage, string read, string door, string left, string time, int doorWidth) =>
        (stage.PadRight(StageWidth) + read.PadLeft(NumberWidth) + "  " + door.PadRight(doorWidth) + left.PadLeft(NumberWidth) + time.PadLeft(TimeWidth)).TrimEnd();

    /// <summary>A command stays on a line of its own rather than being cut: it is there to be copied.</summary>
    private static IEnumerable<string> Step(string text, int width)
    {
        var command = text.LastIndexOf(" datamigrator ", StringComparison.Ordinal);
        return command < 0 || text.Length <= width ? WrappedText.Of(text, width) : [.. WrappedText.Of(text[..command], width), "  " + text[(command + 1)..]];
    }
}
