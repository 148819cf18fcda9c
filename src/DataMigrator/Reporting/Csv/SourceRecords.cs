using CsvHelper;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reporting.Csv;

/// <summary>Reads staged records by chunk and ordinal, forward within a chunk; columns by the names of the report's run.</summary>
internal sealed class SourceRecords(SqliteConnection reader, IReadOnlyList<string> fields) : IDisposable
{
    private static readonly CsvReaderOptions Format = new() { HasHeader = false, Separator = ',', SkipEmptyLines = false };

    private readonly Statement chunks = new(reader, "SELECT c.data, COALESCE(r.staged_by, r.mapping) FROM chunk c LEFT JOIN run r ON r.number = c.run WHERE c.id = ?1");
    private readonly Dictionary<string, int[]> layouts = new(StringComparer.Ordinal);
    private CsvReader? records;
    private int[] layout = [];
    private byte[] csv = new byte[256 * 1024];
    private long chunk = -1;
    private int ordinal;

    /// <summary>The value of one of the report's fields in the record at hand; empty if that chunk was staged without it.</summary>
    public ReadOnlySpan<byte> this[int field] => layout[field] < 0 ? default : records!.GetSpan(layout[field]);

    /// <summary>False if the record is no longer staged.</summary>
    public bool MoveTo(long wantedChunk, int wantedOrdinal)
    {
        if (wantedChunk != chunk || wantedOrdinal < ordinal)
        {
            Open(wantedChunk);
        }

        while (records is not null && ordinal < wantedOrdinal)
        {
            if (!records.Read())
            {
                return false;
            }

            ordinal++;
        }

        return records is not null;
    }

    public void Dispose()
    {
        chunks.Dispose();
        records?.Dispose();
    }

    private void Open(long id)
    {
        records?.Dispose();
        (records, chunk, ordinal) = (null, id, -1);
        if (chunks.Reset().Integer(1, id).Step())
        {
            layout = Layout(chunks.String(1));
            var length = ChunkBytes.Unpack(chunks.Text(0), ref csv);
            records = CsvReader.Create(new ReadOnlyMemory<byte>(csv, 0, length), Format);
        }
    }

    // A chunk of an earlier run may have been staged with other columns.
    private int[] Layout(string? version)
    {
        if (!layouts.TryGetValue(version ?? "", out var known))
        {
            var staged = version is null ? null : ReportReader.Mapping(reader, version)?.SourceFields;
            known = [.. fields.Select((field, i) => staged is null ? i : ExpectedStatistics.IndexOf(staged, field))];
            layouts[version ?? ""] = known;
        }

        return known;
    }
}
