using DataMigrator.Mapping.Rules;

namespace DataMigrator.Mapping.Running;

/// <summary>What a mapping was compiled to; immutable, shared by the mappers of all threads.</summary>
internal sealed record CompiledMapping : ICompiledMapping
{
    public required string Version { get; init; }

    public required string Name { get; init; }

    public required string Text { get; init; }

    public required string SourceObject { get; init; }

    public required IReadOnlyList<string> SourceFields { get; init; }

    public string? SourceFilter { get; init; }

    public required IReadOnlyList<TargetField> TargetFields { get; init; }

    public required string ExternalIdField { get; init; }

    public required IReadOnlyList<LookupSpec> Lookups { get; init; }

    public LinkRule? Links { get; init; }

    /// <summary>In the order of <see cref="TargetFields"/>.</summary>
    public required IReadOnlyList<TargetRule> Targets { get; init; }

    public required IReadOnlyList<SkipRule> Skips { get; init; }

    /// <summary>Which rows are calls.</summary>
    public required Condition IsCall { get; init; }

    /// <summary>Slots by index, the fixed ones first.</summary>
    public required IReadOnlyList<Slot> Slots { get; init; }

    /// <summary>All slots of values that only the engine fills included.</summary>
    public required int SlotCount { get; init; }

    public required int GuardCount { get; init; }

    public required CallTimes Times { get; init; }

    public required CallNumbers Numbers { get; init; }

    public required Direction DirectionWhenUnknown { get; init; }

    public required Phones.PhoneRegion Region { get; init; }

    /// <summary>Presets with a condition, in order; the first that holds names the row's vendor.</summary>
    public required IReadOnlyList<(byte[] Name, Condition When)> Presets { get; init; }

    /// <summary>Value lists in use, for assess.</summary>
    public required IReadOnlyList<ValueMapRule> ValueMaps { get; init; }

    public ICallMapper CreateMapper(ILookups lookups) => new CallMapper(this, lookups);
}

/// <summary>Rows for which the condition holds are no calls of their own.</summary>
internal sealed record SkipRule(Condition When, MapReason Reason);
