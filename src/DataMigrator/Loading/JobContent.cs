using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Loading;

/// <summary>Writes a job's CSV straight from staging to the wire, anew for every attempt to upload it.</summary>
internal sealed class JobContent(StagingDatabase staging, ICompiledMapping mapping)
{
    private const int FlushAt = 1 << 16;
    private const int TargetId = -1;
    private const int ParentTargetId = -2;
    private const int TaskId = -3;

    public const string PreviousCallId = "PreviousCallId";

    public IngestContent For(IngestJob job) => new((stream, cancellationToken) => WriteAsync(job, stream, cancellationToken), Length: null);

    /// <returns>Rows written.</returns>
    public async Task<long> WriteAsync(IngestJob job, Stream stream, CancellationToken cancellationToken)
    {
        using var connection = staging.OpenReader();
        using var rows = JobRows.AsSent(connection, job, mapping);
        var (csv, values, written) = (new CsvBuffer(), new PayloadValues(), 0L);
        var sources = job.Columns.Select(Source).ToArray();
        foreach (var column in job.Columns)
        {
            csv.Append(Encoding.ASCII.GetBytes(column));
        }

        csv.EndRow();
        while (rows.Step())
        {
            Append(csv, rows, values, sources, mapping.TargetFields.Count, nullMarks: job.Operation == IngestOperation.Update);
            written++;
            if (csv.Length >= FlushAt)
            {
                await stream.WriteAsync(csv.Written, cancellationToken).ConfigureAwait(false);
                csv.Clear();
            }
        }

        await stream.WriteAsync(csv.Written, cancellationToken).ConfigureAwait(false);
        return written;
    }

    private static void Append(CsvBuffer csv, Statement row, PayloadValues values, int[] sources, int fields, bool nullMarks)
    {
        if (sources is not [TargetId])
        {
            MappedCalls.Read(row.Text(0), row.Text(1), values, fields);
        }

        foreach (var source in sources)
        {
            var value = source switch
            {
                TargetId => row.Text(2),
                ParentTargetId => row.Text(3),
                TaskId => row.Text(0),
                _ => values[source],
            };
            csv.Append(value.IsEmpty && nullMarks ? "#N/A"u8 : value);
        }

        csv.EndRow();
    }

    private int Source(string column)
    {
        if (string.Equals(column, "Id", StringComparison.OrdinalIgnoreCase))
        {
            return TargetId;
        }

        // The chain is ours to link, whatever the mapping says: call.parent decides. Mapping's own value stands where there is no chain.
        if (string.Equals(column, PreviousCallId, StringComparison.OrdinalIgnoreCase) && mapping.Links is { Chain: true })
        {
            return ParentTargetId;
        }

        var index = JobRows.IndexOf(mapping, column);
        return index >= 0 ? index
            : string.Equals(column, mapping.ExternalIdField, StringComparison.OrdinalIgnoreCase) ? TaskId
            : throw new InvalidDataException($"A job of this run has the column {column}, which the mapping in use does not have. Resume with the mapping that the run began with.");
    }
}
