using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Phones;
using DataMigrator.Mapping.Running;

namespace DataMigrator.Mapping.Compiling;

/// <summary>Reads the section <c>settings</c> of all layers; the file itself wins.</summary>
internal static class OptionsReader
{
    private static readonly string[] Meanings = ["ring", "answer", "end", "unknown"];

    public static MappingOptions Read(MappingDocument document, string defaultRegion, DiagnosticBag diagnostics)
    {
        foreach (var layer in document.Layers)
        {
            if (layer.Root["settings"] is { } section)
            {
                Keys.Check(section, Sections.Settings, "settings", diagnostics);
            }
        }

        // What a preset with a condition says of its own rows isn't a setting for all rows.
        YamlNode? Find(string key) => document.ByPriority.Where(l => key != "createdDateMeans" || l.When is null)
            .Select(l => l.Root["settings"]?[key]).FirstOrDefault(n => n is not null);
        string Text(string key, string fallback) => Find(key) is { } node ? Keys.Text(node, diagnostics, key) ?? string.Empty : fallback;

        var defaults = new MappingOptions();
        var region = Text("region", defaultRegion);
        if (!PhoneRegion.TryParse(region, out _))
        {
            diagnostics.Error(Find("region") ?? document.Own.Root, $"{(Find("region") is null ? "The setting Migration:DefaultRegion" : "region")} must be an ISO 3166 code of two letters such as US or DE, found '{region}'.");
        }

        var zone = Text("zone", defaults.Zone);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) && Find("zone") is { } zoneNode)
        {
            diagnostics.Error(zoneNode, $"zone must be a time zone such as UTC or Europe/Berlin, found '{zone}'.");
        }

        return new MappingOptions
        {
            Region = region,
            Zone = zone,
            CreatedDateMeans = Keys.Choice(Find("createdDateMeans"), diagnostics, "createdDateMeans", Meanings) ?? defaults.CreatedDateMeans,
            DateOnlyTime = TimeOfDay(Find("dateOnlyTime"), diagnostics) ?? defaults.DateOnlyTime,
            AgentNumberWhenUnknown = Text("agentNumberWhenUnknown", string.Empty),
            CustomerNumberWhenUnknown = Text("customerNumberWhenUnknown", string.Empty),
            AnonymousNumber = Text("anonymousNumber", string.Empty),
            NumberWhenNotE164 = Keys.Choice(Find("numberWhenNotE164"), diagnostics, "numberWhenNotE164", "keep", "reject") ?? defaults.NumberWhenNotE164,
            DirectionWhenUnknown = Keys.Choice(Find("directionWhenUnknown"), diagnostics, "directionWhenUnknown", Directions.Names) ?? string.Empty,
            OwnerWhenInactive = Id(Find("ownerWhenInactive"), diagnostics),
            DurationWhenImpossible = Keys.Choice(Find("durationWhenImpossible"), diagnostics, "durationWhenImpossible", "reject", "zero") ?? defaults.DurationWhenImpossible,
            MaxDuration = Keys.Span(Find("maxDuration"), diagnostics, "maxDuration") ?? defaults.MaxDuration,
            RegexTimeout = Keys.Span(Find("regexTimeout"), diagnostics, "regexTimeout") ?? defaults.RegexTimeout,
            Mark = Text("mark", defaults.Mark),
        };
    }

    /// <summary>Minutes and hours such as 12:00.</summary>
    internal static TimeSpan? TimeOfDay(YamlNode? node, DiagnosticBag diagnostics)
    {
        if (Keys.Text(node, diagnostics, "a time of day") is not { } text)
        {
            return null;
        }

        if (TimeSpan.TryParseExact(text, @"h\:mm", System.Globalization.CultureInfo.InvariantCulture, out var time) && time < TimeSpan.FromDays(1))
        {
            return time;
        }

        diagnostics.Error(node!, $"A time of day such as \"12:00\" is expected, found '{text}'.");
        return null;
    }

    private static string Id(YamlNode? node, DiagnosticBag diagnostics)
    {
        if (Keys.Text(node, diagnostics, "ownerWhenInactive") is not { } text)
        {
            return string.Empty;
        }

        if (SalesforceId.TryParse(text, out var id) && (id.HasKeyPrefix("005") || id.HasKeyPrefix("00G")))
        {
            return id.ToString();
        }

        diagnostics.Error(node!, $"ownerWhenInactive must be the id of a User (005…) or a queue (00G…), found '{text}'.");
        return string.Empty;
    }
}
