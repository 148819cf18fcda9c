using System.Text;
using DataMigrator.Mapping.Phones;

namespace DataMigrator.Mapping.Rules;

/// <summary>The value of the first phrase of a list that stands in a text, as whole words.</summary>
internal sealed class PhraseMapRule(string name, Rule from, PhraseTable table) : Rule
{
    public override string Label => $"phrase of {name} in {from.Label}";

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row) => table.Find(from.Text(row));

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : "none of these phrases is in it";
}

/// <summary>
/// Phrases with a value each, found without regard to case and accents; between two words of a phrase a text may have up to four blanks or marks ("Call - Inbound" has
/// "call inbound"). The phrase that begins first counts, among several at one place the longest. Made once, read by all threads.
/// </summary>
internal sealed class PhraseTable
{
    private const int MaxBytes = 128;
    private const int MaxGap = 4;
    private const int FirstIdeographic = 0x1100;

    private readonly Phrase[]?[] byFirst = new Phrase[256][];

    /// <param name="entries">Phrases of at most about 60 characters, in any order.</param>
    /// <exception cref="ArgumentException">A phrase is empty or too long.</exception>
    public PhraseTable(IEnumerable<KeyValuePair<string, string>> entries)
    {
        Span<byte> buffer = stackalloc byte[MaxBytes];
        var phrases = new List<Phrase>();
        foreach (var (phrase, value) in entries)
        {
            var length = FoldedText.Fold(Encoding.UTF8.GetBytes(phrase.Trim()), buffer);
            phrases.Add(length <= 0
                ? throw new ArgumentException($"'{phrase}' is empty or too long to be a phrase.", nameof(entries))
                : new Phrase(buffer[..length].ToArray(), Encoding.UTF8.GetBytes(value)));
        }

        foreach (var same in phrases.GroupBy(p => p.Words[0]))
        {
            byFirst[same.Key] = [.. same.OrderByDescending(p => p.Words.Length)];
        }
    }

    /// <returns>The value of the first phrase in the text; empty if there is none.</returns>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> text)
    {
        Span<byte> one = stackalloc byte[FoldedText.MaxBytesPerCharacter];
        var afterLetter = false;
        for (var at = 0; at < text.Length;)
        {
            var written = FoldedText.FoldNext(text[at..], one, out var read);
            if (written > 0 && byFirst[one[0]] is { } phrases)
            {
                foreach (var phrase in phrases)
                {
                    if ((!afterLetter || IsIdeographic(phrase.Words, 0)) && Matches(text[at..], phrase.Words))
                    {
                        return phrase.Value;
                    }
                }
            }

            afterLetter = written == 1 ? TextClues.IsLetter(one[0]) : written > 0 && Rune.IsLetter(TextClues.At(text, at));
            at += read;
        }

        return default;
    }

    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> words)
    {
        Span<byte> one = stackalloc byte[FoldedText.MaxBytesPerCharacter];
        var (at, matched) = (0, 0);
        while (matched < words.Length)
        {
            if (words[matched] == ' ')
            {
                var gap = Gap(text[at..]);
                if (gap == 0)
                {
                    return false;
                }

                at += gap;
                matched++;
                continue;
            }

            if (at == text.Length)
            {
                return false;
            }

            var written = FoldedText.FoldNext(text[at..], one, out var read);
            if (!words[matched..].StartsWith(one[..written]))
            {
                return false;
            }

            matched += written;
            at += read;
        }

        return !Rune.IsLetter(TextClues.At(text, at)) || IsIdeographic(words, words.Length);
    }

    private static int Gap(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && at < MaxGap && !TextClues.IsLetter(text[at]) && !TextClues.IsDigit(text[at]) && text[at] is not ((byte)'\n' or (byte)'\r'))
        {
            at++;
        }

        return at;
    }

    // Chinese, Japanese and Korean words have no blanks between them: nothing has to end where a phrase begins or ends.
    private static bool IsIdeographic(ReadOnlySpan<byte> words, int at) => (at == 0 ? TextClues.At(words, 0) : TextClues.Before(words, at)).Value >= FirstIdeographic;

    private sealed record Phrase(byte[] Words, byte[] Value);
}
