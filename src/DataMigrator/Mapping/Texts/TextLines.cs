using System.Buffers;

namespace DataMigrator.Mapping.Texts;

/// <summary>The lines of a text, where a bar or a dot at half height (· •) after a blank and an HTML tag end a line too. Tags are left out, and what marks an item of a list.</summary>
internal ref struct TextLines(ReadOnlySpan<byte> text)
{
    private const int LongestTag = 200;
    private static readonly SearchValues<byte> Breaks = SearchValues.Create([.. "\n\r|<"u8, Dot[^1], Bullet[^1]]);
    private ReadOnlySpan<byte> rest = text;

    private static ReadOnlySpan<byte> Dot => "·"u8;

    private static ReadOnlySpan<byte> Bullet => "•"u8;

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Whether a tag ended the line: what follows belongs to it, as in <c>&lt;b&gt;Duration&lt;/b&gt;: 45</c>.</summary>
    public bool EndedByTag { get; private set; }

    public bool Next()
    {
        if (rest.IsEmpty)
        {
            return false;
        }

        EndedByTag = false;
        var at = 0;
        while (rest[at..].IndexOfAny(Breaks) is >= 0 and var found)
        {
            at += found;
            var mark = rest[at] < 0x80 ? 1 : DotLength(rest[..(at + 1)]);
            var after = rest[at] switch
            {
                (byte)'<' => AfterTag(at),
                (byte)'|' => at > 0 && rest[at - 1] == (byte)' ' ? at + 1 : 0,
                _ => mark > 0 ? at + 1 : 0,
            };

            if (after > 0)
            {
                EndedByTag = rest[at] == (byte)'<';
                Current = Unmarked(rest[..(at + 1 - mark)]);
                rest = rest[after..];
                return true;
            }

            at++;
        }

        Current = Unmarked(rest);
        rest = default;
        return true;
    }

    private static ReadOnlySpan<byte> Unmarked(ReadOnlySpan<byte> line) => line.IsEmpty || char.IsAsciiLetterOrDigit((char)line[0]) ? line : line.TrimStart(" \t-*#>"u8);

    /// <summary>Bytes of the dot that ends the text, if it stands at the beginning or behind a blank; else 0.</summary>
    private static int DotLength(ReadOnlySpan<byte> text)
    {
        var length = text.EndsWith(Dot) ? Dot.Length : text.EndsWith(Bullet) ? Bullet.Length : 0;
        return length > 0 && (text.Length == length || text[^(length + 1)] == (byte)' ') ? length : 0;
    }

    /// <summary>Where the text goes on after the tag that begins here; 0 if none does: "a &lt; b", "&lt;+1 415 …&gt;".</summary>
    private readonly int AfterTag(int at)
    {
        var name = at + 1 < rest.Length ? rest[at + 1] : (byte)' ';
        var close = name == (byte)'/' || char.IsAsciiLetter((char)name) ? rest[at..Math.Min(rest.Length, at + LongestTag)].IndexOf((byte)'>') : -1;
        return close < 0 ? 0 : at + close + 1;
    }
}
