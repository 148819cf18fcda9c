using System.Text;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Phones;

/// <summary>The words before a number in running text ("Inbound call from", "Telefono cliente"), compared without case and accents.</summary>
internal sealed class PhoneLabels
{
    private const int MaxBytes = 128;

    // By their first byte.
    private readonly byte[][]?[] _labels = new byte[256][][];
    private readonly bool[] _starts = new bool[256];
    private readonly LetterSet[] _letters;

    private PhoneLabels(IReadOnlyCollection<byte[]> labels)
    {
        _letters = [.. labels.Select(label => LetterSet.Of(label))];
        foreach (var same in labels.GroupBy(label => label[0]))
        {
            _labels[same.Key] = [.. same];
        }

        for (var first = 0; first < _starts.Length; first++)
        {
            // What is not ASCII may become any byte when it is folded.
            _starts[first] = first >= 0x80 || _labels[char.ToLowerInvariant((char)first)] is not null;
        }
    }

    /// <summary>Labels in any order: where several begin at one place, the longest counts.</summary>
    /// <exception cref="ArgumentException">A label is empty or longer than 64 characters.</exception>
    public static PhoneLabels Compile(IEnumerable<string> labels)
    {
        var folded = new List<byte[]>();
        Span<byte> buffer = stackalloc byte[MaxBytes];
        foreach (var label in labels)
        {
            var length = FoldedText.Fold(Encoding.UTF8.GetBytes(label.Trim()), buffer);
            if (length <= 0)
            {
                throw new ArgumentException($"The label '{label}' is empty or too long to be the words before a number.", nameof(labels));
            }

            folded.Add(buffer[..length].ToArray());
        }

        return new PhoneLabels([.. folded.OrderByDescending(label => label.Length)]);
    }

    /// <summary>False if none is in a text with these letters. What is not ASCII may be any of a label's.</summary>
    public bool MayBeIn(LetterSet letters)
    {
        if (letters.HasAny(LetterSet.Beyond))
        {
            return true;
        }

        foreach (var label in _letters)
        {
            if (letters.HasAll(label))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False if no label begins with this byte of a text.</summary>
    public bool MayStartWith(byte first) => _starts[first];

    /// <summary>Whether a label begins here, as whole words.</summary>
    /// <param name="text">UTF-8 text from the start of a word on.</param>
    /// <param name="length">How many bytes of the text the label takes.</param>
    public bool TryMatch(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        Span<byte> one = stackalloc byte[FoldedText.MaxBytesPerCharacter];
        if (FoldedText.FoldNext(text, one, out _) == 0 || _labels[one[0]] is not { } labels)
        {
            return false;
        }

        foreach (var label in labels)
        {
            if (Matches(text, label, out length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label, out int length)
    {
        Span<byte> one = stackalloc byte[FoldedText.MaxBytesPerCharacter];
        length = 0;
        var matched = 0;
        while (matched < label.Length)
        {
            if (length == text.Length)
            {
                return false;
            }

            if (text[length] < 0x80)
            {
                if (DataMigrator.Mapping.Texts.Ascii.Lower(text[length]) != label[matched])
                {
                    return false;
                }

                matched++;
                length++;
                continue;
            }

            var written = FoldedText.FoldNext(text[length..], one, out var read);
            if (!label[matched..].StartsWith(one[..written]))
            {
                return false;
            }

            matched += written;
            length += read;
        }

        return !TextClues.IsLetter(label[^1]) || !Rune.IsLetter(TextClues.At(text, length));
    }
}
