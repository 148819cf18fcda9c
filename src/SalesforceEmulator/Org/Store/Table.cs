using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Org.Store;

/// <summary>The rows of one object: newest versions by ordinal, and the indexes over them.</summary>
internal sealed class Table(ObjectSchema schema, RecordLog log, byte[] instance)
{
    private readonly AddressList addresses = new();
    private readonly Dictionary<int, HashIndex> indexes = [];
    private readonly ZoneMap[] zones =
        [.. new[] { schema.CreatedDateSlot, schema.LastModifiedDateSlot, schema.SystemModstampSlot, schema.SlotOf("CallStartDateTime") }.Where(slot => slot >= 0).Select(slot => new ZoneMap(slot))];

    public ObjectSchema Schema => schema;

    /// <summary>Ordinals handed out, deleted rows included.</summary>
    public int Count => addresses.Count;

    /// <summary>Rows outside the recycle bin, archived ones included.</summary>
    public int Live { get; private set; }

    public byte[] Instance => instance;

    public uint AddressOf(int ordinal) => addresses[ordinal];

    public RowView Read(uint address) => address == 0 ? default : log.Read(address);

    /// <summary>The newest version; one that doesn't exist if there is none.</summary>
    public RowView Get(uint ordinal) => ordinal < (uint)addresses.Count ? Read(addresses[(int)ordinal]) : default;

    /// <summary>The row that an id (15 or 18 characters) names, hidden rows included; one that doesn't exist if there is none.</summary>
    public RowView Find(ReadOnlySpan<byte> id) => TryOrdinal(id, out var ordinal) ? Get(ordinal) : default;

    public bool TryOrdinal(ReadOnlySpan<byte> id, out uint ordinal)
    {
        ordinal = 0;
        if (id.Length < 15 || !id[..3].SequenceEqual(schema.PrefixBytes) || !id.Slice(3, 3).SequenceEqual(instance))
        {
            return false;
        }

        if (!SalesforceId.TryNumber(id, out var number) || number == 0)
        {
            return false;
        }

        ordinal = number - 1;
        return true;
    }

    /// <summary>Writes the id of an ordinal; 18 bytes.</summary>
    public void WriteId(uint ordinal, Span<byte> id) => SalesforceId.Write(schema.PrefixBytes, instance, ordinal + 1, id);

    /// <summary>Stores a version and makes it the newest.</summary>
    public void Put(RecordBuilder builder, uint ordinal)
    {
        var address = log.Append(builder, schema.Index, ordinal);
        Publish(log.Read(address), address);
    }

    /// <summary>Stores a record packed elsewhere.</summary>
    public void Put(ReadOnlySpan<byte> packed)
    {
        var address = log.Append(packed);
        Publish(log.Read(address), address);
    }

    /// <summary>Makes a stored version the newest; used when the log is read back.</summary>
    public void Publish(RowView row, uint address)
    {
        // The zone is widened before the row can be seen, so that no scan skips it.
        foreach (var zone in zones)
        {
            zone.Add(row.Ordinal, row[zone.Slot]);
        }

        var before = Get(row.Ordinal);
        Live += (row.IsDeleted ? 0 : 1) - (before.Exists && !before.IsDeleted ? 1 : 0);
        addresses[(int)row.Ordinal] = address;

        foreach (var index in indexes.Values)
        {
            index.Add(row.Ordinal, row[index.Slot]);
        }
    }

    /// <summary>The zones of a field; null if it has none.</summary>
    public ZoneMap? ZonesOf(int slot) => Array.Find(zones, z => z.Slot == slot);

    /// <summary>The index over a field, built on first use.</summary>
    public HashIndex IndexOf(FieldSchema field)
    {
        if (!indexes.TryGetValue(field.Slot, out var index))
        {
            index = new HashIndex(this, field.Slot, field.CaseSensitive);
            for (var ordinal = 0; ordinal < Count; ordinal++)
            {
                var row = Get((uint)ordinal);
                if (row.Exists)
                {
                    index.Add((uint)ordinal, row[field.Slot]);
                }
            }

            indexes.Add(field.Slot, index);
        }

        return index;
    }
}
