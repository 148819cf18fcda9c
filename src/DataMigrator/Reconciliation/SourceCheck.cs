using System.Globalization;
using DataMigrator.Staging;
using Salesforce.Force.Errors;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Level one, the source's side: does the source count and sum its Tasks as they were read, group by group, and has it moved on since? Asked by the condition that
/// they were read with. Of a canary or of a run that read nothing there is nothing to ask.
/// </summary>
internal sealed class SourceCheck(RunContext run, FindingWriter writer)
{
    /// <summary>Groups listed one by one; the rest is said in one line.</summary>
    private const int MostListed = 100;

    private readonly SourceRange range = SourceRange.Of(run);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var reader = run.Staging.OpenReader();
        var (windows, read, started, from, to) = reader.Rows(
            "SELECT COUNT(*), SUM(rows), (SELECT started FROM run WHERE number = ?1), MIN(starts), MAX(ends) FROM window WHERE run = ?1 AND state <> 'split'",
            run.Number, s => (s.Integer(0), s.Integer(1), s.String(2), s.String(3), s.String(4)))[0];
        if (windows == 0 || run.Limit is not null)
        {
            return;
        }

        try
        {
            var (first, end) = (Instants.Parse(from!), Instants.Parse(to!));
            var moved = await MovedOnAsync(read, Instants.Parse(started!) + run.Source.ClockSkew, first, end, cancellationToken).ConfigureAwait(false);
            if (range.Field == "CreatedDate" && read > 0)
            {
                await CompareGroupsAsync(reader, first, end, moved, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ForceException error) when (error is not (ForceQuotaException or ForceAuthenticationException))
        {
            NotMade($"the source would not count its Tasks ({error.ErrorCode})");
        }
    }

    /// <summary>
    /// Rows that nobody has touched since before the run (and its look-back, for those that were committed late) must all have been read: the org is asked once more,
    /// whatever extraction believes.
    /// </summary>
    /// <param name="began">When the run began, by the org's clock.</param>
    /// <returns>True if Tasks of the range came, went or changed since they were read, or were not read.</returns>
    private async Task<bool> MovedOnAsync(long read, DateTimeOffset began, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        Task<long> CountAsync(string and) => run.Source.CountAsync(range.Count(run.From, run.To) + and, all: true, cancellationToken);
        static string TouchedSince(DateTimeOffset instant) => $" AND SystemModstamp > {Instants.Text(instant)}";
        void Found(string name, string status, long now, FormattableString note) => writer.Add(new(
            Finding.Counts, name, status, null, null, null, string.Create(CultureInfo.InvariantCulture, $"{read} Tasks read"),
            string.Create(CultureInfo.InvariantCulture, $"{now} Tasks now"), FormattableString.Invariant(note)));

        var now = await CountAsync("").ConfigureAwait(false);
        var changed = await CountAsync(TouchedSince(began)).ConfigureAwait(false);
        if (now == read && changed == 0)
        {
            return false;
        }

        var unread = now > read ? now - await CountAsync(TouchedSince(began - run.Settings.Lookback)).ConfigureAwait(false) - read : 0;
        if (unread > 0)
        {
            Found(FindingClass.Count, Finding.Open, now, $"at least {unread} Tasks of the range were there when the run began and were not read: run the same range again");
            return true;
        }

        var since = Instants.Text(began);
        Found(FindingClass.SourceChanged, Finding.Explained, now, $"{changed} Tasks of the range were changed since {since}; an incremental run picks them up");
        var touched = range.Field == "CreatedDate" ? range with { Filter = null } : null;
        await new ChangedTasks(run, writer).ReportAsync(touched?.Where(from, to) ?? "Id != null", since, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task CompareGroupsAsync(Microsoft.Data.Sqlite.SqliteConnection reader, DateTimeOffset from, DateTimeOffset to, bool moved, CancellationToken cancellationToken)
    {
        if (StagedTasks.Read(reader, run.Number, run.Mapping.SourceObject, cancellationToken) is not { } staged)
        {
            NotMade("the Tasks as they were read are not all in the staging file any more: only their number was compared with the source");
            return;
        }

        var found = await new GroupedCounts(run.Source, staged.Fields, range.Where(from, to), all: true)
            .ReadAsync(new(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds() + 1), staged.Groups, cancellationToken).ConfigureAwait(false);
        var different = staged.Groups.Differences(found, sums: staged.Fields.Seconds is not null);
        var (status, note) = moved
            ? (Finding.Explained, "Tasks came, went or changed after they were read")
            : (Finding.Open, "the source counts its Tasks otherwise than they were read, though none has changed since: read the range again into a new staging file");
        foreach (var difference in different.Take(MostListed))
        {
            writer.Add(new(Finding.Counts, moved ? FindingClass.SourceChanged : FindingClass.Count, status, null, null, null, difference.Expected("Tasks"), difference.Found("Tasks"), note));
        }

        if (different.Count > MostListed)
        {
            writer.Add(new(
                Finding.Counts, moved ? FindingClass.SourceChanged : FindingClass.Count, status, null, null, null, null, null,
                string.Create(CultureInfo.InvariantCulture, $"{different.Count - MostListed} more groups of Tasks differ")));
        }
    }

    private void NotMade(string note) => writer.Add(new(Finding.Counts, FindingClass.NotChecked, Finding.Explained, null, null, null, null, null, note));
}
