namespace DataMigrator.Mapping.Phones;

/// <summary>RFC 3966: "tel:+49-30-1234;ext=5", "tel:1234;phone-context=+4930". Other parameters say nothing about the number.</summary>
internal static class TelUri
{
    /// <summary>The number and its extension, as if typed.</summary>
    /// <param name="folded">Folded text, inside or outside <paramref name="buffer"/>.</param>
    /// <param name="buffer">Rewritten when a context goes before the number; at least as long as the text.</param>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> folded, Span<byte> buffer)
    {
        var isUri = false;
        foreach (var scheme in (ReadOnlySpan<string>)["tel:", "callto:", "phone:", "tel."])
        {
            if (folded.Length > scheme.Length && System.Text.Ascii.Equals(folded[..scheme.Length], scheme))
            {
                folded = folded[scheme.Length..].TrimStart("/ "u8);
                isUri = true;
                break;
            }
        }

        if (!isUri)
        {
            return folded;
        }

        Span<byte> text = stackalloc byte[PhoneNumberParser.MaxInput + FoldedText.MaxBytesPerCharacter];
        var length = 0;
        if (Parameter(folded, ";phone-context="u8) is [(byte)'+', ..] context)
        {
            length = Append(context, text, length);
        }

        var end = folded.IndexOf((byte)';');
        length = Append(end >= 0 ? folded[..end] : folded, text, length);
        var extension = Parameter(folded, ";ext="u8);
        if (!extension.IsEmpty && length + extension.Length + 5 <= text.Length)
        {
            length = Append(";ext="u8, text, length);
            length = Append(extension, text, length);
        }

        text[..length].CopyTo(buffer);
        return buffer[..length];
    }

    private static ReadOnlySpan<byte> Parameter(ReadOnlySpan<byte> uri, ReadOnlySpan<byte> name)
    {
        var at = uri.IndexOf(name);
        if (at < 0)
        {
            return [];
        }

        var value = uri[(at + name.Length)..];
        var end = value.IndexOf((byte)';');
        return end >= 0 ? value[..end] : value;
    }

    private static int Append(ReadOnlySpan<byte> part, Span<byte> text, int length)
    {
        part.CopyTo(text[length..]);
        return length + part.Length;
    }
}
