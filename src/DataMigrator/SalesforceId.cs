using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataMigrator;

/// <summary>A Salesforce record id. However it was written (15 characters, 18, or 18 flattened to one case), it is held as the 15 case-sensitive
/// characters that identify the record, so that ids compare as records do; it is written with 18.</summary>
/// <remarks>The suffix: of each five characters, the places of the capitals as five bits (leftmost is 1), written as one of A–Z and 0–5.
/// So it also tells the case of an id whose case was lost. Order is ordinal by the 18 characters.</remarks>
public readonly record struct SalesforceId : IComparable<SalesforceId>, IUtf8SpanFormattable, ISpanFormattable, IUtf8SpanParsable<SalesforceId>
{
    /// <summary>The characters of an id as it is written.</summary>
    public const int Length = 18;

    private const int CaseSensitiveLength = 15;
    private const int Third = 5;
    private const string SuffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    // The 15 characters as 8 + 7 big-endian bytes: comparing the numbers compares the characters. Zero: no id.
    private readonly ulong _head;
    private readonly ulong _tail;

    private SalesforceId(ReadOnlySpan<byte> characters)
    {
        _head = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(characters);
        _tail = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(characters[(CaseSensitiveLength - sizeof(ulong))..]) << sizeof(ulong);
    }

    /// <summary>True for the default value, which is no record's id and writes nothing.</summary>
    public bool IsEmpty => _head == 0;

    /// <summary>The three characters that tell the object ("00T" is Task), or "".</summary>
    public string KeyPrefix => IsEmpty ? string.Empty : ToString()[..3];

    /// <summary>Whether the record is of the object with this key prefix; case matters.</summary>
    public bool HasKeyPrefix(ReadOnlySpan<char> prefix) =>
        !IsEmpty && prefix.Length == 3 && prefix[0] < 128 && prefix[1] < 128 && prefix[2] < 128
        && _head >> 40 == (((ulong)prefix[0] << 16) | ((ulong)prefix[1] << 8) | prefix[2]);

    /// <summary>Reads an id of 15 or 18 characters.</summary>
    /// <exception cref="FormatException">It is not an id: wrong length, another character than a letter or digit, or a suffix that does not belong to it.</exception>
    public static SalesforceId Parse(ReadOnlySpan<byte> utf8) => TryParse(utf8, out var id)
        ? id
        : throw new FormatException($"'{Show(utf8)}' is not a Salesforce id: 15 letters and digits, or 18 whose last three agree with the others, were expected.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static SalesforceId Parse(ReadOnlySpan<char> text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{(text.Length > 40 ? text[..40].ToString() + "…" : text.ToString())}' is not a Salesforce id: 15 letters and digits, or 18 whose last three agree with the others, were expected.");

    /// <summary>Reads an id of 15 or 18 characters; false when it is none. An 18-character id whose case was flattened is repaired from its suffix.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out SalesforceId id)
    {
        id = default;
        if (utf8.Length is not (CaseSensitiveLength or Length))
        {
            return false;
        }

        foreach (var c in utf8)
        {
            if (!char.IsAsciiLetterOrDigit((char)c))
            {
                return false;
            }
        }

        Span<byte> characters = stackalloc byte[CaseSensitiveLength];
        utf8[..CaseSensitiveLength].CopyTo(characters);
        if (utf8.Length == Length && !AgreesOrRepaired(characters, utf8[CaseSensitiveLength..]))
        {
            return false;
        }

        id = new SalesforceId(characters);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out SalesforceId)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out SalesforceId id)
    {
        id = default;
        Span<byte> utf8 = stackalloc byte[Length];
        return text.Length <= Length && Ascii.FromUtf16(text, utf8, out var written) == System.Buffers.OperationStatus.Done && TryParse(utf8[..written], out id);
    }

    /// <summary>Writes the 18 characters; false when they do not fit. The empty id writes nothing.</summary>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        written = 0;
        if (IsEmpty)
        {
            return true;
        }

        if (utf8.Length < Length)
        {
            return false;
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(utf8, _head);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(utf8[sizeof(ulong)..], _tail);
        for (var third = 0; third < 3; third++)
        {
            utf8[CaseSensitiveLength + third] = (byte)SuffixAlphabet[CapitalsOf(utf8.Slice(third * Third, Third))];
        }

        written = Length;
        return true;
    }

    /// <summary>The 18 characters, or "" for the empty id.</summary>
    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[Length];
        TryFormat(utf8, out var written);
        return Encoding.ASCII.GetString(utf8[..written]);
    }

    public int CompareTo(SalesforceId other)
    {
        var head = _head.CompareTo(other._head);
        return head != 0 ? head : _tail.CompareTo(other._tail);
    }

    public static bool operator <(SalesforceId left, SalesforceId right) => left.CompareTo(right) < 0;

    public static bool operator >(SalesforceId left, SalesforceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SalesforceId left, SalesforceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SalesforceId left, SalesforceId right) => left.CompareTo(right) >= 0;

    static SalesforceId IUtf8SpanParsable<SalesforceId>.Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => Parse(utf8Text);

    static bool IUtf8SpanParsable<SalesforceId>.TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, [MaybeNullWhen(false)] out SalesforceId result) =>
        TryParse(utf8Text, out result);

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryFormat(utf8Destination, out bytesWritten);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<byte> utf8 = stackalloc byte[Length];
        TryFormat(utf8, out var written);
        charsWritten = 0;
        return destination.Length >= written && Ascii.ToUtf16(utf8[..written], destination, out charsWritten) == System.Buffers.OperationStatus.Done;
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Whether the suffix belongs to the characters, or tells how they were written before their case was flattened.</summary>
    private static bool AgreesOrRepaired(Span<byte> characters, ReadOnlySpan<byte> suffix)
    {
        var hasCapital = characters.ContainsAnyInRange((byte)'A', (byte)'Z');
        var hasSmall = characters.ContainsAnyInRange((byte)'a', (byte)'z');
        for (var third = 0; third < 3; third++)
        {
            var five = characters.Slice(third * Third, Third);
            var bits = suffix[third] switch
            {
                >= (byte)'A' and <= (byte)'Z' and var capital => capital - 'A',
                >= (byte)'a' and <= (byte)'z' and var small => small - 'a',
                >= (byte)'0' and <= (byte)'5' and var digit => digit - '0' + 26,
                _ => -1
            };
            if (bits < 0)
            {
                return false;
            }

            // Both cases present: nothing was flattened, so the suffix must agree as it is.
            if (hasCapital && hasSmall ? CapitalsOf(five) != bits : !TryRepair(five, bits))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryRepair(Span<byte> five, int capitals)
    {
        for (var i = 0; i < Third; i++)
        {
            var isCapital = (capitals >> i & 1) != 0;
            if (char.IsAsciiLetter((char)five[i]))
            {
                five[i] = isCapital ? (byte)(five[i] & ~0x20) : (byte)(five[i] | 0x20);
            }
            else if (isCapital)
            {
                return false;
            }
        }

        return true;
    }

    private static int CapitalsOf(ReadOnlySpan<byte> five)
    {
        var bits = 0;
        for (var i = 0; i < Third; i++)
        {
            bits |= char.IsAsciiLetterUpper((char)five[i]) ? 1 << i : 0;
        }

        return bits;
    }

    private static string Show(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8.Length > 40 ? utf8[..40] : utf8);
}
