using System.Globalization;

namespace SalesforceEmulator.Population.Calls;

/// <summary>Dates as an agent's browser or Windows writes them. Patterns are our own: those of the machine's ICU change between versions.</summary>
internal static class LocalText
{
    public static string Call(string locale) => locale[..2] switch
    {
        "de" => "Anruf",
        "fr" => "Appel",
        "es" => "Llamada",
        "pt" => "Chamada",
        "nl" => "Gesprek",
        "ja" => "通話",
        "iw" => "שיחה",
        _ => "Call",
    };

    /// <summary>As JavaScript's <c>toLocaleString</c> gives date and time to the minute.</summary>
    public static string Browser(string locale, DateTime local) => Date(locale, local) + (locale is "fr_FR" or "ja_JP" ? " " : ", ") + Time(locale, local);

    public static string Date(string locale, DateTime local) => local.ToString(
        locale switch
        {
            "en_US" => "M'/'d'/'yyyy",
            "de_DE" or "iw_IL" => "d'.'M'.'yyyy",
            "nl_NL" => "d'-'M'-'yyyy",
            "ja_JP" => "yyyy'/'M'/'d",
            "en_CA" => "yyyy'-'MM'-'dd",
            "es_ES" or "es_MX" => "d'/'M'/'yyyy",
            _ => "dd'/'MM'/'yyyy",
        },
        CultureInfo.InvariantCulture);

    public static string Time(string locale, DateTime local) => locale switch
    {
        "en_US" => local.ToString("h':'mm tt", CultureInfo.InvariantCulture),
        "en_IN" or "en_AU" => local.ToString("h':'mm ", CultureInfo.InvariantCulture) + (local.Hour < 12 ? "am" : "pm"),
        "en_CA" => local.ToString("h':'mm ", CultureInfo.InvariantCulture) + (local.Hour < 12 ? "a.m." : "p.m."),
        _ => local.ToString("HH':'mm", CultureInfo.InvariantCulture),
    };

    /// <summary>As JavaScript's <c>Date.toString</c> in a browser that runs in UTC.</summary>
    public static string JavaScript(DateTime utc) => utc.ToString("ddd MMM dd yyyy HH':'mm':'ss", CultureInfo.InvariantCulture) + " GMT+0000 (Coordinated Universal Time)";
}
