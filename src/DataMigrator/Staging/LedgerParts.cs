namespace DataMigrator.Staging;

/// <summary>What one query of the ledger returns; Dapper fills these.</summary>
internal sealed class TaskPart
{
    public const string Sql =
        """
        SELECT t.chunk AS Chunk, t.ordinal AS Ordinal, t.hash AS Hash, t.door AS Door, t.detail AS Detail, r.id AS RunId, c.run AS StagedRun, c.page AS Page, c.mapped AS Mapped,
               w.starts AS Starts, w.ends AS Ends, w.job AS Job, p.read_at AS ReadAt, e.kind AS Kind, e.field AS Field, e.rule AS Rule, e.text AS Text
        FROM task t LEFT JOIN run r ON r.number = t.run LEFT JOIN chunk c ON c.id = t.chunk LEFT JOIN window w ON w.id = c.window
        LEFT JOIN page p ON p.window = c.window AND p.ordinal = c.page LEFT JOIN reason e ON e.id = t.reason
        WHERE t.id = @id
        """;

    public long Chunk { get; init; }

    public long Ordinal { get; init; }

    public long Hash { get; init; }

    public long Door { get; init; }

    public string? Detail { get; init; }

    public string? RunId { get; init; }

    public long? StagedRun { get; init; }

    public long? Page { get; init; }

    public string? Mapped { get; init; }

    public string? Starts { get; init; }

    public string? Ends { get; init; }

    public string? Job { get; init; }

    public string? ReadAt { get; init; }

    public string? Kind { get; init; }

    public string Field { get; init; } = "";

    public string Rule { get; init; } = "";

    public string Text { get; init; } = "";

    public LedgerReading? ToReading() => RunId is null || Starts is null || Ends is null
        ? null
        : new LedgerReading(RunId, Instants.Parse(Starts), Instants.Parse(Ends), Job, Page ?? 0, Instants.ParseOrNull(ReadAt), Chunk, Ordinal, Mapped);
}

/// <inheritdoc cref="TaskPart"/>
internal sealed class CallPart
{
    public const string Sql =
        """
        SELECT c.run AS Run, r.id AS RunId, m.name AS MappingName, m.version AS MappingVersion, d.json AS Payload, c.hash AS Hash, c.starts AS Starts, c.ends AS Ends,
               c.duration AS Duration, c.how AS How, c.link_key AS LinkKey, c.parent AS Parent, c.plan AS Plan, c.changes AS Changes, c.state AS State, c.target_id AS TargetId,
               k.id AS CreatedRun, j.remote_id AS Job, c.attempts AS Attempts, c.error_code AS ErrorCode, c.error_message AS ErrorMessage
        FROM call c JOIN payload d ON d.id = c.payload LEFT JOIN run r ON r.number = ABS(c.run) LEFT JOIN mapping m ON m.version = r.mapping LEFT JOIN run k ON k.number = c.created_run LEFT JOIN job j ON j.id = c.job
        WHERE c.task_id = @id
        """;

    public long Run { get; init; }

    public string? RunId { get; init; }

    public string? MappingName { get; init; }

    public string? MappingVersion { get; init; }

    public string Payload { get; init; } = "[]";

    public long Hash { get; init; }

    public long Starts { get; init; }

    public long Ends { get; init; }

    public long Duration { get; init; }

    public long How { get; init; }

    public long? LinkKey { get; init; }

    public string? Parent { get; init; }

    public long Plan { get; init; }

    public string? Changes { get; init; }

    public long State { get; init; }

    public string? TargetId { get; init; }

    public string? CreatedRun { get; init; }

    public string? Job { get; init; }

    public long Attempts { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public LedgerCall ToCall(IReadOnlyList<string> fields)
    {
        var values = new PayloadValues();
        Staging.Payload.Read(System.Text.Encoding.UTF8.GetBytes(Payload), values);
        var named = Enumerable.Range(0, Math.Min(fields.Count, values.Count)).Select(i => new KeyValuePair<string, string?>(fields[i], values.GetString(i)));
        return new LedgerCall(
            [.. named], Hash, RunId, MappingName, MappingVersion, Run < 0, DateTimeOffset.FromUnixTimeSeconds(Starts), DateTimeOffset.FromUnixTimeSeconds(Ends), Duration,
            CallSources.Unpack(How), Parent, (CallPlan)Plan, Changes, (CallState)State, TargetId, CreatedRun, Job, (int)Attempts, ErrorCode, ErrorMessage);
    }
}

/// <inheritdoc cref="TaskPart"/>
internal sealed class AttemptPart
{
    public const string Sql =
        """
        SELECT r.id AS RunId, a.number AS Number, a.at AS At, j.remote_id AS Job, COALESCE(j.operation, '') AS Operation, a.code AS Code, a.message AS Message
        FROM attempt a LEFT JOIN run r ON r.number = a.run LEFT JOIN job j ON j.id = a.job WHERE a.task_id = @id ORDER BY a.run, a.number
        """;

    public string? RunId { get; init; }

    public long Number { get; init; }

    public string At { get; init; } = "";

    public string? Job { get; init; }

    public string Operation { get; init; } = "";

    public string Code { get; init; } = "";

    public string Message { get; init; } = "";

    public LedgerAttempt ToAttempt() => new(RunId ?? "", Number, Instants.Parse(At), Job, Operation, Code, Message);
}

/// <inheritdoc cref="TaskPart"/>
internal sealed class FindingPart
{
    public const string Sql =
        """
        SELECT r.id AS RunId, f.check_name AS CheckName, f.field AS Field, f.expected AS Expected, f.found AS Found, f.class AS Class, f.status AS Status, f.note AS Note
        FROM finding f LEFT JOIN run r ON r.number = f.run WHERE f.task_id = @id ORDER BY f.run, f.id
        """;

    public string? RunId { get; init; }

    public string CheckName { get; init; } = "";

    public string? Field { get; init; }

    public string? Expected { get; init; }

    public string? Found { get; init; }

    public string Class { get; init; } = "";

    public string Status { get; init; } = "";

    public string? Note { get; init; }

    public LedgerFinding ToFinding() => new(RunId ?? "", CheckName, Field, Expected, Found, Class, Status, Note);
}
