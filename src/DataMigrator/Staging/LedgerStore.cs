using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>What became of one Task, from its page to its VoiceCall.</summary>
internal sealed class LedgerStore(StagingDatabase staging)
{
    /// <summary>By Task or VoiceCall id, 15 or 18 characters. A VoiceCall is found by a scan of table call: some seconds for ten million calls.</summary>
    /// <returns>Null if staging knows nothing of it.</returns>
    /// <exception cref="OperatorException">That is no Salesforce id.</exception>
    public LedgerEntry? Find(string id)
    {
        if (!SalesforceId.TryParse(id.AsSpan().Trim(), out var parsed))
        {
            throw new OperatorException($"'{id}' is not a Salesforce id: 15 or 18 letters and digits were expected, such as 00T5e000001AbCdEAK.");
        }

        using var reader = staging.OpenReader();
        var wanted = parsed.ToString();
        var known = reader.ExecuteScalar<string?>("SELECT id FROM task WHERE id = @wanted", new { wanted })
            ?? reader.ExecuteScalar<string?>("SELECT task_id FROM call WHERE target_id IN (@wanted, @short) LIMIT 1", new { wanted, @short = wanted[..15] });
        return known is null ? null : Read(reader, known);
    }

    private static LedgerEntry? Read(SqliteConnection reader, string id)
    {
        var task = reader.QueryFirstOrDefault<TaskPart>(TaskPart.Sql, new { id });
        if (task is null)
        {
            return null;
        }

        var call = reader.QueryFirstOrDefault<CallPart>(CallPart.Sql, new { id });
        return new LedgerEntry(
            id,
            task.ToReading(),
            (TaskDoor)task.Door,
            task.Kind is null ? null : new LedgerReason(task.Kind, task.Field, task.Rule, task.Text),
            task.Detail,
            task.Hash,
            Source(reader, task),
            call?.ToCall(MappingStore.TargetFields(reader, Math.Abs(call.Run)) ?? []),
            [.. reader.Query<AttemptPart>(AttemptPart.Sql, new { id }).Select(part => part.ToAttempt())],
            [.. reader.Query<FindingPart>(FindingPart.Sql, new { id }).Select(part => part.ToFinding())],
            call?.LinkKey is null ? [] : reader.Query<string>(
                "SELECT c.task_id FROM call c JOIN task t ON t.id = c.task_id WHERE c.link_key = @LinkKey AND t.detail = @id AND t.door = 2 ORDER BY 1", new { id, call.LinkKey }).AsList(),
            call?.LinkKey is null ? [] : reader.Query<string>("SELECT task_id FROM call WHERE link_key = @LinkKey AND parent = @id ORDER BY 1", new { id, call.LinkKey }).AsList());
    }

    private static List<KeyValuePair<string, string?>> Source(SqliteConnection reader, TaskPart task)
    {
        var fields = task.StagedRun is null ? null : MappingStore.SourceFields(reader, task.StagedRun.Value);
        using var chunk = new Statement(reader, "SELECT data FROM chunk WHERE id = ?1 AND LENGTH(data) > 0");
        if (fields is null || !chunk.Integer(1, task.Chunk).Step())
        {
            return [];
        }

        using var records = new ChunkReader(fields, fields);
        records.Open(chunk.Text(0));
        while (records.Read())
        {
            if (records.Ordinal == task.Ordinal)
            {
                var row = records.Row;
                var values = new List<KeyValuePair<string, string?>>();
                for (var i = 0; i < fields.Count; i++)
                {
                    values.Add(new(fields[i], row[i].Length == 0 ? null : System.Text.Encoding.UTF8.GetString(row[i])));
                }

                return values;
            }
        }

        return [];
    }
}
