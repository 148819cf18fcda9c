using System.Globalization;
using DataMigrator.Reporting;

namespace DataMigrator.Cli.Terminal;

/// <summary>
/// What the target needs, on the terminal: counts, and field by field what would change, old → new. After an executed run only what is blocked: the rest is done.
/// Phone numbers are masked; changes.csv has every change as it is.
/// </summary>
internal sealed class PlanScreen(TextWriter screen)
{
    private const int Width = 80;
    private const int Indent = 6;

    public void Show(MigrationResult result)
    {
        if (!result.Executed && result.Command is "run" or "load" && result.Loading is { } plan)
        {
            Show(plan);
        }

        foreach (var kind in (result.Changes ?? []).Where(change => !result.Executed || change.Plan == "blocked").GroupBy(change => change.Plan))
        {
            screen.WriteLine(Title(kind.Key));
            foreach (var change in kind)
            {
                var count = string.Create(CultureInfo.InvariantCulture, $"{change.Count:N0} {(change.Count == 1 ? "call" : "calls")}");
                screen.WriteLine($"    {change.Field.PadRight(Width - 4 - count.Length)}{count}");
                foreach (var example in change.Examples)
                {
                    Show(example);
                }
            }

            screen.WriteLine();
        }
    }

    private void Show(LoadingResult plan)
    {
        screen.WriteLine("What the target org needs");
        Line('+', plan.Created, "create", "");
        Line('~', plan.Updated, "update", plan.UpdatedInPart == 0 ? "only the fields that changed" : string.Create(CultureInfo.InvariantCulture, $"{plan.UpdatedInPart:N0} of them in part: blocked fields stay"));
        Line('±', plan.Replaced, "replace", "delete and create again");
        Line('=', plan.Unchanged, "unchanged", plan.Native == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{plan.Native:N0} of them logged by Salesforce Voice itself"));
        Line('!', plan.Blocked, "blocked", "differ in what never changes after creation");
        screen.WriteLine();
    }

    private void Line(char sign, long count, string what, string note) =>
        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sign} {count,13:N0} {what,-10} {(count == 0 ? "" : note)}").TrimEnd());

    /// <summary>On one line if it fits, on two if not.</summary>
    private void Show(ChangeExample example)
    {
        var (from, to) = (Value(example.From), Value(example.To));
        var start = $"{new string(' ', Indent)}{example.TaskId}  ";
        if (start.Length + from.Length + to.Length + 3 <= Width)
        {
            screen.WriteLine($"{start}{from} → {to}");
            return;
        }

        screen.WriteLine($"{start}{Cut(from, Width - start.Length)}");
        screen.WriteLine($"{"→ ".PadLeft(start.Length)}{Cut(to, Width - start.Length)}");
    }

    private static string Title(string plan) => plan switch
    {
        "update" => "~ update",
        "replace" => "± replace",
        _ => "! blocked: VoiceCall takes these fields on create only",
    };

    private static string Value(string? text) => text is null ? "(empty)" : PlainText.Of(text);

    private static string Cut(string text, int width) => text.Length <= width ? text : PlainText.Of(text, width - 1);
}
