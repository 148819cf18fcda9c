namespace DataMigrator.Mapping.Format;

/// <summary>Keys of a mapping file's top level, of its settings, and the names of slots that the engine itself reads.</summary>
internal static class Sections
{
    public static readonly string[] All =
    [
        "name", "description", "vendor", "sources", "detect", "slots", "when", "extends", "presets", "source", "target", "settings",
        "lookups", "values", "calls", "skip", "find", "links", "fields",
    ];

    public static readonly string[] Settings =
    [
        "region", "zone", "createdDateMeans", "dateOnlyTime", "agentNumberWhenUnknown", "customerNumberWhenUnknown", "anonymousNumber", "numberWhenNotE164",
        "directionWhenUnknown", "durationWhenImpossible", "ownerWhenInactive", "maxDuration", "regexTimeout", "mark",
    ];

    /// <summary>Slots with a meaning of their own; any other name in <c>find</c> is a variable for the fields.</summary>
    public static readonly string[] KnownSlots = ["direction", "start", "end", "duration", "customer", "agent", "from", "to", "key", "region", "zone", "locale", "legs"];

    /// <summary>Variables that the engine sets from the slots.</summary>
    public static readonly string[] EngineVariables = ["direction", "start", "end", "duration", "from", "to", "key", "startSource", "numberSource", "preset", "legs"];
}
