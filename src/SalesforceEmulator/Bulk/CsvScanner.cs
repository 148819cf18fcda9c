using System.Buffers;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

internal enum RowFlaw
{
    None,

    /// <summary>Something other than a delimiter or line end next to a quote.</summary>
    Quote,

    /// <summary>More values than the header has names.</summary>
    TooManyFields,

    /// <summary>A value of more than 131,072 characters.</summary>
    LongField,

    /// <summary>More than 400,000 characters in the row.</summary>
    LongRow,

    /// <summary>The line does not end the way the job says.</summary>
    LineEnding,
}

/// <summary>
/// Reads an upload row by row, by the rules of the Bulk guide rather than those of a tolerant CSV library: what Salesforce refuses has to be
/// seen. Values go unquoted into a row buffer; memory is that of one row.
/// </summary>
internal sealed class CsvScanner(Stream input, byte delimiter, bool crlf, long position) : IDisposable
{
    private const int LongestField = 131_072;
    private const int LongestRow = 400_000;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private byte[] unquoted = [];
    private int start;
    private int end;
    private int rawStart;
    private int rawLength;
    private bool complete;

    /// <summary>Offset in the upload of the next row.</summary>
    public long Position { get; private set; } = position;

    public RowFlaw Flaw { get; private set; }

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
        Flaw = RowFlaw.None;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var at = 0;
        while (true)
        {
            // After the delimiter that ends the input there is one more, empty, value.
            var quoted = at < bytes.Length && bytes[at] == '"';
            var length = quoted ? ScanQuoted(bytes[at..], row) : ScanPlain(bytes[at..], row);
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
            Mark(RowFlaw.LongRow);
        }

        if (row.Count > FieldLimit)
        {
            Mark(RowFlaw.TooManyFields);
        }

        start += next;
        Position += next;
        return true;
    }

    private void CheckLineEnd(bool isCrlf)
    {
        if (isCrlf != crlf)
        {
            Flaw = RowFlaw.LineEnding;
        }
    }

    /// <summary>Length up to what ends the value, or -1 when that is not in sight.</summary>
    private int ScanPlain(ReadOnlySpan<byte> bytes, RowBuffer row)
    {
        var length = bytes.IndexOfAny(delimiter, (byte)'\n', (byte)'"');
        if (length >= 0 && bytes[length] == '"')
        {
            Mark(RowFlaw.Quote);
            length = bytes.IndexOfAny(delimiter, (byte)'\n');
        }

        if (length < 0)
        {
            if (!complete)
            {
                return -1;
            }

            length = bytes.Length;
        }

        if (length > 0 && bytes[length - 1] == '\r' && (length == bytes.Length || bytes[length] == '\n'))
        {
            length--;
        }

        Add(row, bytes[..length]);
        return length;
    }

    private int ScanQuoted(ReadOnlySpan<byte> bytes, RowBuffer row)
    {
        var at = 1;
        var doubled = 0;
        while (true)
        {
            var quote = bytes[at..].IndexOf((byte)'"');
            if (quote < 0)
            {
                if (!complete)
                {
                    return -1;
                }

                // The quote is never closed: the rest of the file is one bad row.
                Mark(RowFlaw.Quote);
                Add(row, bytes[1..]);
                return bytes.Length;
            }

            at += quote + 1;
            if (at == bytes.Length)
            {
                if (!complete)
                {
                    return -1;
                }

                break;
            }

            if (bytes[at] != '"')
            {
                break;
            }

            doubled++;
            at++;
        }

        Add(row, doubled == 0 ? bytes[1..(at - 1)] : Undouble(bytes[1..(at - 1)]));
        return at + ScanToEnd(bytes[at..]) is var total && total >= at ? total : -1;
    }

    /// <summary>What stands between a closing quote and the end of the value: nothing, in a good row.</summary>
    private int ScanToEnd(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] == delimiter || rest[0] == '\n')
        {
            return 0;
        }

        if (rest[0] == '\r')
        {
            if (rest.Length == 1)
            {
                return complete ? 0 : int.MinValue / 2;
            }

            if (rest[1] == '\n')
            {
                return 0;
            }
        }

        Mark(RowFlaw.Quote);
        var length = rest.IndexOfAny(delimiter, (byte)'\n');
        if (length < 0)
        {
            return complete ? rest.Length : int.MinValue / 2;
        }

        return length > 0 && rest[length] == '\n' && rest[length - 1] == '\r' ? length - 1 : length;
    }

    private void Add(RowBuffer row, ReadOnlySpan<byte> value)
    {
        if (value.Length > LongestField && System.Text.Encoding.UTF8.GetCharCount(value) > LongestField)
        {
            Mark(RowFlaw.LongField);
        }

        row.Add(value);
    }

    private ReadOnlySpan<byte> Undouble(ReadOnlySpan<byte> value)
    {
        if (unquoted.Length < value.Length)
        {
            unquoted = new byte[value.Length * 2];
        }

        var length = 0;
        while (true)
        {
            var quote = value.IndexOf((byte)'"');
            var copied = quote < 0 ? value.Length : quote + 1;
            value[..copied].CopyTo(unquoted.AsSpan(length));
            length += copied;
            if (quote < 0)
            {
                return unquoted.AsSpan(0, length);
            }

            value = value[(copied + 1)..];
        }
    }

    private void Mark(RowFlaw flaw)
    {
        if (Flaw == RowFlaw.None)
        {
            Flaw = flaw;
        }
    }
}
