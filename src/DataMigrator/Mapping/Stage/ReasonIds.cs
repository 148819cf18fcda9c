using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>reason.id of each reason met so far; there are few.</summary>
internal sealed class ReasonIds
{
    // Reasons are shared instances; two that say the same get the same id.
    private readonly Dictionary<MapReason, long> ids = new(ReferenceEqualityComparer.Instance);

    /// <summary>Known after <see cref="Ensure"/>.</summary>
    public long this[MapReason reason] => ids[reason];

    /// <summary>Gives the chunk's reasons their ids, in the caller's transaction.</summary>
    public void Ensure(MappedChunk chunk, WriteScope scope)
    {
        foreach (ref readonly var row in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chunk.Rows))
        {
            if (row.Reason is { } reason && !ids.ContainsKey(reason))
            {
                ids.Add(reason, Id(scope, reason));
            }
        }
    }

    /// <summary>The id of one reason, written if it is new.</summary>
    public static long Id(WriteScope scope, MapReason reason)
    {
        var parameters = new { kind = Kind(reason.Kind), reason.Field, reason.Rule, reason.Text };
        scope.Connection.Execute("INSERT OR IGNORE INTO reason (kind, field, rule, text) VALUES (@kind, @Field, @Rule, @Text)", parameters, scope.Transaction);
        return scope.Connection.ExecuteScalar<long>("SELECT id FROM reason WHERE kind = @kind AND field = @Field AND rule = @Rule AND text = @Text", parameters, scope.Transaction);
    }

    /// <summary>reason.kind.</summary>
    public static string Kind(TaskDoor door) => door == TaskDoor.Rejected ? "rejected" : "skipped";
}
