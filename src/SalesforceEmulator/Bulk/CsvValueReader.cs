using System.Text;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Reads one value of an upload into a row buffer, unquoted.</summary>
internal sealed class CsvValueReader(byte delimiter)
{
    private const int LongestField = 131_072;
    private byte[] unquoted = [];

    public RowFlaw Flaw { get; set; }

    /// <summary>Length up to what ends the value, or -1 when that is not in sight.</summary>
    public int ReadPlain(ReadOnlySpan<byte> bytes, bool complete, RowBuffer row)
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

    /// <summary>As <see cref="ReadPlain"/>, for a value that begins with a quote.</summary>
    public int ReadQuoted(ReadOnlySpan<byte> bytes, bool complete, RowBuffer row)
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
        return at + ScanToEnd(bytes[at..], complete) is var total && total >= at ? total : -1;
    }

    /// <summary>What stands between a closing quote and the end of the value: nothing, in a good row.</summary>
    private int ScanToEnd(ReadOnlySpan<byte> rest, bool complete)
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
        if (value.Length > LongestField && Encoding.UTF8.GetCharCount(value) > LongestField)
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

    /// <summary>Keeps the first flaw of a row.</summary>
    public void Mark(RowFlaw flaw)
    {
        if (Flaw == RowFlaw.None)
        {
            Flaw = flaw;
        }
    }
}
