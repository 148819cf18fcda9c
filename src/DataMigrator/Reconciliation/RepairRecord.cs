using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Reconciliation;

/// <summary>Findings that a repair has taken up. They are on record until a reconciliation has told what came of them, whichever command makes it: a repair may be cut short anywhere.</summary>
internal sealed class RepairRecord(RunContext run)
{
    /// <summary>Names of fields that may be changed in the target, as an SQL list.</summary>
    public string Updateable
    {
        get
        {
            var names = run.Mapping.TargetFields.Where(f => f.Updateable && run.TargetDescribe.Field(f.Name) is { Updateable: true }).Select(f => $"'{f.Name.Replace("'", "''", StringComparison.Ordinal)}'");
            return string.Join(", ", names.DefaultIfEmpty("''"));
        }
    }

    /// <summary>Condition on finding f: about a field that stays as it is. No reason to repair, but what is repaired beside it is so in part only.</summary>
    public string IsBlocked => $"f.status = '{Finding.Explained}' AND f.class <> '{FindingClass.Normalised}' AND f.field IS NOT NULL AND f.field NOT IN ({Updateable})";

    /// <summary>True if a repair of this run was cut short before it was reconciled.</summary>
    public bool IsOpen
    {
        get
        {
            using var reader = run.Staging.OpenReader();
            return reader.Scalar($"SELECT EXISTS (SELECT 1 FROM finding WHERE run = ?1 AND status = '{Finding.Repairing}')", run.Number) != 0;
        }
    }

    /// <summary>After a reconciliation: repaired is what it has nothing against any more but what stays as it is; of the rest it has findings of its own.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(
            $"""
            UPDATE finding SET status = '{Finding.Repaired}' WHERE run = @Number AND status = '{Finding.Repairing}';
            DELETE FROM finding WHERE run = @Number AND status = '{Finding.Repaired}'
              AND task_id IN (SELECT f.task_id FROM finding f WHERE f.run = @Number AND f.status <> '{Finding.Repaired}' AND f.class <> '{FindingClass.Normalised}'
                AND f.task_id IS NOT NULL AND NOT ({IsBlocked}));
            """,
            new { run.Number },
            scope.Transaction).ConfigureAwait(false);
        scope.Commit();
    }
}
