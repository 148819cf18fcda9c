using System.Globalization;
using DataMigrator.Staging;
using Salesforce.Force.Errors;

namespace DataMigrator.Reconciliation;

/// <summary>Level one: the target's counts and sums against staging's, group by group; and the source's count now against what was read.</summary>
internal sealed class CountCheck(RunContext run, RunFacts facts, ExpectedCalls expected, FindingWriter writer)
{
    /// <summary>Groups listed one by one; the rest is said in one line.</summary>
    private const int MostListed = 500;

    private readonly List<(CallGroup Group, (long Count, long Seconds) Expected, (long Count, long Seconds) Found)> different = [];

    /// <summary>How many more calls the target counts than staging expects.</summary>
    private long surplus;

    /// <summary>False if the target refused to count, or there was nothing to count.</summary>
    public bool Made { get; private set; }

    /// <summary>Months in which anything differs.</summary>
    public IReadOnlySet<int> DifferentMonths => different.Select(d => d.Group.Month).ToHashSet();

    public TargetCounts Target { get; } = new(run);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CheckSourceAsync(cancellationToken).ConfigureAwait(false);
        if (expected.Range is not { } range)
        {
            return;
        }

        try
        {
            var found = await Target.ReadAsync(range, expected.Groups, cancellationToken).ConfigureAwait(false);
            Compare(expected.WholeMonths.Count == 0 ? found : found.Merged(expected.WholeMonths));
            Made = true;
        }
        catch (ForceException error) when (error is not (ForceQuotaException or ForceAuthenticationException))
        {
            NotMade($"the target would not count its calls ({error.ErrorCode}); identity and fields were checked all the same");
        }
    }

    /// <summary>Writes the differences. They are explained where the checks of single calls found what is behind them.</summary>
    /// <param name="findings">Missing, extra and mismatched calls that those checks found.</param>
    /// <param name="unstaged">VoiceCalls of Tasks that exist, but that this staging file never read: they explain as many as they are, and no more.</param>
    public void Report(long findings, long unstaged)
    {
        var (status, note) = findings > 0 ? (Finding.Explained, "see the findings on single calls")
            : surplus > 0 && surplus <= unstaged ? (Finding.Explained, "calls of Tasks that this staging file never read")
            : (Finding.Open, "no call of this run explains it: reconcile the other runs of this time, then look at both orgs");
        foreach (var (group, want, have) in different.Take(MostListed))
        {
            writer.Add(new(Finding.Counts, FindingClass.Count, status, null, null, null, Text(group, want), Text(group, have), note));
        }

        if (different.Count > MostListed)
        {
            writer.Add(new(Finding.Counts, FindingClass.Count, status, null, null, null, null, null, string.Create(CultureInfo.InvariantCulture, $"{different.Count - MostListed} more groups differ")));
        }
    }

    private void Compare(CallGroups found)
    {
        surplus = found.Count - expected.Groups.Count;
        foreach (var group in expected.Groups.Cells.Keys.Union(found.Cells.Keys).OrderBy(g => g.Month).ThenBy(g => g.Type, StringComparer.Ordinal).ThenBy(g => g.Owner, StringComparer.Ordinal))
        {
            var want = expected.Groups.Cells.GetValueOrDefault(group);
            var have = found.Cells.GetValueOrDefault(group);
            if (want.Count != have.Count || (Target.Sums && want.Seconds != have.Seconds))
            {
                different.Add((group, want, have));
            }
        }
    }

    private string Text(CallGroup group, (long Count, long Seconds) cell) => string.Create(
        CultureInfo.InvariantCulture, $"{group}: {cell.Count} calls{(Target.Sums ? $", {cell.Seconds.ToString(CultureInfo.InvariantCulture)} seconds" : "")}");

    /// <summary>
    /// Has the source moved on since it was read? Counts tell, by the condition that the Tasks were read with. Rows that nobody has touched since before the
    /// run (and its look-back, for those that were committed late) must all have been read: this asks the org once more, whatever extraction believes.
    /// </summary>
    private async Task CheckSourceAsync(CancellationToken cancellationToken)
    {
        using var reader = run.Staging.OpenReader();
        var (windows, read, started) = reader.Rows(
            "SELECT COUNT(*), SUM(rows), (SELECT started FROM run WHERE number = ?1) FROM window WHERE run = ?1 AND state <> 'split'", facts.Number, s => (s.Integer(0), s.Integer(1), s.String(2)))[0];
        if (windows == 0 || run.Limit is not null)
        {
            return;
        }

        try
        {
            var range = SourceRange.Of(run);
            var began = Instants.Parse(started!) + run.Source.ClockSkew;
            Task<long> CountAsync(string and) =>
                run.Source.CountAsync($"SELECT COUNT() FROM {range.Object} WHERE {range.Where(run.From, run.To)}{and}", all: true, cancellationToken);
            string TouchedSince(DateTimeOffset instant) => $" AND SystemModstamp > {Instants.Text(instant)}";

            var now = await CountAsync("").ConfigureAwait(false);
            var changed = await CountAsync(TouchedSince(began)).ConfigureAwait(false);
            var unread = now > read ? now - await CountAsync(TouchedSince(began - run.Settings.Lookback)).ConfigureAwait(false) - read : 0;
            if (unread > 0)
            {
                writer.Add(new(
                    Finding.Counts, FindingClass.Count, Finding.Open, null, null, null, Count(read, "read"), Count(now, "now"),
                    string.Create(CultureInfo.InvariantCulture, $"at least {unread} Tasks of the range were there when the run began and were not read: run the same range again")));
            }
            else if (now != read || changed > 0)
            {
                writer.Add(new(
                    Finding.Counts, FindingClass.SourceChanged, Finding.Explained, null, null, null, Count(read, "read"), Count(now, "now"),
                    string.Create(CultureInfo.InvariantCulture, $"{changed} Tasks of the range were changed since {Instants.Text(began)}; an incremental run picks them up")));
            }
        }
        catch (ForceException error) when (error is not (ForceQuotaException or ForceAuthenticationException))
        {
            NotMade($"the source would not count its Tasks ({error.ErrorCode})");
        }

        static string Count(long tasks, string when) => string.Create(CultureInfo.InvariantCulture, $"{tasks} Tasks {when}");
    }

    private void NotMade(string note) => writer.Add(new(Finding.Counts, FindingClass.NotChecked, Finding.Explained, null, null, null, null, null, note));
}
