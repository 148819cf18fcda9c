using System.Globalization;

namespace SalesforceEmulator.Endpoints;

/// <summary>31.0 to 68.0; what came before is retired.</summary>
internal static class ApiVersions
{
    public const int Oldest = 31;
    public const int Newest = 68;

    private static readonly string[] Seasons = ["Spring", "Summer", "Winter"];

    /// <summary>Whole versions only, written <c>NN.0</c>.</summary>
    public static bool TryParse(string text, out int version)
    {
        version = 0;
        return text.EndsWith(".0", StringComparison.Ordinal) && int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }

    /// <summary>31.0 was Summer '14, and three releases make a year.</summary>
    public static string Label(int version)
    {
        var releases = version - Oldest + 1;
        var season = Seasons[releases % 3];
        var year = 14 + ((releases + (season == "Winter" ? 1 : 0)) / 3);
        return string.Create(CultureInfo.InvariantCulture, $"{season} '{year}");
    }
}
