using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Population.Calls;

/// <summary>The Task that a vendor's code writes, field by field; fields that the org lacks are left out, as saveLog would refuse them.</summary>
internal sealed class TaskCanvas
{
    private readonly RecordBuilder record;
    private readonly FrozenDictionary<string, int> slots;

    public TaskCanvas(ObjectSchema schema)
    {
        record = new RecordBuilder(schema.Fields.Count);
        slots = schema.Fields.ToFrozenDictionary(f => f.Name, f => f.Slot, StringComparer.Ordinal);
    }

    public RecordBuilder Record => record;

    public void Set(string field, string? value)
    {
        if (!slots.TryGetValue(field, out var slot))
        {
            return;
        }

        if (string.IsNullOrEmpty(value))
        {
            record.Clear(slot);
            return;
        }

        Encoding.UTF8.GetBytes(value, record.Reserve(slot, Encoding.UTF8.GetByteCount(value)));
    }

    public void Set(string field, bool value) => record.Set(slots[field], value ? "true"u8 : "false"u8);

    public void Set(string field, ReadOnlySpan<byte> value) => record.Set(slots[field], value);

    public void Set(string field, DateTime utc)
    {
        if (slots.TryGetValue(field, out var slot))
        {
            InstantText.Write(utc, record.Reserve(slot, InstantText.Length));
        }
    }

    public void Set(string field, int value) => Set(field, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number field of a package, in the form in which the org stores doubles.</summary>
    public void Set(string field, double value)
    {
        if (slots.TryGetValue(field, out var slot))
        {
            record.Set(slot, NumberText.Of(value));
        }
    }

    public void SetDate(string field, DateTime day) => InstantText.WriteDate(DateOnly.FromDateTime(day), record.Reserve(slots[field], InstantText.DateLength));

    public bool Has(string field) => slots.TryGetValue(field, out var slot) && record.Has(slot);

    public ReadOnlySpan<byte> Read(string field) => record[slots[field]];
}
