namespace SalesforceEmulator.Population;

/// <summary>A market: its time zone, locale and numbering.</summary>
/// <param name="CountryCode">Without +.</param>
/// <param name="Trunk">Written before national numbers.</param>
/// <param name="Areas">Area or mobile code, the digits that numbers there begin with, and how many digits follow.</param>
internal sealed record Region(string Zone, string Locale, string Country, string CountryCode, string Trunk, (string Code, string Lead, int Digits)[] Areas)
{
    /// <summary>Where people write 00 for +.</summary>
    public bool DialsOutWithDoubleZero => Country is "GB" or "DE" or "FR" or "ES" or "NL";

    public static readonly Region[] All =
    [
        new("America/New_York", "en_US", "US", "1", "", [("212", "55", 5), ("617", "55", 5), ("202", "55", 5), ("305", "55", 5)]),
        new("America/Los_Angeles", "en_US", "US", "1", "", [("415", "55", 5), ("310", "55", 5), ("206", "55", 5)]),
        new("America/Chicago", "en_US", "US", "1", "", [("312", "55", 5), ("214", "55", 5), ("612", "55", 5)]),
        new("Europe/London", "en_GB", "GB", "44", "0", [("20", "7", 7), ("161", "2", 6), ("7700", "9", 5)]),
        new("Europe/Berlin", "de_DE", "DE", "49", "0", [("30", "5", 6), ("89", "5", 6), ("171", "5", 6)]),
        new("Europe/Paris", "fr_FR", "FR", "33", "0", [("1", "4", 7), ("4", "7", 7), ("6", "1", 7)]),
        new("Europe/Madrid", "es_ES", "ES", "34", "", [("91", "5", 6), ("93", "4", 6), ("612", "3", 5)]),
        new("Europe/Amsterdam", "nl_NL", "NL", "31", "0", [("20", "5", 6), ("10", "4", 6), ("6", "1", 7)]),
        new("America/Sao_Paulo", "pt_BR", "BR", "55", "0", [("11", "3", 7), ("21", "2", 7)]),
        new("Asia/Tokyo", "ja_JP", "JP", "81", "0", [("3", "5", 7), ("6", "6", 7), ("90", "1", 7)]),
        new("Asia/Kolkata", "en_IN", "IN", "91", "0", [("22", "2", 7), ("80", "2", 7), ("98", "2", 7)]),
        new("Australia/Sydney", "en_AU", "AU", "61", "0", [("2", "9", 7), ("4", "1", 7)]),
        new("America/Mexico_City", "es_MX", "MX", "52", "", [("55", "5", 7), ("33", "3", 7)]),
        new("Asia/Jerusalem", "iw_IL", "IL", "972", "0", [("3", "6", 6), ("54", "4", 6)]),
        new("America/St_Johns", "en_CA", "CA", "1", "", [("709", "55", 5), ("416", "55", 5)]),
    ];
}
