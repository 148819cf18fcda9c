using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

/// <summary>What grows while a mapping is compiled: columns, lookups, slots, shared conditions, and the findings.</summary>
internal sealed class CompilerScope(MappingDocument document, SObjectDescribe source, SObjectDescribe target, MappingOptions options, DiagnosticBag diagnostics)
{
    /// <summary>Task has them in orgs with a call center only (Object Reference, Task), or for users who may log calls.</summary>
    private static readonly string[] CallFields = ["TaskSubtype", "CallType", "CallDurationInSeconds", "CallDisposition", "CallObject"];

    private readonly HashSet<string> hidden = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> columns = ["Id"];
    private readonly List<Slot> slots = [];
    private readonly Dictionary<string, int> slotNames = new(StringComparer.Ordinal);

    public MappingDocument Document => document;

    public SObjectDescribe Source => source;

    public SObjectDescribe Target => target;

    public MappingOptions Options => options;

    public DiagnosticBag Diagnostics => diagnostics;

    public IReadOnlyList<string> Columns => columns;

    public IReadOnlyList<Slot> Slots => slots;

    /// <summary>Section <c>slots</c>.</summary>
    public CustomerFields CustomerFields { get; } = new(document, source);

    public int GuardCount { get; set; }

    public List<ValueMapRule> ValueMaps { get; } = [];

    /// <summary>Column of a source field, added if it is new.</summary>
    public FieldRule Column(string name)
    {
        var field = source.Field(name)?.Name ?? name;
        var at = columns.FindIndex(c => string.Equals(c, field, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            at = columns.Count;
            columns.Add(field);
        }

        return new FieldRule(field, at);
    }

    /// <summary>The column, or an absent rule if this org hasn't the field.</summary>
    public Rule ColumnIfAny(string name) => source.Field(name) is null ? new AbsentRule(name) : Column(name);

    /// <summary>Whether the field is one that Task has in most orgs and not in this: a warning, once, instead of an error per rule.</summary>
    public bool IsHiddenCallField(YamlNode at, string name)
    {
        if (source.Name != "Task" || !CallFields.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        if (hidden.Add(name))
        {
            diagnostics.Warn(at, $"Task.{name} is not in this org, or hidden from this user: it gives nothing.");
        }

        return true;
    }

    public void DefineSlots(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (slotNames.TryAdd(name, slots.Count))
            {
                slots.Add(new Slot(name));
            }

            // Between the engine's own slots and the mapping's lie those that only the engine fills.
            while (slots.Count is > SlotIndex.Legs and < SlotIndex.FirstFree)
            {
                slots.Add(new Slot(string.Empty));
            }
        }
    }

    public bool TryFindSlot(string name, out int index) => slotNames.TryGetValue(name, out index);

    public IEnumerable<string> SlotNames => slotNames.Keys;
}

/// <summary>Settings of a mapping, checked, with defaults.</summary>
internal sealed record MappingOptions
{
    public string Region { get; init; } = "US";

    public string Zone { get; init; } = "UTC";

    /// <summary>ring, answer, end or unknown.</summary>
    public string CreatedDateMeans { get; init; } = "end";

    public TimeSpan DateOnlyTime { get; init; } = TimeSpan.FromHours(12);

    public string AgentNumberWhenUnknown { get; init; } = string.Empty;

    public string CustomerNumberWhenUnknown { get; init; } = string.Empty;

    public string AnonymousNumber { get; init; } = string.Empty;

    /// <summary>keep or reject.</summary>
    public string NumberWhenNotE164 { get; init; } = "keep";

    public string DirectionWhenUnknown { get; init; } = string.Empty;

    public string OwnerWhenInactive { get; init; } = string.Empty;

    /// <summary>reject or zero.</summary>
    public string DurationWhenImpossible { get; init; } = "reject";

    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(24);

    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    public string Mark { get; init; } = "…";

    /// <summary>Value of a setting as <c>settings.name</c> gives it; null if there is no such setting.</summary>
    public string? Text(string name) => name switch
    {
        "region" => Region,
        "zone" => Zone,
        "agentNumberWhenUnknown" => AgentNumberWhenUnknown,
        "customerNumberWhenUnknown" => CustomerNumberWhenUnknown,
        "anonymousNumber" => AnonymousNumber,
        "ownerWhenInactive" => OwnerWhenInactive,
        _ => null,
    };
}
