using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>Counts the doors of a run's Tasks, from the tables and not from memory: a resumed run counts what earlier processes did.</summary>
internal static class MappingBooks
{
    private static readonly MapReason Repeated = new(TaskDoor.Skipped, "Id", "repeated", "a newer copy of it was read, and counts");

    /// <summary>
    /// Calls that linking has moved into this run, told by their Task, which another run read. Counted on its own and not as what is left over: that mapped and
    /// relinked calls are what loading reads is then something that can be wrong.
    /// </summary>
    private const string Relinked = "SELECT COUNT(*) FROM call c JOIN task t ON t.id = c.task_id WHERE c.run = @Number AND t.run <> @Number";

    public static MappingResult Of(RunContext run, MappingScope scope)
    {
        using var reader = run.Staging.OpenReader();
        var sums = scope.Sum(reader);

        // Grouping sorts: most Tasks are mapped and have no reason, so they are counted apart (280 → 120 ms for 1,000,000).
        var plain = $"door = {(int)TaskDoor.Mapped} AND reason IS NULL";
        var doors = reader.Query<DoorCount>(
            $"""
            SELECT t.door AS Door, r.kind AS Kind, r.field AS Field, r.rule AS Rule, r.text AS Text, t.Count AS Count, t.Example AS Example
            FROM (SELECT door, reason, COUNT(*) AS Count, MIN(id) AS Example FROM task WHERE run = @Number AND NOT ({plain}) GROUP BY door, reason) t
            LEFT JOIN reason r ON r.id = t.reason
            ORDER BY t.Count DESC, r.field, r.rule, r.text
            """,
            new { run.Number }).AsList();
        doors.Add(new DoorCount { Door = (long)TaskDoor.Mapped, Count = reader.Scalar($"SELECT COUNT(*) FROM task WHERE run = ?1 AND {plain}", run.Number) });
        var reasons = doors.Where(door => door.Kind is not null).Select(door => new ReasonCount(door.Kind!, door.Field, door.Rule, door.Text, door.Count, door.Example)).ToList();
        if (sums.Repeated > 0)
        {
            reasons.Add(new ReasonCount(ReasonIds.Kind(Repeated.Kind), Repeated.Field, Repeated.Rule, Repeated.Text, sums.Repeated, null));
        }

        var mapped = Count(doors, TaskDoor.Mapped);
        var links = LinkCounts.Read(reader, run.Number);

        // Without Tasks of other runs none of the calls can be one of theirs; SQLite counts a table without looking at its rows.
        var others = reader.ExecuteScalar<long>("SELECT COUNT(*) FROM task") - doors.Sum(door => door.Count);
        return new MappingResult(sums.Rows, mapped, Count(doors, TaskDoor.Skipped) + sums.Repeated, Count(doors, TaskDoor.Rejected), sums.Unmapped, reasons)
        {
            Relinked = run.Mapping.Links is null || others == 0 ? 0 : reader.ExecuteScalar<long>(Relinked, new { run.Number }),
            Merged = links.Merged,
            Chained = links.Chained,
            SeveralLegs = links.SeveralLegs,
        };
    }

    private static long Count(List<DoorCount> doors, TaskDoor door) => doors.Where(count => count.Door == (long)door).Sum(count => count.Count);

    private sealed class DoorCount
    {
        public long Door { get; init; }

        public string? Kind { get; init; }

        public string Field { get; init; } = "";

        public string Rule { get; init; } = "";

        public string Text { get; init; } = "";

        public long Count { get; init; }

        public string? Example { get; init; }
    }
}
