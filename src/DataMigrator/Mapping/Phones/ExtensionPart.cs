namespace DataMigrator.Mapping.Phones;

/// <summary>Takes the extension off the end of a number: "ext. 12", "x12", "#12", ",,12", ";ext=12", "- 503#", "Durchwahl 12", "доб. 12".</summary>
internal static class ExtensionPart
{
    /// <summary>The most digits an extension may have after a label that can mean nothing else.</summary>
    public const int MaxDigits = 20;

    private const int MaxAfterPause = 15;
    private const int MaxAfterVagueMark = 9;
    private const int MaxBeforeHash = 6;

    /// <param name="folded">Folded text; a number, perhaps followed by its extension.</param>
    /// <param name="number">What stands before the extension: the whole text when there is none, nothing when the text is an extension only.</param>
    /// <param name="digits">The extension's digits, ASCII.</param>
    public static bool TrySplit(ReadOnlySpan<byte> folded, out ReadOnlySpan<byte> number, out ReadOnlySpan<byte> digits)
    {
        number = folded;
        digits = default;
        var text = folded.TrimEnd(" "u8);
        var endsInHash = text.EndsWith("#"u8);
        if (endsInHash)
        {
            text = text[..^1];
        }

        var start = text.Length;
        while (start > 0 && char.IsAsciiDigit((char)text[start - 1]))
        {
            start--;
        }

        var count = text.Length - start;
        if (count is 0 or > MaxDigits)
        {
            return false;
        }

        if (!FindMark(text[..start], count, out var markAt) && !(endsInHash && EndsInGap(text[..start], count, out markAt)))
        {
            return false;
        }

        number = text[..markAt].TrimEnd(" ,\t("u8);
        digits = text[start..];
        return true;
    }

    /// <summary>Whether the text ends in a word that announces an extension, with nothing after it.</summary>
    public static bool EndsInLabel(ReadOnlySpan<byte> folded)
    {
        var start = folded.Length;
        while (start > 0 && char.IsAsciiLetter((char)folded[start - 1]))
        {
            start--;
        }

        return Limit(folded[start..]) > 0;
    }

    private static bool EndsInGap(ReadOnlySpan<byte> before, int count, out int markAt)
    {
        markAt = before.TrimEnd("- "u8).Length;
        return count <= MaxBeforeHash && markAt < before.Length;
    }

    private static bool FindMark(ReadOnlySpan<byte> before, int count, out int markAt)
    {
        if (before.EndsWith(";ext="u8))
        {
            markAt = before.Length - 5;
            return true;
        }

        // The comma that is the mark itself goes with what follows the mark, so look for it before that is dropped.
        var end = before.TrimEnd(" -\t"u8);
        if (TakePause(end, count, out markAt))
        {
            return true;
        }

        end = before.TrimEnd(" ,-\t"u8);
        if (end.EndsWith(":"u8) || end.EndsWith("."u8))
        {
            end = end[..^1].TrimEnd(" "u8);
        }

        if (end.IsEmpty)
        {
            return false;
        }

        if (end[^1] is (byte)'#' or (byte)'~')
        {
            markAt = end.Length - 1;
            return count <= MaxAfterVagueMark;
        }

        var wordAt = end.Length;
        while (wordAt > 0 && (char.IsAsciiLetter((char)end[wordAt - 1]) || end[wordAt - 1] >= 0x80))
        {
            wordAt--;
        }

        markAt = wordAt;
        return Limit(end[wordAt..]) >= count;
    }

    private static bool TakePause(ReadOnlySpan<byte> end, int count, out int markAt)
    {
        markAt = end.TrimEnd(",;"u8).Length;
        var mark = end[markAt..];
        var limit = mark switch
        {
            [] => 0,
            [(byte)';'] or [(byte)',', (byte)','] => MaxAfterPause,
            _ when mark.IndexOf((byte)';') < 0 => MaxAfterVagueMark,
            _ => 0
        };
        return count <= limit;
    }

    /// <summary>How many digits may follow the word; 0 when it does not announce an extension.</summary>
    private static int Limit(ReadOnlySpan<byte> word) => word switch
    {
        [] => 0,
        _ when word.SequenceEqual("ext"u8) || word.SequenceEqual("extn"u8) || word.SequenceEqual("xt"u8) || word.SequenceEqual("xtn"u8) => MaxDigits,
        _ when word.SequenceEqual("extension"u8) || word.SequenceEqual("extensio"u8) || word.SequenceEqual("extensi"u8) => MaxDigits,
        _ when word.SequenceEqual("anexo"u8) || word.SequenceEqual("доб"u8) || word.SequenceEqual("poste"u8) || word.SequenceEqual("ramal"u8) => MaxDigits,
        _ when word.SequenceEqual("durchwahl"u8) || word.SequenceEqual("nebenstelle"u8) || word.SequenceEqual("toestel"u8) => MaxDigits,
        _ when word.SequenceEqual("interno"u8) || word.SequenceEqual("anknytning"u8) || word.SequenceEqual("wewn"u8) || word.SequenceEqual("内線"u8) => MaxDigits,
        _ when word.SequenceEqual("x"u8) || word.SequenceEqual("int"u8) || word.SequenceEqual("dw"u8) || word.SequenceEqual("wew"u8) => MaxAfterVagueMark,
        _ => 0
    };
}
