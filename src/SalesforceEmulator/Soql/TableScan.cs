using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Soql;

/// <summary>
/// Yields the visible rows that match, in id order: by index where the filter names ids or keys, else by walking the table, leaving out blocks
/// whose times can't match.
/// </summary>
internal sealed class TableScan(OrgData data, Table table, RowFilter? filter, bool showHidden)
{
    public IEnumerable<uint> Addresses()
    {
        var conditions = filter is AllOf all ? all.Parts : filter is null ? [] : [filter];
        return Candidates(conditions) is { } candidates ? Listed(candidates) : Walked(conditions);
    }

    private IEnumerable<uint> Listed(List<uint> ordinals)
    {
        foreach (var ordinal in ordinals)
        {
            var address = ordinal < (uint)table.Count ? table.AddressOf((int)ordinal) : 0;
            if (address != 0 && Shows(address))
            {
                yield return address;
            }
        }
    }

    private IEnumerable<uint> Walked(IReadOnlyList<RowFilter> conditions)
    {
        var windows = Windows(conditions);
        var trail = new SegmentTrail(data.Log);
        var count = table.Count;
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            if (ordinal % AddressList.BlockSize == 0 && !windows.TrueForAll(w => w.Zones.MayHold(ordinal, w.From, w.To)))
            {
                ordinal += AddressList.BlockSize - 1;
                continue;
            }

            var address = table.AddressOf(ordinal);
            if (address == 0)
            {
                continue;
            }

            trail.Touch(address);
            if (Shows(address))
            {
                yield return address;
            }
        }
    }

    private bool Shows(uint address)
    {
        var row = data.Log.Read(address);
        return (showHidden ? !row.IsPurged : !row.IsHidden) && (filter is null || filter.Matches(row));
    }

    private List<(ZoneMap Zones, long From, long To)> Windows(IReadOnlyList<RowFilter> conditions)
    {
        var windows = new List<(ZoneMap, long, long)>();
        foreach (var range in conditions.OfType<ByteRange>())
        {
            if (range.Source is SlotSource source && table.ZonesOf(source.Field.Slot) is { } zones)
            {
                windows.Add((zones, Ticks(range.From, long.MinValue), Ticks(range.To, long.MaxValue)));
            }
        }

        return windows;
    }

    private static long Ticks(byte[]? bound, long open) =>
        bound is { Length: >= InstantText.Length } && InstantText.TryParse(bound.AsSpan(0, InstantText.Length), out var instant) ? instant.Ticks : open;

    /// <summary>Ordinals that a condition on an id or key narrows the search to, ascending; null if none does.</summary>
    private List<uint>? Candidates(IReadOnlyList<RowFilter> conditions)
    {
        foreach (var condition in conditions)
        {
            var (source, values) = condition switch
            {
                EqualBytes equal => (equal.Source, [equal.Value]),
                EqualText equal => (equal.Source, [equal.Value]),
                InBytes list => (list.Source, list.Values.Select(Encoding.UTF8.GetBytes)),
                _ => (null, Enumerable.Empty<byte[]>()),
            };
            if (source is SlotSource { Field: { } field } && (field.Type == FieldType.Id || field.ExternalId || field.IdLookup))
            {
                return Look(field, values);
            }
        }

        return null;
    }

    private List<uint> Look(FieldSchema field, IEnumerable<byte[]> values)
    {
        var found = new List<uint>();
        lock (data.WriteLock)
        {
            foreach (var value in values)
            {
                if (field.Type != FieldType.Id)
                {
                    table.IndexOf(field).Collect(value, found);
                }
                else if (table.TryOrdinal(value, out var ordinal))
                {
                    found.Add(ordinal);
                }
            }
        }

        found.Sort();
        return [.. found.Distinct()];
    }
}
