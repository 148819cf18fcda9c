using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Mapping.Linking;

/// <summary>One call of a group as it is staged.</summary>
/// <param name="Run">call.run; negative if it is retired now.</param>
/// <param name="Detail">task.detail: what it was merged into, if it was.</param>
/// <param name="MayChange">False if an earlier mapping with other target fields made it, or its values were purged: its payload can't be written by this one.</param>
internal sealed record StagedCall(LinkMember Member, long Run, string? Parent, byte[] Payload, TaskDoor Door, string? Detail, bool MayChange);

/// <summary>Reads the calls of one link key.</summary>
internal sealed class GroupReader : IDisposable
{
    private readonly SqliteConnection reader;
    private readonly RunContext run;
    private readonly Statement calls;
    private readonly PayloadValues values = new();
    private readonly Dictionary<long, FieldOrder> orders = [];

    public GroupReader(SqliteConnection reader, RunContext run)
    {
        this.reader = reader;
        this.run = run;
        calls = new Statement(
            reader,
            "SELECT c.task_id, c.starts, c.ends, c.run, c.parent, d.json, t.door, t.detail, c.target_id IS NOT NULL FROM call c CROSS JOIN payload d ON d.id = c.payload CROSS JOIN task t ON t.id = c.task_id WHERE c.link_key = ?1");
    }

    public List<StagedCall> Read(long key)
    {
        var group = new List<StagedCall>();
        calls.Integer(1, key);
        while (calls.Step())
        {
            var order = OrderOf(Math.Abs(calls.Integer(3)));
            Payload.Read(calls.Text(5), values);
            var owner = order.Owner >= 0 && order.Owner < values.Count ? values.GetString(order.Owner) : null;
            group.Add(new StagedCall(
                new LinkMember(calls.String(0)!, calls.Integer(1), calls.Integer(2), owner) { InTarget = calls.Integer(8) != 0 },
                calls.Integer(3), calls.String(4), calls.Text(5).ToArray(), (TaskDoor)calls.Integer(6), calls.String(7), order.IsOurs && values.Count == run.Mapping.TargetFields.Count));
        }

        calls.Reset();
        return group;
    }

    public void Dispose() => calls.Dispose();

    private FieldOrder OrderOf(long mappedBy)
    {
        if (!orders.TryGetValue(mappedBy, out var order))
        {
            var ours = run.Mapping.TargetFields.Select(field => field.Name).ToList();
            var theirs = MappingStore.TargetFields(reader, mappedBy)?.ToList() ?? ours;
            var user = theirs.FindIndex(name => string.Equals(name, "UserId", StringComparison.OrdinalIgnoreCase));
            orders[mappedBy] = order = new FieldOrder(
                user >= 0 ? user : theirs.FindIndex(name => string.Equals(name, "OwnerId", StringComparison.OrdinalIgnoreCase)), theirs.SequenceEqual(ours, StringComparer.Ordinal));
        }

        return order;
    }

    /// <param name="Owner">Position of UserId (the agent), else of OwnerId; -1 if neither is mapped.</param>
    private sealed record FieldOrder(int Owner, bool IsOurs);
}
