using System.Globalization;
using System.Text.Json;
using Dapper;
using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>Tables job and job_row. Every change of state is durable before the next request is sent.</summary>
internal sealed class JobStore(StagingDatabase staging, TimeProvider time, long run)
{
    private const string Select = "SELECT id, run, operation, round, columns, first_id, last_id, rows, remote_id, state FROM job ";

    /// <summary>Plans a job over the creates of a key range.</summary>
    public async Task<IngestJob> AddRangeAsync(
        IngestOperation operation, IReadOnlyList<string> columns, string first, string last, long rows, long bytes, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        var id = await InsertAsync(scope, operation, 0, columns, first, last, rows, bytes).ConfigureAwait(false);
        scope.Commit();
        return new IngestJob(id, run, operation, 0, columns, first, last, rows, null, JobState.Planned);
    }

    /// <summary>Plans a job over named rows.</summary>
    public async Task<IngestJob> AddRowsAsync(
        IngestOperation operation, int round, IReadOnlyList<string> columns, IReadOnlyList<string> taskIds, long bytes, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        var id = await InsertAsync(scope, operation, round, columns, null, null, taskIds.Count, bytes).ConfigureAwait(false);
        using (var insert = scope.Prepare("INSERT INTO job_row (job, task_id) VALUES (?1, ?2)"))
        {
            foreach (var taskId in taskIds)
            {
                insert.Integer(1, id).Text(2, taskId).Execute();
            }
        }

        scope.Commit();
        return new IngestJob(id, run, operation, round, columns, null, null, taskIds.Count, null, JobState.Planned);
    }

    /// <summary>Jobs of this and earlier runs whose results are not in the books.</summary>
    public async Task<IReadOnlyList<IngestJob>> UnsettledAsync()
    {
        using var reader = staging.OpenReader();
        var rows = await reader.QueryAsync<JobRecord>(
            $"{Select} WHERE state NOT IN ('{JobState.Collected}', '{JobState.Abandoned}') ORDER BY id").ConfigureAwait(false);
        return [.. rows.Select(r => r.ToJob())];
    }

    /// <summary>Ids of all jobs that staging knows of in the org.</summary>
    public async Task<HashSet<string>> KnownRemoteIdsAsync()
    {
        using var reader = staging.OpenReader();
        return [.. await reader.QueryAsync<string>("SELECT remote_id FROM job WHERE remote_id IS NOT NULL").ConfigureAwait(false)];
    }

    /// <summary>When the job was planned, our clock.</summary>
    public async Task<DateTimeOffset> PlannedAtAsync(IngestJob job)
    {
        using var reader = staging.OpenReader();
        var started = await reader.ExecuteScalarAsync<string>("SELECT started FROM job WHERE id = @Id", new { job.Id }).ConfigureAwait(false);
        return DateTimeOffset.Parse(started!, CultureInfo.InvariantCulture);
    }

    /// <summary>Rows sent in the last 24 hours, by all runs of this staging, this job's and those of jobs about to be sent before it included.</summary>
    public async Task<long> RowsInADayAsync(IngestJob job)
    {
        using var reader = staging.OpenReader();
        return await reader.ExecuteScalarAsync<long>(
            $"SELECT COALESCE(SUM(rows), 0) FROM job WHERE id <= @Id AND (remote_id IS NOT NULL OR state = '{JobState.Planned}') AND started > @since",
            new { job.Id, since = Stamp(time.GetUtcNow().AddHours(-24)) }).ConfigureAwait(false);
    }

    public async Task<IngestJob> OpenedAsync(IngestJob job, string remoteId, CancellationToken cancellationToken)
    {
        await SetAsync(job, JobState.Open, remoteId, cancellationToken).ConfigureAwait(false);
        return job with { RemoteId = remoteId, State = JobState.Open };
    }

    public async Task<IngestJob> MoveAsync(IngestJob job, string state, CancellationToken cancellationToken)
    {
        await SetAsync(job, state, job.RemoteId, cancellationToken).ConfigureAwait(false);
        return job with { State = state };
    }

    /// <summary>Part of a collecting transaction.</summary>
    public void Settle(WriteScope scope, IngestJob job, string state, BulkJob? remote, string? error) => scope.Connection.Execute(
        "UPDATE job SET state = @state, processed = @Processed, failed = @Failed, error = @error, ended = @ended WHERE id = @Id",
        new { state, Processed = remote?.NumberRecordsProcessed, Failed = remote?.NumberRecordsFailed, error, ended = Stamp(time.GetUtcNow()), job.Id },
        scope.Transaction);

    public static string Stamp(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task SetAsync(IngestJob job, string state, string? remoteId, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteDurableAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(
            "UPDATE job SET state = @state, remote_id = @remoteId WHERE id = @Id", new { state, remoteId, job.Id }, scope.Transaction).ConfigureAwait(false);
        scope.Commit();
    }

    private Task<long> InsertAsync(
        WriteScope scope, IngestOperation operation, int round, IReadOnlyList<string> columns, string? first, string? last, long rows, long bytes) =>
        scope.Connection.ExecuteScalarAsync<long>(
            """
            INSERT INTO job (run, operation, round, columns, first_id, last_id, rows, bytes, state, started)
            VALUES (@run, @operation, @round, @columns, @first, @last, @rows, @bytes, 'planned', @started) RETURNING id
            """,
            new
            {
                run, operation = IngestJob.Name(operation), round, columns = JsonSerializer.Serialize(columns), first, last, rows, bytes,
                started = Stamp(time.GetUtcNow()),
            },
            scope.Transaction);

    private sealed record JobRecord(
        long Id, long Run, string Operation, long Round, string Columns, string? First_Id, string? Last_Id, long Rows, string? Remote_Id, string State)
    {
        public IngestJob ToJob() => new(
            Id, Run, IngestJob.Parse(Operation), (int)Round, JsonSerializer.Deserialize<string[]>(Columns)!, First_Id, Last_Id, Rows, Remote_Id, State);
    }
}
