using System.Text;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <param name="Text">CSV: Id, Success, Created, Error; the rows in the order of the batch.</param>
internal sealed record AsyncSaved(byte[] Text, int Processed, int Failed);

/// <summary>Saves a batch of a Bulk API 1 job: CSV, comma, either line ending, at most 10,000 records.</summary>
internal static class AsyncIngest
{
    private const int MostRecords = 10_000;
    private const byte Comma = (byte)',';

    public static bool Handles(string operation) => operation is "insert" or "update" or "upsert" or "delete" or "hardDelete";

    /// <exception cref="OrgRequestException">The batch as a whole can't be read; its message is the batch's state message.</exception>
    public static async Task<AsyncSaved> SaveAsync(Site site, AsyncJob job, byte[] csv, CancellationToken cancellationToken)
    {
        var firstEnd = Array.IndexOf(csv, (byte)'\n');
        var crlf = firstEnd > 0 && csv[firstEnd - 1] == '\r';
        using var upload = new MemoryStream(csv);
        using var scanner = new CsvScanner(upload, Comma, crlf, 0);
        var header = new RowBuffer();
        if (!await scanner.ReadAsync(header, cancellationToken))
        {
            throw new OrgRequestException(400, "InvalidBatch", "InvalidBatch : The CSV file has no header");
        }

        var columns = Enumerable.Range(0, header.Count).Select(i => Encoding.UTF8.GetString(header[i])).ToList();
        var binding = site.Org.Bind(job.Object, Enum.Parse<SaveOperation>(job.Operation, ignoreCase: true), job.ExternalIdFieldName, columns);
        var faults = new JobFaults(site.Faults, site.Faults.ForJob(job.Object, job.Operation), columns);
        var chunk = new IngestChunk(binding, faults, site.Options.IngestChunkSize);
        scanner.FieldLimit = columns.Count;
        var text = new StringBuilder("\"Id\",\"Success\",\"Created\",\"Error\"\n");
        var (processed, failed) = (0, 0);
        for (var more = true; more;)
        {
            more = await chunk.FillAsync(scanner, site.Options.IngestChunkSize, cancellationToken);
            if (chunk.WrongLineEnding || processed + chunk.Count > MostRecords)
            {
                throw new OrgRequestException(400, "InvalidBatch", chunk.WrongLineEnding ? "InvalidBatch : Line endings are mixed" : $"InvalidBatch : More than {MostRecords} records");
            }

            if (!site.Limits.IngestRows.TryTake(chunk.Count))
            {
                throw new OrgRequestException(400, "ExceededQuota", "ExceededQuota : DailyBulkApiRows Limit exceeded.");
            }

            chunk.Save((_, outcome) => Tell(text, outcome));
            processed += chunk.Count;
            failed += chunk.Failures;
        }

        return new AsyncSaved(Encoding.UTF8.GetBytes(text.ToString()), processed, failed);
    }

    private static void Tell(StringBuilder text, SaveOutcome outcome)
    {
        var error = outcome.Error?.ToBulkText().Replace("\"", "\"\"", StringComparison.Ordinal) ?? "";
        text.Append('"').Append(outcome.Error is null ? outcome.Id : "").Append("\",\"")
            .Append(outcome.Error is null ? "true" : "false").Append("\",\"")
            .Append(outcome.Created ? "true" : "false").Append("\",\"")
            .Append(error).Append("\"\n");
    }
}
