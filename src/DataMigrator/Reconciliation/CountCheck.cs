using System.Globalization;
using DataMigrator.Staging;
using Salesforce.Force.Errors;

namespace DataMigrator.Reconciliation;

/// <summary>Level one: the target's counts and sums against staging's, group by group.</summary>
internal sealed class CountCheck(RunContext run, ExpectedCalls expected, FindingWriter writer)
{
    /// <summary>Groups listed one by one; the rest is said in one line.</summary>
    private const int MostListed = 500;

    private IReadOnlyList<GroupDifference> different = [];

    /// <summary>How many more calls the target counts than staging expects.</summary>
    private long surplus;

    /// <summary>False if the target refused to count, or there was nothing to count.</summary>
    public bool Made { get; private set; }

    /// <summary>Months in which anything differs.</summary>
    public IReadOnlySet<int> DifferentMonths => different.Select(d => d.Group.Month).ToHashSet();

    public TargetCounts Target { get; } = new(run);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (expected.Range is not { } range)
        {
            return;
        }

        try
        {
            var found = await Target.ReadAsync(range, expected.Groups, cancellationToken).ConfigureAwait(false);
            found = expected.WholeMonths.Count == 0 ? found : found.Merged(expected.WholeMonths);
            surplus = found.Count - expected.Groups.Count;
            different = expected.Groups.Differences(found, Target.Sums);
            Made = true;
        }
        catch (ForceException error) when (error is not (ForceQuotaException or ForceAuthenticationException))
        {
            writer.Add(new(
                Finding.Counts, FindingClass.NotChecked, Finding.Explained, null, null, null, null, null,
                $"the target would not count its calls ({error.ErrorCode}); identity and fields were checked all the same"));
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
        foreach (var difference in different.Take(MostListed))
        {
            writer.Add(new(Finding.Counts, FindingClass.Count, status, null, null, null, difference.Expected("calls"), difference.Found("calls"), note));
        }

        if (different.Count > MostListed)
        {
            writer.Add(new(Finding.Counts, FindingClass.Count, status, null, null, null, null, null, string.Create(CultureInfo.InvariantCulture, $"{different.Count - MostListed} more groups differ")));
        }
    }
}
