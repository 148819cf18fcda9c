using System.Globalization;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Terminal;

/// <summary>A ledger entry on one screen.</summary>
internal sealed class LedgerScreen(TextWriter screen)
{
    public void Show(LedgerEntry entry)
    {
        screen.WriteLine($"Task {entry.TaskId}");
        if (entry.Reading is { } read)
        {
            Line("read", $"run {read.Run}, window {Time(read.WindowStarts)} to {Time(read.WindowEnds)}");
            Line(string.Empty, $"query job {read.QueryJob ?? "?"}, page {read.Page}{(read.ReadAt is { } at ? $" at {Time(at)}" : string.Empty)}, hash {entry.Hash:x16}");
        }

        Line("mapping", entry.Door switch
        {
            TaskDoor.Mapped => $"mapped by {entry.Call?.MappingName} {entry.Call?.MappingVersion?[..Math.Min(12, entry.Call.MappingVersion.Length)]}",
            _ => $"{entry.Door.ToString().ToLowerInvariant()}: {entry.Reason?.Field}: {entry.Reason?.Text} (rule {entry.Reason?.Rule})",
        });
        if (entry.Detail is { Length: > 0 } detail)
        {
            Line(string.Empty, entry.MergedInto is null ? $"found: {Plain(detail)}" : $"merged into Task {detail}");
        }

        if (entry.MergedFrom.Count > 0)
        {
            Line("merged", $"also logged as {string.Join(", ", entry.MergedFrom)}");
        }

        if (entry.Call is { } call)
        {
            Show(call, entry);
        }

        Show("Task as it came", entry.Source);
    }

    private void Show(LedgerCall call, LedgerEntry entry)
    {
        Line("call", $"{Time(call.Starts)} to {Time(call.Ends)}, {call.DurationSeconds} s; start by {call.How.Start}, From by {call.How.From}, To by {call.How.To}");
        if (call.Parent is not null || entry.Legs.Count > 0)
        {
            Line("legs", string.Join("; ", new[] { call.Parent is null ? null : $"follows Task {call.Parent}", entry.Legs.Count == 0 ? null : $"followed by {string.Join(", ", entry.Legs)}" }.OfType<string>()));
        }

        if (call.How.Legs > 0)
        {
            Line("legs", $"its text tells of {call.How.Legs} legs; one Task, so one call");
        }

        Line("plan", call.Retired ? "not loaded any more" : call.Plan == CallPlan.Native ? "none: Salesforce Voice logged this call itself" : call.Plan.Words() + (call.ChangesJson is null ? string.Empty : $" {Plain(call.ChangesJson)}"));
        foreach (var attempt in entry.Attempts)
        {
            Line($"attempt {attempt.Number}", $"{Time(attempt.At)} {attempt.Operation} job {attempt.Job ?? "?"}: {attempt.Code}: {Plain(attempt.Message)}");
        }

        Line("loading", $"{call.State.Words()}{(call.Job is null ? string.Empty : $" by job {call.Job}")}{(call.Attempts > 1 ? $" after {call.Attempts} attempts" : string.Empty)}"
            + (call.ErrorCode is null ? string.Empty : $": {call.ErrorCode}: {Plain(call.ErrorMessage ?? string.Empty)}"));
        Line("VoiceCall", call.TargetId is null ? "none" : $"{call.TargetId}{(call.CreatedRun is null ? string.Empty : $", created by run {call.CreatedRun}")}");
        if (entry.Findings.Count == 0)
        {
            Line("verdict", call.State is CallState.Created or CallState.Updated or CallState.Replaced or CallState.Unchanged ? "no difference found" : "not reconciled as loaded");
        }

        foreach (var same in entry.Findings.GroupBy(finding => finding with { Run = string.Empty }))
        {
            Show(same.Key, [.. same.Select(finding => finding.Run).Distinct()]);
        }

        Show("VoiceCall as mapped", call.Values);
    }

    /// <param name="runs">Runs that found the same, oldest first.</param>
    private void Show(LedgerFinding finding, IReadOnlyList<string> runs)
    {
        var values = finding.Field is null ? string.Empty : $" {finding.Field}: expected {Plain(finding.Expected ?? "-")}, found {Plain(finding.Found ?? "-")}";
        Line("verdict", $"{finding.Class} ({finding.Status}){values}{(finding.Note is null ? string.Empty : $"{(values.Length > 0 ? ";" : ":")} {PlainText.Of(finding.Note)}")}");
        Line(string.Empty, $"found by run {runs[^1]}{(runs.Count == 1 ? string.Empty : $" and {runs.Count - 1} before it")}");
    }

    private void Show(string title, IReadOnlyList<KeyValuePair<string, string?>> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        screen.WriteLine();
        screen.WriteLine(title);
        foreach (var (field, value) in values.Where(pair => !string.IsNullOrEmpty(pair.Value)))
        {
            screen.WriteLine($"  {field,-36} {Plain(value!)}");
        }
    }

    private void Line(string label, FormattableString text) => Line(label, text.ToString(CultureInfo.InvariantCulture));

    private void Line(string label, string text) => screen.WriteLine($"  {label,-10} {text}");

    private static string Plain(string text) => PlainText.Of(text, 200);

    private static string Time(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
