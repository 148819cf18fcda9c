using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>Table run: begin or resume, where it is, how it ended.</summary>
internal sealed class RunStore(StagingDatabase staging, TimeProvider time)
{
    /// <summary>
    /// The newest run of the same signature that is not finished, or a new one. Call it under the <see cref="StagingLock"/>: a run that says "running"
    /// while nobody holds the lock was killed, and is resumed. Not resumed is a run that others have overtaken (see <see cref="Ownership"/>): the new run
    /// reads its whole range again.
    /// </summary>
    /// <param name="clockSkew">The org's clock minus ours: an open end means "now" there, not here. Kept on resume.</param>
    /// <param name="lookback">How far an incremental run goes back before the end of the last one: rows can commit late with an earlier SystemModstamp.</param>
    /// <exception cref="OperatorException">The file belongs to other orgs or another external id field.</exception>
    public async Task<RunRecord> BeginAsync(RunRequest request, TimeSpan clockSkew, TimeSpan lookback, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteDurableAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        StagingPin.Require(scope, request, staging.Path);
        Ownership.MarkSuperseded(scope, now);
        var unfinished = scope.Connection.QueryFirstOrDefault<long?>(
            "SELECT number FROM run WHERE signature = @Signature ORDER BY number DESC LIMIT 1", new { request.Signature }, scope.Transaction) is { } newest
            ? RunRows.Get(scope.Connection, newest, scope.Transaction)
            : null;
        if (unfinished is not null && RunStates.IsUnfinished(unfinished.State))
        {
            scope.Connection.Execute(
                "UPDATE run SET state = 'running', ended = NULL, exit_code = NULL WHERE number = @Number", new { unfinished.Number }, scope.Transaction);
            scope.Commit();
            return unfinished with { State = RunStates.Running, Ended = null, ExitCode = null, Resumed = true };
        }

        var number = Insert(scope, request, RangeOf(scope, request, now + clockSkew, lookback), now);
        var begun = RunRows.Get(scope.Connection, number, scope.Transaction)!;
        scope.Commit();
        return begun;
    }

    /// <summary>Says what the run is doing: extraction, lookups, mapping, loading, reconciliation, reporting.</summary>
    public Task SetStageAsync(long run, string stage, CancellationToken cancellationToken) =>
        UpdateAsync("UPDATE run SET stage = @stage WHERE number = @run", new { run, stage }, cancellationToken);

    /// <summary>A run that had ended is written to the target (again): killed meanwhile, it must not look finished.</summary>
    public Task ReopenAsync(long run, CancellationToken cancellationToken) =>
        UpdateAsync("UPDATE run SET executed = 1, state = 'running', ended = NULL, exit_code = NULL WHERE number = @run", new { run }, cancellationToken);

    /// <summary>
    /// The run has ended: <see cref="RunStates.Finished"/>, or <see cref="RunStates.Failed"/> (its same command resumes it). A run that was rolled back or
    /// superseded stays so, whatever a later command does with it.
    /// </summary>
    public Task FinishAsync(long run, string state, int exitCode, string? resultJson, CancellationToken cancellationToken) => UpdateAsync(
        "UPDATE run SET state = CASE WHEN state IN ('superseded', 'rolled back', 'purged') THEN state ELSE @state END, exit_code = @exitCode, result = COALESCE(@resultJson, result), ended = @ended WHERE number = @run",
        new { run, state, exitCode, resultJson, ended = Instants.Text(time.GetUtcNow()) },
        cancellationToken);

    /// <summary>The run's calls are being taken out of the target: call it before the first is deleted, so that a rollback cut short counts as one.</summary>
    public Task RolledBackAsync(long run, CancellationToken cancellationToken) => UpdateAsync(
        "UPDATE run SET state = @state, ended = @ended WHERE number = @run",
        new { run, state = RunStates.RolledBack, ended = Instants.Text(time.GetUtcNow()) },
        cancellationToken);

    /// <summary>True if every window of the run was read.</summary>
    public bool ReadToEnd(long run)
    {
        using var reader = staging.OpenReader();
        return reader.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM window WHERE run = @run) AND NOT EXISTS (SELECT 1 FROM window WHERE run = @run AND state NOT IN ('read', 'split'))", new { run }) != 0;
    }

    /// <summary>True if the target may hold something that the run created: calls, or jobs whose results are not known yet.</summary>
    public bool HasCreated(long run)
    {
        using var reader = staging.OpenReader();
        return reader.ExecuteScalar<long>(
            "SELECT EXISTS (SELECT 1 FROM job WHERE run = @run) OR EXISTS (SELECT 1 FROM call WHERE created_run = @run)", new { run }) != 0;
    }

    /// <summary>The id of another run that answers now for Tasks that this one had read; null if this run still answers for all of them.</summary>
    public string? MovedOn(long run)
    {
        using var reader = staging.OpenReader();
        return Ownership.MovedOn(reader, run);
    }

    /// <summary>
    /// True if all that the run has staged was mapped and linked by the mapping that the run names: only then do its payloads and parents say what that
    /// mapping says. False while, or after a kill while, mapping is under way.
    /// </summary>
    public bool MappingComplete(long run)
    {
        using var reader = staging.OpenReader();
        return reader.ExecuteScalar<long>(
            """
            SELECT EXISTS (SELECT 1 FROM run WHERE number = @run AND mapped_by = mapping)
               AND NOT EXISTS (SELECT 1 FROM chunk WHERE run = @run AND mapped IS NULL AND LENGTH(data) > 0)
            """,
            new { run }) != 0;
    }

    /// <summary>Refuses orgs or an external id field that the file does not belong to; for commands that begin no run.</summary>
    /// <exception cref="OperatorException">Names both.</exception>
    public void RequirePin(string? sourceOrg, string? targetOrg, string? externalIdField)
    {
        using var reader = staging.OpenReader();
        StagingPin.Require(reader, null, new PinnedTo(sourceOrg, targetOrg, externalIdField), staging.Path);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RunRecord> List(int atMost = 50)
    {
        using var reader = staging.OpenReader();
        return RunRows.List(reader, atMost);
    }

    /// <summary>By id, by number, or "last"; null if there is none.</summary>
    public RunRecord? Get(string id)
    {
        using var reader = staging.OpenReader();
        var number = reader.QueryFirstOrDefault<long?>(
            "SELECT number FROM run WHERE id = @id OR CAST(number AS TEXT) = @id OR @id = 'last' ORDER BY id = @id DESC, number DESC LIMIT 1", new { id });
        return number is { } found ? RunRows.Get(reader, found, null) : null;
    }

    /// <summary>The newest run with that signature, finished or not; null if there is none.</summary>
    public RunRecord? Newest(string signature)
    {
        using var reader = staging.OpenReader();
        var number = reader.QueryFirstOrDefault<long?>("SELECT MAX(number) FROM run WHERE signature = @signature", new { signature });
        return number is { } found ? RunRows.Get(reader, found, null) : null;
    }

    private static (DateTimeOffset? From, DateTimeOffset To, bool OpenEnd) RangeOf(WriteScope scope, RunRequest request, DateTimeOffset orgNow, TimeSpan lookback)
    {
        // CreatedDate and SystemModstamp have whole seconds: what falls into the current one is left, whole, to the next run.
        var now = Instants.WholeSeconds(orgNow);
        if (!request.Incremental)
        {
            return (request.From, request.To ?? now, request.To is null);
        }

        var last = IncrementalBase.EndOf(scope, request.SourceOrg, request.TargetOrg);
        return (last - lookback, request.To ?? now, request.To is null);
    }

    private static long Insert(WriteScope scope, RunRequest request, (DateTimeOffset? From, DateTimeOffset To, bool OpenEnd) range, DateTimeOffset now)
    {
        var number = scope.Connection.ExecuteScalar<long>("SELECT COALESCE(MAX(number), 0) + 1 FROM run", null, scope.Transaction);
        scope.Connection.Execute(
            """
            INSERT INTO run (number, id, command, signature, executed, range_from, range_to, range_field, open_end, row_limit, source_org, target_org, mapping, state, started, settings)
            VALUES (@number, @id, @Command, @Signature, @Executed, @from, @to, @field, @OpenEnd, @Limit, @SourceOrg, @TargetOrg, @MappingVersion, 'running', @started, @SettingsJson)
            """,
            new
            {
                number,
                id = NewId(scope, request, number, now),
                request.Command,
                request.Signature,
                request.Executed,
                from = Instants.Text(range.From),
                to = Instants.Text(range.To),
                field = request.Incremental ? "SystemModstamp" : "CreatedDate",
                range.OpenEnd,
                request.Limit,
                request.SourceOrg,
                request.TargetOrg,
                request.MappingVersion,
                started = Instants.Text(now),
                request.SettingsJson,
            },
            scope.Transaction);
        return number;
    }

    /// <summary>Sorts by time, is told apart at a glance, and is unique in the file: <c>20261120T041500Z-7f3a</c>.</summary>
    private static string NewId(WriteScope scope, RunRequest request, long number, DateTimeOffset now)
    {
        for (var attempt = 0; ; attempt++)
        {
            var seed = HashCode64.Of(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.Signature} {number} {now.Ticks} {attempt}")));
            var id = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{seed & 0xFFFF:x4}");
            if (scope.Connection.ExecuteScalar<long>("SELECT COUNT(*) FROM run WHERE id = @id", new { id }, scope.Transaction) == 0)
            {
                return id;
            }
        }
    }

    private async Task UpdateAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        scope.Connection.Execute(sql, parameters, scope.Transaction);
        scope.Commit();
    }
}

/// <summary>Reads rows of table run.</summary>
file static class RunRows
{
    private const string Columns =
        """
        SELECT number AS Number, id AS Id, command AS Command, signature AS Signature, executed AS Executed, range_from AS RangeFrom, range_to AS RangeTo,
               range_field AS RangeField, open_end AS OpenEnd, row_limit AS RowLimit, source_org AS SourceOrg, target_org AS TargetOrg, mapping AS Mapping,
               state AS State, stage AS Stage, started AS Started, ended AS Ended, exit_code AS ExitCode, settings AS Settings, result AS Result FROM run
        """;

    public static RunRecord? Get(SqliteConnection connection, long number, SqliteTransaction? transaction) =>
        connection.QueryFirstOrDefault<Row>(Columns + " WHERE number = @number", new { number }, transaction)?.ToRecord();

    public static List<RunRecord> List(SqliteConnection connection, int atMost) =>
        [.. connection.Query<Row>(Columns + " ORDER BY number DESC LIMIT @atMost", new { atMost }).Select(row => row.ToRecord())];

    private sealed class Row
    {
        public long Number { get; init; }

        public string Id { get; init; } = "";

        public string Command { get; init; } = "";

        public string Signature { get; init; } = "";

        public long Executed { get; init; }

        public string? RangeFrom { get; init; }

        public string? RangeTo { get; init; }

        public string RangeField { get; init; } = "";

        public long OpenEnd { get; init; }

        public long? RowLimit { get; init; }

        public string? SourceOrg { get; init; }

        public string? TargetOrg { get; init; }

        public string? Mapping { get; init; }

        public string State { get; init; } = "";

        public string? Stage { get; init; }

        public string Started { get; init; } = "";

        public string? Ended { get; init; }

        public long? ExitCode { get; init; }

        public string Settings { get; init; } = "";

        public string? Result { get; init; }

        public RunRecord ToRecord() => new(
            Number, Id, Command, Signature, Executed != 0, Instants.ParseOrNull(RangeFrom), Instants.ParseOrNull(RangeTo), RangeField, OpenEnd != 0, RowLimit,
            SourceOrg, TargetOrg, Mapping, State, Stage, Instants.Parse(Started), Instants.ParseOrNull(Ended), (int?)ExitCode, Settings, Result);
    }
}
