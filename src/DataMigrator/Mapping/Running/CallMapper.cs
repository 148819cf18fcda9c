using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Times;
using DataMigrator.Staging;

namespace DataMigrator.Mapping.Running;

/// <summary>Maps one Task at a time, in the order: is it a call, which direction, when, whose numbers, then field by field.</summary>
internal sealed class CallMapper(CompiledMapping mapping, ILookups lookups) : ICallMapper
{
    private static readonly MapReason NotACall = new(TaskDoor.Skipped, "Task", "calls", "not a call");
    private static readonly MapReason NoDirection = new(TaskDoor.Rejected, "CallType", "direction", "no direction found");
    private static readonly MapReason Unexpected = new(TaskDoor.Rejected, "Task", "engine", "the row could not be read");

    private static readonly byte[][] StartNames = Names<StartSource>();
    private static readonly byte[][] NumberNames = Names<NumberSource>();

    private readonly MapScratch scratch = new(mapping.SlotCount, mapping.GuardCount, new ZoneTable());
    private readonly TargetRule[] targets = [.. mapping.Targets];
    private readonly SkipRule[] skips = [.. mapping.Skips];
    private readonly Slot[] slots = [.. mapping.Slots];
    private readonly HomeRegion home = new(mapping.Slots[SlotIndex.Region], SlotIndex.Region, mapping.Region);
    private readonly (byte[] Name, Condition When)[] presets = [.. mapping.Presets];

    /// <summary>State of the row mapped last; explaining looks at it.</summary>
    internal MapScratch Scratch => scratch;

    internal ILookups Lookups => lookups;

    public MapOutcome Map(in TaskRow row, CallBuffer call)
    {
        call.Clear();
        scratch.Reset();
        if (row.Count != mapping.SourceFields.Count)
        {
            return new MapOutcome(TaskDoor.Rejected, Unexpected);
        }

        var context = new RowContext(row, lookups, scratch);
        var reason = Judge(context) ?? Find(context, call) ?? Fill(context, call);
        reason = scratch.Fault ?? reason;
        return reason is null ? MapOutcome.Mapped : new MapOutcome(reason.Kind, reason);
    }

    private MapReason? Judge(scoped in RowContext row)
    {
        foreach (var skip in skips)
        {
            if (skip.When.Holds(row))
            {
                return skip.Reason;
            }
        }

        return mapping.IsCall.Holds(row) ? null : NotACall;
    }

    private MapReason? Find(scoped in RowContext row, CallBuffer call)
    {
        foreach (var (name, when) in presets)
        {
            if (when.Holds(row))
            {
                scratch.Keep(SlotIndex.Preset, name, -1, ValueOrigin.Other);
                break;
            }
        }

        var direction = Directions.Find(slots[SlotIndex.Direction], row, out _);
        direction = direction == Direction.None ? mapping.DirectionWhenUnknown : direction;
        if (direction == Direction.None)
        {
            return NoDirection;
        }

        scratch.Keep(SlotIndex.FinalDirection, Directions.Name(direction), -1, ValueOrigin.Other);
        if (mapping.Times.Find(row, call, out var start) is { } noTime)
        {
            return noTime;
        }

        scratch.Keep(SlotIndex.StartSource, StartNames[(int)start], -1, ValueOrigin.Other);
        scratch.Home = home;
        if (mapping.Numbers.Find(row, direction, out var from, out var to, out var written) is { } noNumber)
        {
            return noNumber;
        }

        call.How = new CallSources(start, from, to, Legs(row));
        KeepNumberSource(from, to, written);
        if (mapping.Links is not null)
        {
            var key = slots[SlotIndex.Key].Value(row, SlotIndex.Key);
            call.LinkKey = key.State == SlotState.Filled ? Texts.StableHash.Of(key.Text) : null;
        }

        return null;
    }

    private MapReason? Fill(scoped in RowContext row, CallBuffer call)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i].Fill(row, call, i) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>Legs that the row's own text tells of; 0 if it tells of one at most.</summary>
    private byte Legs(scoped in RowContext row)
    {
        var slot = slots[SlotIndex.Legs];
        for (var at = -1; slot.Next(row, ref at) is { } candidate;)
        {
            if (candidate.TryNumber(row, out var number) && number >= 2)
            {
                var legs = (byte)Math.Min(number, CallSources.MostLegs);
                Span<byte> text = stackalloc byte[3];
                System.Buffers.Text.Utf8Formatter.TryFormat(legs, text, out var length);
                scratch.Keep(SlotIndex.FinalLegs, text[..length], -1, ValueOrigin.Other);
                return legs;
            }
        }

        return 0;
    }

    private void KeepNumberSource(NumberSource from, NumberSource to, (bool From, bool To) written)
    {
        Span<byte> text = stackalloc byte[48];
        var length = Put(NumberNames[(int)from], written.From, text);
        text[length++] = (byte)'/';
        length += Put(NumberNames[(int)to], written.To, text[length..]);
        scratch.Keep(SlotIndex.NumberSource, text[..length], -1, ValueOrigin.Other);
    }

    // "field-raw": the number stands there as it was written.
    private static int Put(byte[] name, bool written, Span<byte> text)
    {
        name.CopyTo(text);
        if (!written)
        {
            return name.Length;
        }

        "-raw"u8.CopyTo(text[name.Length..]);
        return name.Length + 4;
    }

    private static byte[][] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(n => System.Text.Encoding.ASCII.GetBytes(n == "DateOnly" ? "date-only" : n.ToLowerInvariant()))];
}
