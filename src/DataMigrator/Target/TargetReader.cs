using System.Collections.Concurrent;
using System.Globalization;
using CsvHelper;
using Dapper;
using Salesforce.Force;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Target;

/// <summary>
/// Reads our VoiceCalls (those with an external id) as they are now. Deleted ones never come: <c>query</c>, not <c>queryAll</c>; VoiceCalls are not archived.
/// Many are read by Bulk query jobs over a range of start times, few by REST and external id.
/// </summary>
internal sealed class TargetReader
{
    /// <summary>Below this, 5 REST queries of 400 ids beat the minutes that a query job may wait in the org's queue.</summary>
    private const int Few = 2_000;

    /// <summary>A call may have been loaded with a start that mapping has moved since, by a time zone at most.</summary>
    public const long Margin = 24 * 60 * 60;

    private readonly RunContext run;
    private readonly ForceClient client;

    /// <summary>Used for page after page, of range after range: each is 15 MB.</summary>
    private readonly ConcurrentBag<TargetPage> pages = [];

    public TargetReader(RunContext run)
    {
        this.run = run;
        client = run.Target;
        Columns = new TargetColumns(run.Mapping, run.TargetDescribe);
    }

    public TargetColumns Columns { get; }

    /// <summary>Rows in memory at once: 20,000 are about 10 MB.</summary>
    public int RowsPerPage { get; init; } = 20_000;

    private string Select => $"SELECT {string.Join(", ", Columns.Names)} FROM VoiceCall WHERE ";

    /// <summary>Reads what the target has for the calls of this run; may bring others of the same time range along.</summary>
    /// <param name="calls">The run's calls as they are staged now.</param>
    /// <param name="handle">Gets every page once, rows in order of Task id; one page at a time.</param>
    /// <returns>Rows read.</returns>
    public async Task<long> ReadRunAsync(CallExtent calls, Func<TargetPage, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
        {
            return 0;
        }

        if (calls.Count < Few)
        {
            using var staging = run.Staging.OpenReader();
            var ids = (await staging.QueryAsync<string>("SELECT task_id FROM call WHERE run = @Number", new { run.Number }).ConfigureAwait(false)).AsList();
            return await ReadByTaskIdsAsync(ids, handle, cancellationToken).ConfigureAwait(false);
        }

        return await ReadRangeAsync(calls.First - Margin, calls.Last + Margin + 1, handle, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all our VoiceCalls that start in <c>[from, to)</c>, unix seconds, by Bulk query. A range with too many for one job is halved.</summary>
    public async Task<long> ReadRangeAsync(long from, long to, Func<TargetPage, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        var where = $"{Columns.ExternalIdField} != null AND CallStartDateTime >= {Iso8601.Format(from)} AND CallStartDateTime < {Iso8601.Format(to)}";
        var count = await client.CountAsync($"SELECT COUNT() FROM VoiceCall WHERE {where}", all: false, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            return 0;
        }

        if (count > run.Settings.MaxRowsPerWindow && to - from > 1)
        {
            var middle = from + ((to - from) / 2);
            return await ReadRangeAsync(from, middle, handle, cancellationToken).ConfigureAwait(false)
                + await ReadRangeAsync(middle, to, handle, cancellationToken).ConfigureAwait(false);
        }

        return await ReadJobAsync(Select + where, handle, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for the VoiceCalls of these Tasks by external id, over REST.</summary>
    public Task<long> ReadByTaskIdsAsync(
        IReadOnlyCollection<string> taskIds, Func<TargetPage, CancellationToken, Task> handle, CancellationToken cancellationToken) =>
        ReadNamedAsync(Columns.ExternalIdField, taskIds, handle, cancellationToken);

    /// <summary>Asks for these VoiceCalls by their own ids, over REST.</summary>
    public Task<long> ReadByIdsAsync(IReadOnlyCollection<string> ids, Func<TargetPage, CancellationToken, Task> handle, CancellationToken cancellationToken) =>
        ReadNamedAsync("Id", ids, handle, cancellationToken);

    private async Task<long> ReadNamedAsync(
        string field, IReadOnlyCollection<string> values, Func<TargetPage, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        var (page, read) = (new TargetPage(Columns, 400), 0L);
        foreach (var chunk in SoqlLiteral.Chunks(Select + field, values))
        {
            page.Clear();
            await foreach (var row in client.QueryAsync($"{Select}{field} IN {SoqlLiteral.Strings(chunk)}", all: false, cancellationToken).ConfigureAwait(false))
            {
                foreach (var name in Columns.Names)
                {
                    page.Add(row[name]);
                }

                page.EndRow();
            }

            read += page.Count;
            page.Sort();
            await handle(page, cancellationToken).ConfigureAwait(false);
        }

        return read;
    }

    private async Task<long> ReadJobAsync(string soql, Func<TargetPage, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        var job = await client.BulkQuery.CreateAsync(soql, all: false, cancellationToken).ConfigureAwait(false);
        job = await client.BulkQuery.WaitAsync(job.Id, progress: null, cancellationToken).ConfigureAwait(false);
        if (job.State != BulkJobState.JobComplete)
        {
            throw new BulkJobFailedException($"Reading VoiceCalls back failed: query job {job.Id} ended as {job.State}: {job.ErrorMessage}", "QUERY_JOB_FAILED", job.Id);
        }

        var options = new PageReadOptions { MaxRecords = RowsPerPage };
        var read = await client.BulkQuery.ReadPagesAsync(job, options, ConsumeAsync, CompleteAsync, cancellationToken).ConfigureAwait(false);
        if (run.Execute)
        {
            // A dry run sends nothing but reads; the org drops the results by itself after seven days.
            await client.BulkQuery.DeleteAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }

        return read;

        async Task<TargetPage> ConsumeAsync(ResultPage source, CancellationToken stop)
        {
            var page = pages.TryTake(out var used) ? used : new TargetPage(Columns, (int)Math.Min(RowsPerPage, job.NumberRecordsProcessed));
            await ParseAsync(source.Content, page, stop).ConfigureAwait(false);
            return page;
        }

        async Task CompleteAsync(ResultPage source, TargetPage page, CancellationToken stop)
        {
            await handle(page, stop).ConfigureAwait(false);
            pages.Add(page);
        }
    }

    private async Task ParseAsync(Stream csv, TargetPage page, CancellationToken cancellationToken)
    {
        page.Clear();
        var options = new CsvReaderOptions { Separator = ',', MalformedData = CsvMalformedDataHandling.Throw, FieldCountMismatch = CsvFieldCountHandling.Throw, IncludeValuesInExceptions = false };
        await using var reader = CsvReader.Create(csv, options, leaveOpen: true);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.FieldCount != Columns.Names.Count)
            {
                throw new ForceException(
                    string.Create(CultureInfo.InvariantCulture, $"A result page has {reader.FieldCount} columns where {Columns.Names.Count} were selected."),
                    "INCOMPLETE_RESULT");
            }

            for (var column = 0; column < Columns.Names.Count; column++)
            {
                page.Add(reader.GetSpan(column));
            }

            page.EndRow();
        }

        page.Sort();
    }
}
