using CsvHelper;
using DataMigrator.Mapping;

namespace DataMigrator.Staging;

/// <summary>Reads chunks back, record by record; one reader for many chunks, not thread-safe.</summary>
internal sealed class ChunkReader : IDisposable
{
    private static readonly CsvReaderOptions Options = new() { HasHeader = false, Separator = ',', SkipEmptyLines = false, IncludeValuesInExceptions = false };

    private readonly int[] positions;
    private readonly RecordBuffer record;
    private byte[] raw = new byte[256 * 1024];
    private CsvReader? reader;

    /// <param name="staged">Columns of the chunk: mapping.source_fields of the run that staged it.</param>
    /// <param name="wanted">Columns of <see cref="Row"/>, in that order.</param>
    /// <exception cref="OperatorException">A wanted column was not staged.</exception>
    public ChunkReader(IReadOnlyList<string> staged, IReadOnlyList<string> wanted)
    {
        positions = [.. wanted.Select(name => Position(staged, name))];
        record = new RecordBuffer(wanted.Count);
    }

    /// <summary>The current record; valid until the next <see cref="Read"/>.</summary>
    public TaskRow Row => record.Row;

    /// <summary>Hash of the current record's wanted values.</summary>
    public long Hash() => record.Hash();

    /// <summary>Position of the current record in its chunk, from 0.</summary>
    public int Ordinal { get; private set; }

    /// <summary>Unpacks a chunk and stands before its first record.</summary>
    public void Open(ReadOnlySpan<byte> data)
    {
        reader?.Dispose();
        var length = ChunkBytes.Unpack(data, ref raw);
        reader = CsvReader.Create(new ReadOnlyMemory<byte>(raw, 0, length), Options);
        Ordinal = -1;
    }

    /// <summary>Goes to the next record; false after the last.</summary>
    public bool Read()
    {
        if (!reader!.Read())
        {
            return false;
        }

        record.Clear();
        foreach (var position in positions)
        {
            record.Add(reader.GetSpan(position));
        }

        Ordinal++;
        return true;
    }

    public void Dispose() => reader?.Dispose();

    private static int Position(IReadOnlyList<string> staged, string name)
    {
        for (var i = 0; i < staged.Count; i++)
        {
            if (string.Equals(staged[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new OperatorException($"The mapping reads {name}, which was not extracted: extract the range again with this mapping.");
    }
}
