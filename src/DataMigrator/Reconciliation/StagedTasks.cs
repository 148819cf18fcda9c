using System.Buffers.Text;
using DataMigrator.Staging;
using DataMigrator.Target;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>What the Tasks of a run add up to, as they came and before any mapping: read from the staged records themselves, not from what was made of them.</summary>
internal sealed class StagedTasks
{
    private static readonly string[] Optional = ["CallType", "OwnerId", "CallDurationInSeconds"];

    private StagedTasks(GroupedFields fields) => Fields = fields;

    /// <summary>The fields that they can be counted by.</summary>
    public GroupedFields Fields { get; }

    public CallGroups Groups { get; } = new();

    /// <returns>Null if the records do not hold their CreatedDate, or are not all in staging any more (purged, or read again since).</returns>
    public static StagedTasks? Read(SqliteConnection reader, long run, string sourceObject, CancellationToken cancellationToken)
    {
        var staged = MappingStore.SourceFields(reader, run);
        if (staged is null || ExpectedStatistics.IndexOf(staged, "CreatedDate") < 0
            || reader.Scalar("SELECT COUNT(*) FROM chunk WHERE run = ?1 AND (LENGTH(data) = 0 OR repeated > 0)", run) > 0)
        {
            return null;
        }

        var present = Optional.Select(name => ExpectedStatistics.IndexOf(staged, name) < 0 ? null : name).ToArray();
        var tasks = new StagedTasks(new(sourceObject, "CreatedDate", present[0], present[1], present[2]));
        tasks.ReadChunks(reader, run, staged, cancellationToken);
        return tasks;
    }

    private void ReadChunks(SqliteConnection reader, long run, IReadOnlyList<string> staged, CancellationToken cancellationToken)
    {
        List<string> wanted = ["CreatedDate", .. new[] { Fields.Type, Fields.Owner, Fields.Seconds }.OfType<string>()];
        var (type, owner, seconds) = (Fields.Type is null ? -1 : wanted.IndexOf(Fields.Type), Fields.Owner is null ? -1 : wanted.IndexOf(Fields.Owner), Fields.Seconds is null ? -1 : wanted.IndexOf(Fields.Seconds));
        using var records = new ChunkReader(staged, wanted);
        using var chunks = new Statement(reader, "SELECT data FROM chunk WHERE run = ?1").Integer(1, run);
        while (chunks.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            records.Open(chunks.Text(0));
            while (records.Read())
            {
                var row = records.Row;
                Groups.Add(
                    Iso8601.TryParseInstant(row[0], out var created, out _) ? CallStatistics.Month(created) : 0,
                    type < 0 ? default : row[type],
                    owner < 0 ? default : row[owner],
                    seconds >= 0 && Utf8Parser.TryParse(row[seconds], out long sum, out _) ? sum : 0);
            }
        }
    }
}
