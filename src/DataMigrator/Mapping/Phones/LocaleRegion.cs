namespace DataMigrator.Mapping.Phones;

/// <summary>The region that a value names: an ISO code in capitals, or a Salesforce locale (User.LocaleSidKey) such as en_GB, ca_ES_EURO or sv.</summary>
internal static class LocaleRegion
{
    // Locales without a country: languages whose code is not their country's; sv is Swedish, not El Salvador. None for those of many countries.
    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["am"] = "ET", ["ar"] = "", ["be"] = "BY", ["bn"] = "BD", ["bs"] = "BA", ["ca"] = "ES", ["cs"] = "CZ", ["cy"] = "GB", ["da"] = "DK", ["el"] = "GR", ["en"] = "", ["et"] = "EE",
        ["eu"] = "ES", ["fa"] = "IR", ["ga"] = "IE", ["gl"] = "ES", ["he"] = "IL", ["hi"] = "IN", ["hy"] = "AM", ["in"] = "ID", ["iw"] = "IL", ["ja"] = "JP", ["ka"] = "GE", ["kk"] = "KZ",
        ["ko"] = "KR", ["lb"] = "LU", ["ms"] = "MY", ["nb"] = "NO", ["nn"] = "NO", ["sh"] = "RS", ["sl"] = "SI", ["sq"] = "AL", ["sr"] = "RS", ["sv"] = "SE", ["sw"] = "KE", ["tl"] = "PH",
        ["uk"] = "UA", ["ur"] = "PK", ["vi"] = "VN", ["zh"] = "CN",
    };

    /// <summary>False if the value names no region that has a numbering plan.</summary>
    public static bool TryParse(ReadOnlySpan<byte> codeOrLocale, out PhoneRegion region)
    {
        region = default;
        if (codeOrLocale.Length is < 2 or > 20)
        {
            return false;
        }

        var first = codeOrLocale.IndexOfAny((byte)'_', (byte)'-');
        if (first < 0)
        {
            return codeOrLocale.Length == 2 && TryLanguageOrCode(codeOrLocale, out region);
        }

        foreach (var part in codeOrLocale[(first + 1)..].SplitAny("_-"u8))
        {
            var code = codeOrLocale[(first + 1)..][part];
            if (code.Length == 2)
            {
                return PhoneRegion.TryParse([(char)code[0], (char)code[1]], out region);
            }
        }

        return false;
    }

    private static bool TryLanguageOrCode(ReadOnlySpan<byte> code, out PhoneRegion region)
    {
        ReadOnlySpan<char> chars = [(char)code[0], (char)code[1]];
        return PhoneRegion.TryParse(Languages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars, out var country) ? country : chars, out region);
    }
}
