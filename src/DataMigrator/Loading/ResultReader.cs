using System.Text;
using CsvHelper;
using Microsoft.Extensions.Logging;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;

namespace DataMigrator.Loading;

/// <summary>Reads the three result sets of a job by their key column. Order, counts and values are never relied on.</summary>
internal sealed class ResultReader(BulkIngestClient ingest, ILogger log)
{
    private static readonly CsvReaderOptions Options = new() { Separator = ',', MalformedData = CsvMalformedDataHandling.Throw, IncludeValuesInExceptions = false };

    /// <param name="keyColumn">External id field, or <c>Id</c> in a delete job.</param>
    /// <param name="rows">How many results are expected; there may be more or fewer.</param>
    public async Task<ResultBuffer> ReadAsync(string remoteId, string keyColumn, long rows, CancellationToken cancellationToken)
    {
        var results = new ResultBuffer((int)rows);
        foreach (var set in new[] { IngestResultSet.Successful, IngestResultSet.Failed, IngestResultSet.Unprocessed })
        {
            var before = results.Count;
            try
            {
                await ingest.ReadResultsAsync(
                    remoteId,
                    set,
                    async (stream, stop) =>
                    {
                        results.Truncate(before);
                        await ParseAsync(stream, set, keyColumn, results, stop).ConfigureAwait(false);
                        return results.Count;
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (ForceException error) when (error.HttpStatus is 400 or 404)
            {
                // An aborted job that never had an upload has no result files. Its rows then have no result and are asked for in the target.
                log.LogWarning("Job {Job} has no {Set} results: {Code}", remoteId, set, error.ErrorCode);
                results.Truncate(before);
            }
        }

        results.Sort();
        return results;
    }

    internal static async Task ParseAsync(Stream csv, IngestResultSet set, string keyColumn, ResultBuffer results, CancellationToken cancellationToken)
    {
        await using var reader = CsvReader.Create(csv, Options, leaveOpen: true);
        await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        var key = Column(reader, keyColumn);
        var id = set == IngestResultSet.Unprocessed ? -1 : Column(reader, "sf__Id");
        var second = set switch
        {
            IngestResultSet.Successful => Column(reader, "sf__Created"),
            IngestResultSet.Failed => Column(reader, "sf__Error"),
            _ => -1,
        };
        if (key < 0 || (second < 0 && set != IngestResultSet.Unprocessed))
        {
            // An empty file has no header; a file with rows but without our key can't be joined, and guessing is what loses rows.
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new ForceException($"The {set} results of a job lack the column {keyColumn} or their own.", "INCOMPLETE_RESULT");
            }

            return;
        }

        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Add(reader, set, key, id, second, results);
        }
    }

    private static void Add(CsvReader reader, IngestResultSet set, int key, int id, int second, ResultBuffer results)
    {
        if (!TaskKey.TryRead(reader.GetSpan(key), out var taskKey))
        {
            throw new ForceException("A result row has no 18-character key: the file was cut or is another job's.", "INCOMPLETE_RESULT");
        }

        switch (set)
        {
            case IngestResultSet.Successful:
                TaskKey.TryRead(reader.GetSpan(id), out var recordId);
                var created = Ascii.EqualsIgnoreCase(reader.GetSpan(second), "true"u8);
                results.Add(taskKey, recordId, created ? RowOutcome.Created : RowOutcome.Changed);
                break;
            case IngestResultSet.Failed:
                results.AddFailed(taskKey, Encoding.UTF8.GetString(reader.GetSpan(second)));
                break;
            default:
                results.Add(taskKey, default, RowOutcome.Unprocessed);
                break;
        }
    }

    private static int Column(CsvReader reader, string name)
    {
        var headers = reader.Headers;
        for (var i = 0; i < headers.Count; i++)
        {
            if (string.Equals(headers[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
