using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>Calls of a run that hang together.</summary>
/// <param name="Merged">Tasks that became part of another Task's call.</param>
/// <param name="Chained">Calls that follow another leg (PreviousCallId).</param>
/// <param name="SeveralLegs">Calls whose one Task tells of several legs in its text; each stays one call.</param>
internal sealed record LinkCounts(long Merged, long Chained, long SeveralLegs)
{
    public static LinkCounts Read(SqliteConnection reader, long run)
    {
        var merged = reader.Scalar($"SELECT COUNT(*) FROM ({LinkedTask.Merged})", run);
        return reader.Rows(
            $"""
            SELECT COUNT(*) FILTER (WHERE {LinkedTask.IsChained}), COUNT(*) FILTER (WHERE {LinkedTask.HasSeveralLegs})
            FROM call WHERE run = ?1 AND ({LinkedTask.IsChained} OR {LinkedTask.HasSeveralLegs})
            """,
            run,
            s => new LinkCounts(merged, s.Integer(0), s.Integer(1)))[0];
    }

    /// <summary>Those that were counted: by kind, then by Task id; streamed. What there is none of is not looked for again.</summary>
    public IEnumerable<LinkedTask> Tasks(SqliteConnection reader, long run)
    {
        (long Count, string Sql)[] kinds = [(Merged, LinkedTask.Merged), (Chained, LinkedTask.Chained), (SeveralLegs, LinkedTask.SeveralLegs)];
        foreach (var (_, sql) in kinds.Where(kind => kind.Count > 0))
        {
            using var rows = new Statement(reader, sql + " ORDER BY 2");
            rows.Integer(1, run);
            while (rows.Step())
            {
                yield return new LinkedTask(rows.String(0)!, rows.String(1)!, rows.String(2), rows.String(3), rows.Integer(4));
            }
        }
    }
}

/// <summary>One Task that is not a call by itself alone: merged, a leg, or of several legs.</summary>
/// <param name="Kind">merged, leg, or several legs.</param>
/// <param name="With">The Task whose call it is part of, or that is the leg before; null for several legs.</param>
/// <param name="VoiceCall">Id of the VoiceCall that stands for it; null if none was loaded.</param>
/// <param name="Legs">Legs that its text tells of; 0 if it doesn't.</param>
internal sealed record LinkedTask(string Kind, string TaskId, string? With, string? VoiceCall, long Legs)
{
    internal const string Merged =
        """
        SELECT 'merged' AS kind, t.id AS task, t.detail AS other, c.target_id AS target, 0 AS legs FROM task t JOIN call c ON c.task_id = t.detail
        WHERE t.run = ?1 AND t.door = 2 AND t.detail IS NOT NULL
        """;

    internal const string IsChained = "parent IS NOT NULL";

    // Legs are the fourth byte of how (CallSources): two or more.
    internal const string HasSeveralLegs = "how >= 33554432";

    internal const string Chained = $"SELECT 'leg' AS kind, task_id AS task, parent AS other, target_id AS target, 0 AS legs FROM call WHERE run = ?1 AND {IsChained}";

    internal const string SeveralLegs =
        $"SELECT 'several legs' AS kind, task_id AS task, NULL AS other, target_id AS target, how >> 24 & 255 AS legs FROM call WHERE run = ?1 AND {HasSeveralLegs}";
}
