namespace SalesforceEmulator.Population;

/// <summary>A market: its time zone, locale and numbering.</summary>
/// <param name="CountryCode">Without +.</param>
/// <param name="Trunk">Written before national numbers.</param>
/// <param name="Areas">Area or mobile codes, without the trunk prefix.</param>
/// <param name="SubscriberDigits">Digits after the area code.</param>
internal sealed record Region(string Zone, string Locale, string Country, string CountryCode, string Trunk, string[] Areas, int SubscriberDigits)
{
    public static readonly Region[] All =
    [
        new("America/New_York", "en_US", "US", "1", "", ["212", "617", "202", "305"], 7),
        new("America/Los_Angeles", "en_US", "US", "1", "", ["415", "310", "206", "503"], 7),
        new("America/Chicago", "en_US", "US", "1", "", ["312", "214", "612"], 7),
        new("Europe/London", "en_GB", "GB", "44", "0", ["20", "161", "7700"], 7),
        new("Europe/Berlin", "de_DE", "DE", "49", "0", ["30", "89", "171", "40"], 7),
        new("Europe/Paris", "fr_FR", "FR", "33", "0", ["1", "4", "6"], 8),
        new("Europe/Madrid", "es_ES", "ES", "34", "", ["91", "93", "612"], 6),
        new("Europe/Amsterdam", "nl_NL", "NL", "31", "0", ["20", "10", "6"], 7),
        new("America/Sao_Paulo", "pt_BR", "BR", "55", "0", ["11", "21"], 8),
        new("Asia/Tokyo", "ja_JP", "JP", "81", "0", ["3", "6", "90"], 8),
        new("Asia/Kolkata", "en_IN", "IN", "91", "0", ["22", "80", "98"], 8),
        new("Australia/Sydney", "en_AU", "AU", "61", "0", ["2", "4"], 8),
        new("America/Mexico_City", "es_MX", "MX", "52", "", ["55", "33"], 8),
        new("Asia/Jerusalem", "iw_IL", "IL", "972", "0", ["3", "54"], 7),
        new("America/St_Johns", "en_CA", "CA", "1", "", ["709", "416"], 7),
    ];
}
