using System.Buffers;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>
/// Reads an upload row by row, by the rules of the Bulk guide rather than those of a tolerant CSV library: what Salesforce refuses has to be
/// seen. Values go unquoted into a row buffer; memory is that of one row.
/// </summary>
internal sealed class CsvScanner(Stream input, byte delimiter, bool crlf, long position) : IDisposable
{
    private const int LongestRow = 400_000;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private readonly CsvValueReader values = new(delimiter);
    private int start;
    private int end;
    private int rawStart;
    private int rawLength;
    private bool complete;
    private bool wrongEnd;

    /// <summary>Offset in the upload of the next row.</summary>
    public long Position { get; private set; } = position;

    public RowFlaw Flaw => wrongEnd ? RowFlaw.LineEnding : values.Flaw;

    public int FieldLimit { get; set; } = int.MaxValue;

    /// <summary>The bytes of the row just read, without its line end.</summary>
    public ReadOnlySpan<byte> Raw => buffer.AsSpan(rawStart, rawLength);

    /// <summary>False at the end of the input. Empty lines are passed over.</summary>
    public async ValueTask<bool> ReadAsync(RowBuffer row, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (!TryScan(row))
            {
                if (complete)
                {
                    return false;
                }

                await FillAsync(cancellationToken);
            }

            if (rawLength > 0)
            {
                return true;
            }
        }
    }

    /// <summary>True when not a byte is left.</summary>
    public async ValueTask<bool> AtEndAsync(CancellationToken cancellationToken)
    {
        while (start == end && !complete)
        {
            await FillAsync(cancellationToken);
        }

        return start == end;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        var read = await input.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        complete = read == 0;
    }

    /// <summary>False when the row is not all there yet, or there is none.</summary>
    private bool TryScan(RowBuffer row)
    {
        var bytes = buffer.AsSpan(start, end - start);
        row.Clear();
        values.Flaw = RowFlaw.None;
        wrongEnd = false;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var at = 0;
        while (true)
        {
            // After the delimiter that ends the input there is one more, empty, value.
            var quoted = at < bytes.Length && bytes[at] == '"';
            var length = quoted ? values.ReadQuoted(bytes[at..], complete, row) : values.ReadPlain(bytes[at..], complete, row);
            if (length < 0)
            {
                return false;
            }

            at += length;
            if (at >= bytes.Length)
            {
                return complete && Finish(bytes, at, at, row);
            }

            if (bytes[at] == delimiter)
            {
                at++;
                if (at == bytes.Length && !complete)
                {
                    return false;
                }
            }
            else if (bytes[at] == '\n')
            {
                CheckLineEnd(false);
                return Finish(bytes, at, at + 1, row);
            }
            else if (at + 1 < bytes.Length)
            {
                // Only "\r\n" is left: both scans stop nowhere else.
                CheckLineEnd(true);
                return Finish(bytes, at, at + 2, row);
            }
            else if (complete)
            {
                CheckLineEnd(true);
                return Finish(bytes, at, at + 1, row);
            }
            else
            {
                return false;
            }
        }
    }

    private bool Finish(ReadOnlySpan<byte> bytes, int rowEnd, int next, RowBuffer row)
    {
        rawStart = start;
        rawLength = rowEnd;
        if (rowEnd > LongestRow && System.Text.Encoding.UTF8.GetCharCount(bytes[..rowEnd]) > LongestRow)
        {
            values.Mark(RowFlaw.LongRow);
        }

        if (row.Count > FieldLimit)
        {
            values.Mark(RowFlaw.TooManyFields);
        }

        start += next;
        Position += next;
        return true;
    }

    private void CheckLineEnd(bool isCrlf)
    {
        wrongEnd = isCrlf != crlf;
    }
}
