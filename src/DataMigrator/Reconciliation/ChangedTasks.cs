using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>Tasks that were changed or deleted after the run had read them, one by one as long as they are few: the calls made of them agree with what was, not with what is.</summary>
internal sealed class ChangedTasks(RunContext run, FindingWriter writer)
{
    /// <summary>Named one by one; of more, the count has to do.</summary>
    public const int MostListed = 1_000;

    /// <param name="range">SOQL condition of the range that was read, without the mapping's filter, which hides what was deleted.</param>
    /// <param name="since">When the run began, by the source's clock.</param>
    public async Task ReportAsync(string range, string since, CancellationToken cancellationToken)
    {
        List<(string Id, bool Deleted, string At)> changed = [];
        var soql = FormattableString.Invariant($"SELECT Id, IsDeleted, SystemModstamp FROM {run.Mapping.SourceObject} WHERE {range} AND SystemModstamp > {since} LIMIT {MostListed}");
        await foreach (var row in run.Source.QueryAsync(soql, all: true, cancellationToken).ConfigureAwait(false))
        {
            changed.Add((row["Id"]!, string.Equals(row["IsDeleted"], "true", StringComparison.OrdinalIgnoreCase), Instants.Text(Instants.Parse(row["SystemModstamp"]!))));
        }

        using var reader = run.Staging.OpenReader();
        using var call = new Statement(reader, "SELECT target_id FROM call WHERE task_id = ?1 AND run = ?2");
        foreach (var (id, deleted, at) in changed)
        {
            if (call.Reset().Text(1, id).Integer(2, run.Number).Step())
            {
                writer.Add(new(
                    Finding.Identity, FindingClass.SourceChanged, Finding.Explained, id, call.String(0), null, null, null,
                    $"its Task was {(deleted ? "deleted" : "changed")} at {at}, after it was read; an incremental run picks it up"));
            }
        }
    }
}
