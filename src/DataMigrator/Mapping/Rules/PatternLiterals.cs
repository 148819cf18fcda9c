using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>
/// Texts without which a pattern can't match: its literals (<c>#</c>) and its groups of literal alternatives (<c>(on|via|with)</c>) that are not optional, as
/// words where the pattern says <c>\b</c>. Looking for them costs less than a quarter of running the regex. It only ever says no when the pattern could not match; a
/// pattern that it can't read (look-arounds, options, references) has none.
/// </summary>
internal sealed class PatternLiterals
{
    private readonly SoughtText[][] required;

    private PatternLiterals(List<SoughtText[]> required) => this.required = [.. required];

    /// <summary>Null if the pattern has no such texts.</summary>
    public static PatternLiterals? Of(string pattern)
    {
        var reader = new PatternReader(pattern);
        return reader.TryRead() && reader.Found.Count > 0 ? new PatternLiterals(reader.Found) : null;
    }

    /// <summary>False only if the pattern can't match. Letters count in either case, those outside ASCII included.</summary>
    /// <param name="letters">Of the text.</param>
    public bool MayMatch(ReadOnlySpan<byte> utf8, LetterSet letters)
    {
        foreach (var alternatives in required)
        {
            if (!SoughtText.AnyIn(utf8, letters, alternatives))
            {
                return Array.Exists(alternatives, static text => text.HasLetters) && Ascii.HasOtherCase(utf8);
            }
        }

        return true;
    }
}
