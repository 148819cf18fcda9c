using System.Text;

namespace SalesforceEmulator.Org.Store;

/// <summary>Comparisons of UTF-8 text as the org does them: without regard to case unless a field says otherwise.</summary>
internal static class Utf8Text
{
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right) || Ascii.EqualsIgnoreCase(left, right))
        {
            return true;
        }

        return !(Ascii.IsValid(left) && Ascii.IsValid(right)) && CompareIgnoreCase(left, right) == 0;
    }

    /// <summary>Order by upper-cased code points.</summary>
    public static int CompareIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            int a, b;
            if ((left[0] | right[0]) < 128)
            {
                a = Upper(left[0]);
                b = Upper(right[0]);
                left = left[1..];
                right = right[1..];
            }
            else
            {
                a = NextUpper(ref left);
                b = NextUpper(ref right);
            }

            if (a != b)
            {
                return a - b;
            }
        }

        return left.Length - right.Length;
    }

    public static uint Hash(ReadOnlySpan<byte> text, bool ignoreCase)
    {
        var hash = 14695981039346656037UL;
        while (!text.IsEmpty)
        {
            int next;
            if (!ignoreCase || text[0] < 128)
            {
                next = ignoreCase ? Upper(text[0]) : text[0];
                text = text[1..];
            }
            else
            {
                next = NextUpper(ref text);
            }

            hash = (hash ^ (uint)next) * 1099511628211UL;
        }

        return (uint)(hash ^ (hash >> 32));
    }

    /// <summary>Length in UTF-16 units: what the org counts against a field's length.</summary>
    public static int CharCount(ReadOnlySpan<byte> text) => Encoding.UTF8.GetCharCount(text);

    /// <summary>SOQL LIKE: % any run, _ any one character, backslash escapes; case is ignored.</summary>
    public static bool Like(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern)
    {
        ReadOnlySpan<byte> retryText = default;
        ReadOnlySpan<byte> retryPattern = default;
        var canRetry = false;
        while (true)
        {
            if (pattern.IsEmpty)
            {
                if (text.IsEmpty)
                {
                    return true;
                }
            }
            else if (pattern[0] == '%')
            {
                pattern = pattern[1..];
                if (pattern.IsEmpty)
                {
                    return true;
                }

                retryPattern = pattern;
                retryText = text;
                canRetry = true;
                continue;
            }
            else if (!text.IsEmpty)
            {
                var any = pattern[0] == '_';
                var rest = pattern[0] == '\\' && pattern.Length > 1 ? pattern[1..] : pattern;
                var beforeText = text;
                var wanted = NextUpper(ref rest);
                if (any | wanted == NextUpper(ref beforeText))
                {
                    pattern = rest;
                    text = beforeText;
                    continue;
                }
            }

            if (!canRetry || retryText.IsEmpty)
            {
                return false;
            }

            NextUpper(ref retryText);
            text = retryText;
            pattern = retryPattern;
        }
    }

    private static int Upper(byte b) => b is >= (byte)'a' and <= (byte)'z' ? b - 32 : b;

    private static int NextUpper(ref ReadOnlySpan<byte> text)
    {
        if (text[0] < 128)
        {
            var ascii = Upper(text[0]);
            text = text[1..];
            return ascii;
        }

        Rune.DecodeFromUtf8(text, out var rune, out var consumed);
        text = text[consumed..];
        return Rune.ToUpperInvariant(rune).Value;
    }
}
