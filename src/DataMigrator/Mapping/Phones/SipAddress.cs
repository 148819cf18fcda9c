namespace DataMigrator.Mapping.Phones;

/// <summary>"sip:+49301234@host;user=phone", "Name &lt;sips:queue@host&gt;", "agent@host".</summary>
internal static class SipAddress
{
    public static bool IsOne(ReadOnlySpan<byte> folded) =>
        folded.IndexOf("sip:"u8) >= 0 || folded.IndexOf("sips:"u8) >= 0 || folded.IndexOf((byte)'@') > 0;

    /// <summary>The address without display name, angle brackets and what follows it.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text)
    {
        var open = text.IndexOf((byte)'<');
        if (open >= 0)
        {
            text = text[(open + 1)..];
        }

        var end = text.IndexOfAny(" \t>\""u8);
        return end > 0 ? text[..end] : text;
    }

    /// <summary>The part before "@", without scheme, password and parameters, and with %2B and its like decoded.</summary>
    /// <param name="user">As long as the address.</param>
    /// <returns>The bytes written.</returns>
    public static int User(ReadOnlySpan<byte> folded, Span<byte> user)
    {
        var colon = folded.IndexOf("sips:"u8) >= 0 ? folded.IndexOf("sips:"u8) + 5 : folded.IndexOf("sip:"u8) >= 0 ? folded.IndexOf("sip:"u8) + 4 : 0;
        var name = folded[colon..];
        var end = name.IndexOfAny("@;"u8);
        name = end >= 0 ? name[..end] : name;
        var password = name.IndexOf((byte)':');
        name = password >= 0 ? name[..password] : name;

        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '%' && i + 2 < name.Length && System.Buffers.Text.Utf8Parser.TryParse(name.Slice(i + 1, 2), out byte decoded, out var read, 'x') && read == 2)
            {
                user[length++] = decoded;
                i += 2;
            }
            else
            {
                user[length++] = name[i];
            }
        }

        return length;
    }
}
