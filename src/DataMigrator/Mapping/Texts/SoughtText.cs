using System.Text;

namespace DataMigrator.Mapping.Texts;

/// <summary>
/// A text to look for in others, ASCII letters in either case. It looks for its rarest letter first: most Subjects have a "t" but no "x", so that one vectorised search
/// settles whether they say "text". Made once, used by all threads.
/// </summary>
internal sealed class SoughtText
{
    // Among 10,000 Subjects of many vendors: nine of ten have an "a". Marks are as frequent as "b"; what is not ASCII counts as the rarest.
    private const string FromFrequentToRare = " 0acldmnouribtesfpvghwykzjxq";

    private readonly byte[] sought;
    private readonly LetterSet letters;
    private readonly int rarest;
    private readonly byte lower;
    private readonly byte upper;
    private readonly bool beginsWord;
    private readonly bool endsWord;

    /// <param name="text">Empty: it is in every text.</param>
    /// <param name="beginsWord">It only counts where no ASCII letter, digit or underscore stands before it.</param>
    /// <param name="endsWord">The same of what stands behind it.</param>
    public SoughtText(string text, bool beginsWord = false, bool endsWord = false)
    {
        sought = Encoding.UTF8.GetBytes(text);
        letters = LetterSet.Of(sought);
        (this.beginsWord, this.endsWord) = (beginsWord, endsWord);
        HasLetters = sought.Any(static b => char.IsAsciiLetter((char)b));
        if (sought.Length > 0)
        {
            rarest = Enumerable.Range(0, sought.Length).MaxBy(at => Rarity(sought[at]));
            (lower, upper) = (Ascii.Lower(sought[rarest]), Ascii.Upper(sought[rarest]));
        }
    }

    /// <summary>Whether an ASCII letter is in it.</summary>
    public bool HasLetters { get; }

    /// <summary>Whether one of them is in the text.</summary>
    public static bool AnyIn(ReadOnlySpan<byte> utf8, SoughtText[] texts) => AnyIn(utf8, LetterSet.Of(utf8), texts);

    /// <param name="letters">Of the text.</param>
    public static bool AnyIn(ReadOnlySpan<byte> utf8, LetterSet letters, SoughtText[] texts)
    {
        foreach (var text in texts)
        {
            if (letters.HasAll(text.letters) && text.IsIn(utf8))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsIn(ReadOnlySpan<byte> utf8)
    {
        if (sought.Length == 0)
        {
            return true;
        }

        for (var at = 0; at + sought.Length <= utf8.Length; at++)
        {
            var found = utf8[(at + rarest)..(utf8.Length - sought.Length + rarest + 1)].IndexOfAny(lower, upper);
            if (found < 0)
            {
                return false;
            }

            at += found;
            if (Ascii.EqualsIgnoreCase(utf8.Slice(at, sought.Length), sought) && !IsPartOfWord(utf8, at))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsPartOfWord(ReadOnlySpan<byte> utf8, int at)
    {
        var end = at + sought.Length;
        return (beginsWord && at > 0 && IsOfWord(utf8[at - 1])) || (endsWord && end < utf8.Length && IsOfWord(utf8[end]));
    }

    private static bool IsOfWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_';

    private static int Rarity(byte b) => FromFrequentToRare.IndexOf(char.IsAsciiDigit((char)b) ? '0' : (char)Ascii.Lower(b)) switch
    {
        < 0 when b >= 0x80 => FromFrequentToRare.Length,
        < 0 => FromFrequentToRare.IndexOf('b'),
        var rank => rank,
    };
}
