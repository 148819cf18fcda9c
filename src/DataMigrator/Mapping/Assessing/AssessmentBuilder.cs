using System.Text;
using DataMigrator.Mapping.Linking;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;
using DataMigrator.Staging;

namespace DataMigrator.Mapping.Assessing;

/// <summary>
/// Maps rows and counts what came of them; memory doesn't grow with the rows. One builder per thread, <see cref="Merge"/> them at the end.
/// </summary>
internal sealed class AssessmentBuilder
{
    private const int TopValues = 50;

    private readonly CompiledMapping mapping;
    private readonly ILookups lookups;
    private readonly CallMapper mapper;
    private readonly CallBuffer call;
    private readonly int ownerLookup;
    private readonly int activeField;
    private readonly int created;
    private readonly int type;
    private readonly int subtype;
    private readonly int owner;
    private readonly long[] filled;
    private readonly long[] doors = new long[4];
    private readonly BoundedCounter years = new(), types = new(), subtypes = new(), presets = new(), owners = new(), starts = new(), froms = new(), tos = new();
    private readonly BoundedCounter[] unmapped;
    private readonly Dictionary<MapReason, (long Count, string Example)> reasons = [];
    private long seconds;
    private long severalLegs;

    public AssessmentBuilder(ICompiledMapping compiled, ILookups lookups)
    {
        mapping = (CompiledMapping)compiled;
        this.lookups = lookups;
        mapper = new CallMapper(mapping, lookups);
        call = new CallBuffer(mapping.TargetFields.Count);
        filled = new long[mapping.SourceFields.Count];
        unmapped = [.. mapping.ValueMaps.Select(_ => new BoundedCounter())];
        (created, type, subtype, owner) = (Column("CreatedDate"), Column("Type"), Column("TaskSubtype"), Column("OwnerId"));
        var specs = mapping.Lookups.ToList();
        ownerLookup = specs.FindIndex(l => l.Object == "User" && l.ReferencedBy.Contains("OwnerId", StringComparer.Ordinal));
        activeField = ownerLookup < 0 ? -1 : specs[ownerLookup].ValueFields.ToList().IndexOf("IsActive");
    }

    /// <summary>What the row added last became.</summary>
    public CallBuffer Call => call;

    /// <summary>Maps and counts one row.</summary>
    public MapOutcome Add(in TaskRow row)
    {
        var outcome = mapper.Map(row, call);
        doors[(int)outcome.Door]++;
        for (var i = 0; i < filled.Length && i < row.Count; i++)
        {
            filled[i] += row[i].IsEmpty ? 0 : 1;
        }

        if (outcome.Reason is { } reason)
        {
            ref var entry = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(reasons, reason, out var known);
            entry = (entry.Count + 1, known ? entry.Example : Encoding.UTF8.GetString(row[0]));
        }
        else
        {
            seconds += call.Duration;
            severalLegs += call.How.Legs > 0 ? 1 : 0;
            starts.Add(call.How.Start.ToString());
            froms.Add(call.How.From.ToString());
            tos.Add(call.How.To.ToString());
        }

        CountRow(row, outcome.Door);
        return outcome;
    }

    public void Merge(AssessmentBuilder other)
    {
        for (var i = 0; i < filled.Length; i++)
        {
            filled[i] += other.filled[i];
        }

        for (var i = 0; i < doors.Length; i++)
        {
            doors[i] += other.doors[i];
        }

        for (var i = 0; i < unmapped.Length; i++)
        {
            unmapped[i].Merge(other.unmapped[i]);
        }

        foreach (var (mine, theirs) in new[]
        {
            (years, other.years), (types, other.types), (subtypes, other.subtypes), (presets, other.presets), (owners, other.owners), (starts, other.starts),
            (froms, other.froms), (tos, other.tos),
        })
        {
            mine.Merge(theirs);
        }

        foreach (var (reason, entry) in other.reasons)
        {
            reasons[reason] = reasons.TryGetValue(reason, out var mine) ? (mine.Count + entry.Count, mine.Example) : entry;
        }

        seconds += other.seconds;
        severalLegs += other.severalLegs;
    }

    /// <param name="windows">Query jobs that extraction would need.</param>
    /// <param name="lookupRecords">Records that lookups hold.</param>
    /// <param name="links">What linking would make of the mapped rows; null = each stands alone.</param>
    public Assessment Build(MigrationSettings settings, CostRates rates, int windows, long lookupRecords, LinkTally? links = null)
    {
        links ??= LinkTally.None;
        var (mapped, skipped, rejected) = (doors[(int)TaskDoor.Mapped] - links.Merged, doors[(int)TaskDoor.Skipped] + links.Merged, doors[(int)TaskDoor.Rejected]);
        if (links.Merged > 0)
        {
            reasons[LinkWriter.Duplicate] = (links.Merged, links.Example!);
        }

        var read = mapped + skipped + rejected;
        return new Assessment(
            read, mapped, skipped, rejected, seconds - links.MergedSeconds,
            years.ByName(), types.Top(TopValues), subtypes.Top(TopValues), presets.Top(), owners.Top(),
            [.. mapping.SourceFields.Select((f, i) => new Tally(f, filled[i])).OrderByDescending(t => t.Count)],
            [.. reasons.OrderByDescending(r => r.Value.Count).ThenBy(r => r.Key.Text, StringComparer.Ordinal)
                .Select(r => new ReasonCount(r.Key.Kind.ToString().ToLowerInvariant(), r.Key.Field, r.Key.Rule, r.Key.Text, r.Value.Count, r.Value.Example))],
            starts.Top(), froms.Top(), tos.Top(),
            [.. mapping.ValueMaps.Select((m, i) => new UnmappedValues(m.ListName, m.Site, unmapped[i].Top(TopValues), unmapped[i].Others)).Where(u => u.Values.Count > 0)],
            CostForecaster.Forecast(read, mapped, windows, lookupRecords, mapping.Lookups.Count, settings, rates))
        {
            Merged = links.Merged,
            Chained = links.Chained,
            SeveralLegs = severalLegs,
        };
    }

    private void CountRow(in TaskRow row, TaskDoor door)
    {
        if (row.Count != filled.Length)
        {
            return;
        }

        years.Add(created < 0 || row[created].Length < 4 ? "(none)"u8 : row[created][..4]);
        types.Add(type < 0 || row[type].IsEmpty ? "(none)"u8 : row[type]);
        subtypes.Add(subtype < 0 || row[subtype].IsEmpty ? "(none)"u8 : row[subtype]);
        owners.Add(OwnerState(row));
        var context = new RowContext(row, lookups, mapper.Scratch);
        presets.Add(Preset(context));
        if (door == TaskDoor.Skipped)
        {
            return;
        }

        for (var i = 0; i < unmapped.Length; i++)
        {
            var map = mapping.ValueMaps[i];
            var text = Texts.Ascii.Trim(map.Input.Text(context));
            if (!text.IsEmpty && !map.Table.TryGet(text, out _))
            {
                unmapped[i].Add(text);
            }
        }
    }

    private ReadOnlySpan<byte> OwnerState(in TaskRow row)
    {
        if (owner < 0 || row[owner].IsEmpty)
        {
            return "unknown"u8;
        }

        if (row[owner].StartsWith("00G"u8))
        {
            return "queue"u8;
        }

        return activeField < 0 || !lookups.TryGet(ownerLookup, row[owner], out var user) ? "unknown"u8
            : user[activeField].SequenceEqual("true"u8) ? "active"u8 : "inactive"u8;
    }

    private ReadOnlySpan<byte> Preset(scoped in RowContext row)
    {
        foreach (var (name, when) in mapping.Presets)
        {
            if (when.Holds(row))
            {
                return name;
            }
        }

        return VendorMarks.Of(row.Task, mapping.SourceFields);
    }

    private int Column(string name) => mapping.SourceFields.ToList().IndexOf(name);
}
