using System.Text;

namespace DataMigrator.Mapping.Times;

/// <summary>
/// A date and time format of the mapping, in .NET's letters: <c>yyyy yy MMM MM M ddd dd d HH H hh h mm m ss s fff tt zzz</c>; a blank stands for any blanks,
/// <c>'…'</c> quotes, <c>*</c> at the end lets anything follow. Month and day names are English.
/// </summary>
internal sealed class LocalPattern
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private readonly List<(char Kind, int Width, byte Literal)> parts = [];

    /// <exception cref="FormatException">A letter that means nothing, or no date in it.</exception>
    public LocalPattern(string pattern)
    {
        Pattern = pattern;
        var quoted = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\'')
            {
                quoted = !quoted;
            }
            else if (quoted || !char.IsAsciiLetter(c))
            {
                foreach (var b in Encoding.UTF8.GetBytes(c.ToString()))
                {
                    parts.Add((c == ' ' ? ' ' : c == '*' && i == pattern.Length - 1 ? '*' : '=', 1, b));
                }
            }
            else if ("yMdHhmsftz".Contains(c, StringComparison.Ordinal))
            {
                var width = pattern[i..].TakeWhile(x => x == c).Count();
                parts.Add((c, width, 0));
                i += width - 1;
            }
            else
            {
                throw new FormatException($"'{c}' means nothing in a time format; put text in single quotes.");
            }
        }

        if (quoted || !"yMd".All(c => parts.Exists(p => p.Kind == c)))
        {
            throw new FormatException("a time format needs year, month and day, and closed quotes.");
        }
    }

    public string Pattern { get; }

    /// <param name="milliseconds">Since 1970: UTC if the text says its offset (then <paramref name="hasOffset"/>), else local.</param>
    public bool TryParse(ReadOnlySpan<byte> text, out long milliseconds, out bool hasOffset)
    {
        (milliseconds, hasOffset) = (0, false);
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0, offset = 0, half = -1;
        text = Texts.Ascii.Trim(text);
        foreach (var (kind, width, literal) in parts)
        {
            var ok = true;
            switch (kind)
            {
                case '*':
                    text = default;
                    break;
                case ' ':
                    // Newer ICU puts a narrow no-break space before AM and PM.
                    ok = SkipBlanks(ref text);
                    break;
                case '=':
                    ok = !text.IsEmpty && text[0] == literal;
                    text = ok ? text[1..] : text;
                    break;
                case 'M' when width >= 3:
                    ok = Name(ref text, Months, out month);
                    break;
                case 'd' when width >= 3:
                    var letters = text.IndexOfAnyExceptInRange((byte)'A', (byte)'z');
                    ok = letters > 0;
                    text = ok ? text[letters..] : text;
                    break;
                case 't':
                    ok = text.Length >= 2 && (text[1] | 32) == 'm' && (text[0] | 32) is 'a' or 'p';
                    half = ok ? (text[0] | 32) == 'p' ? 12 : 0 : -1;
                    text = ok ? text[2..] : text;
                    break;
                case 'z':
                    ok = Offset(ref text, out offset);
                    hasOffset = ok;
                    break;
                case 'f':
                    ok = Digits(ref text, width, width, out fraction);
                    for (var i = width; i < 3; i++)
                    {
                        fraction *= 10;
                    }

                    break;
                default:
                    ok = Digits(ref text, width == 1 ? 1 : width, width == 1 ? 2 : width, out var number);
                    switch (kind)
                    {
                        case 'y': year = width == 2 ? 2000 + number : number; break;
                        case 'M': month = number; break;
                        case 'd': day = number; break;
                        case 'H' or 'h': hour = number; break;
                        case 'm': minute = number; break;
                        default: second = number; break;
                    }

                    break;
            }

            if (!ok)
            {
                return false;
            }
        }

        if (half >= 0)
        {
            if (hour is < 1 or > 12)
            {
                return false;
            }

            hour = (hour % 12) + half;
        }

        if (!text.IsEmpty || hour > 23 || minute > 59 || second > 59 || !IsoTime.TryDays(year, month, day, out var days))
        {
            return false;
        }

        milliseconds = (((((days * 24L) + hour) * 60) + minute - offset) * 60 + second) * 1000 + fraction;
        return true;
    }

    private static bool SkipBlanks(ref ReadOnlySpan<byte> text)
    {
        var before = text.Length;
        while (!text.IsEmpty)
        {
            if (text[0] is (byte)' ' or (byte)'\t')
            {
                text = text[1..];
            }
            else if (text.StartsWith("\u00A0"u8))
            {
                text = text[2..];
            }
            else if (text.StartsWith("\u202F"u8))
            {
                text = text[3..];
            }
            else
            {
                break;
            }
        }

        return text.Length < before;
    }

    private static bool Digits(ref ReadOnlySpan<byte> text, int min, int max, out int number)
    {
        number = 0;
        var i = 0;
        for (; i < max && i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            number = (number * 10) + (text[i] - '0');
        }

        text = text[i..];
        return i >= min;
    }

    private static bool Name(ref ReadOnlySpan<byte> text, string[] names, out int number)
    {
        number = 0;
        for (var i = 0; i < names.Length; i++)
        {
            if (text.Length >= 3 && (text[0] | 32) == names[i][0] && (text[1] | 32) == names[i][1] && (text[2] | 32) == names[i][2])
            {
                number = i + 1;
                var letters = text.IndexOfAnyExceptInRange((byte)'A', (byte)'z');
                text = letters < 0 ? default : text[letters..];
                return true;
            }
        }

        return false;
    }

    private static bool Offset(ref ReadOnlySpan<byte> text, out int minutes)
    {
        if (text.StartsWith("GMT"u8) || text.StartsWith("UTC"u8))
        {
            text = text[3..];
        }

        var length = text.IndexOfAnyExcept("+-:0123456789Zz"u8);
        var offset = length < 0 ? text : text[..length];
        minutes = 0;
        if (offset.IsEmpty || !IsoTime.TryOffset(offset, out minutes))
        {
            return false;
        }

        text = text[offset.Length..];
        return true;
    }
}
