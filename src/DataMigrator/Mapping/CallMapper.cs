using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>
/// A mapping compiled against both orgs' describes, before lookups are known. Immutable. Made by <c>MappingFile.Load(…).Compile(…)</c>.
/// </summary>
internal interface ICompiledMapping
{
    /// <summary>SHA-256 (hex, 16 characters are shown) over text, value files and engine version.</summary>
    string Version { get; }

    string Name { get; }

    /// <summary>The YAML as read.</summary>
    string Text { get; }

    /// <summary>Source object, <c>Task</c> unless a preset names its own.</summary>
    string SourceObject { get; }

    /// <summary>SELECT list, <c>Id</c> first; also the column order of staged records.</summary>
    IReadOnlyList<string> SourceFields { get; }

    /// <summary>Extra WHERE condition for extraction (SOQL, already escaped), or null. Only what surely is no call may be left out here.</summary>
    string? SourceFilter { get; }

    /// <summary>Values of a call's payload, in order. The external id field is one of them.</summary>
    IReadOnlyList<TargetField> TargetFields { get; }

    /// <summary>The external id field on VoiceCall that holds the Task's 18-character id.</summary>
    string ExternalIdField { get; }

    /// <summary>Records of other objects that mapping needs.</summary>
    IReadOnlyList<LookupSpec> Lookups { get; }

    /// <summary>How legs are chained and duplicates merged; null = every Task stands alone.</summary>
    LinkRule? Links { get; }

    /// <summary>Ready to map. One mapper per thread; the lookups may be shared.</summary>
    ICallMapper CreateMapper(ILookups lookups);
}

/// <summary>One column of VoiceCall that the mapping fills.</summary>
/// <param name="Type">Describe type: string, datetime, int, double, boolean, picklist, reference, phone, textarea, url, date, id.</param>
/// <param name="Tolerance">Allowed difference when compared: seconds for datetime, units for numbers; 0 = equal.</param>
internal sealed record TargetField(string Name, string Type, int Length, bool Createable, bool Updateable, double Tolerance = 0);

/// <summary>Fetch <c>SELECT {KeyField}, {ValueFields} FROM {Object} [WHERE Filter]</c> before mapping.</summary>
/// <param name="Name">Name in the mapping; lookup.name in staging.</param>
/// <param name="ReferencedBy">Source columns (such as WhoId, OwnerId) whose values are keys; empty = fetch all rows.</param>
/// <param name="KeyPrefixes">Only keys with these prefixes belong to this object (003 for Contact); empty = all.</param>
/// <param name="Org">Where the records are read.</param>
internal sealed record LookupSpec(
    string Name, string Object, string KeyField, IReadOnlyList<string> ValueFields, string? Filter,
    IReadOnlyList<string> ReferencedBy, IReadOnlyList<string> KeyPrefixes, LookupOrg Org = LookupOrg.Source);

/// <summary>Which org a lookup reads.</summary>
internal enum LookupOrg
{
    /// <summary>Where the Tasks are.</summary>
    Source = 0,

    /// <summary>Where the VoiceCalls go.</summary>
    Target = 1,
}

/// <summary>How Tasks of one call belong together; keys are call.link_key.</summary>
/// <param name="MergeSameOwner">Same key, same owner, overlapping time: one call, the others are skipped as duplicates of it.</param>
/// <param name="Chain">Same key, another owner: legs, in order of start, linked by PreviousCallId.</param>
/// <param name="MaxGapSeconds">Rows of one key further apart than this are not the same call.</param>
/// <param name="MergedIdsField">Custom VoiceCall field that takes the merged Task ids, or null.</param>
internal sealed record LinkRule(bool MergeSameOwner, bool MergeAnyOwner, bool Chain, int MaxGapSeconds, string? MergedIdsField);

/// <summary>Lookup tables, read-only, shared between threads.</summary>
internal interface ILookups
{
    /// <summary>Values of the record with that key (18-character ids; other keys case-insensitive), in the order of ValueFields; false if there is none.</summary>
    bool TryGet(int lookup, ReadOnlySpan<byte> key, out LookupRow row);
}

/// <summary>One looked-up record.</summary>
internal readonly ref struct LookupRow(ReadOnlySpan<byte> values, ReadOnlySpan<int> ends)
{
    private readonly ReadOnlySpan<byte> values = values;
    private readonly ReadOnlySpan<int> ends = ends;

    /// <summary>UTF-8 value; empty if null.</summary>
    public ReadOnlySpan<byte> this[int field] => values[(field == 0 ? 0 : ends[field - 1])..ends[field]];
}

/// <summary>One staged record: unescaped UTF-8 values in the order of SourceFields; empty = null.</summary>
internal readonly ref struct TaskRow(ReadOnlySpan<byte> values, ReadOnlySpan<int> ends)
{
    private readonly ReadOnlySpan<byte> values = values;
    private readonly ReadOnlySpan<int> ends = ends;

    public int Count => ends.Length;

    public ReadOnlySpan<byte> this[int column] => values[(column == 0 ? 0 : ends[column - 1])..ends[column]];
}

/// <summary>Maps one Task at a time; reuses its buffers, not thread-safe. Pure: same row and lookups, same outcome. Never throws for data.</summary>
internal interface ICallMapper
{
    /// <summary>Fills <paramref name="call"/> if the door is Mapped.</summary>
    MapOutcome Map(in TaskRow row, CallBuffer call);
}

/// <summary>What became of one row.</summary>
/// <param name="Reason">Null if mapped. Reasons are shared instances, few in number; they hold no row data.</param>
internal readonly record struct MapOutcome(TaskDoor Door, MapReason? Reason)
{
    public static MapOutcome Mapped => new(TaskDoor.Mapped, null);
}

/// <summary>Why a row was skipped or rejected: field, rule, sentence.</summary>
internal sealed record MapReason(TaskDoor Kind, string Field, string Rule, string Text);

/// <summary>The call being built: values by target field, and what staging keeps beside them.</summary>
internal sealed class CallBuffer(int fields)
{
    private byte[] bytes = new byte[4096];
    private readonly (int Start, int Length)[] values = new (int, int)[fields];
    private int used;

    /// <summary>Number of target fields.</summary>
    public int Count => values.Length;

    /// <summary>Unix seconds, UTC.</summary>
    public long Starts { get; set; }

    /// <summary>Unix seconds, UTC.</summary>
    public long Ends { get; set; }

    /// <summary>Seconds.</summary>
    public long Duration { get; set; }

    public CallSources How { get; set; }

    /// <summary>Hash of the vendor's call key; null = stands alone.</summary>
    public long? LinkKey { get; set; }

    /// <summary>The value that a skip or rejection is about (UTF-16, at most 200 characters); null if none.</summary>
    public string? Detail { get; set; }

    /// <summary>UTF-8 value; <see cref="IsNull"/> tells null from empty.</summary>
    public ReadOnlySpan<byte> this[int field] => values[field] is { Length: >= 0 } value ? bytes.AsSpan(value.Start, value.Length) : default;

    public bool IsNull(int field) => values[field].Length < 0;

    public void Clear()
    {
        Array.Fill(values, (0, -1));
        used = 0;
        (Starts, Ends, Duration, How, LinkKey, Detail) = (0, 0, 0, default, null, null);
    }

    public void Set(int field, ReadOnlySpan<byte> value)
    {
        if (used + value.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + value.Length));
        }

        value.CopyTo(bytes.AsSpan(used));
        values[field] = (used, value.Length);
        used += value.Length;
    }

    public void SetNull(int field) => values[field] = (0, -1);
}
