using System.Text;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Population;

/// <summary>Writes the rows of the smaller objects, field by name.</summary>
internal sealed class RecordDraft(OrgData data, string sobject)
{
    private readonly Table table = data[sobject];
    private readonly RecordBuilder record = new(data[sobject].Schema.Fields.Count);
    private uint ordinal;

    /// <summary>Starts the next row; returns its id.</summary>
    public string Begin(DateTime created, string? creator)
    {
        var schema = table.Schema;
        ordinal = (uint)table.Count;
        record.Reset();
        table.WriteId(ordinal, record.Reserve(0, SalesforceId.Length));
        foreach (var field in schema.Fields.Where(f => f.DefaultValue is not null))
        {
            Set(field.Name, field.DefaultValue);
        }

        foreach (var name in (string[])["CreatedDate", "LastModifiedDate", "SystemModstamp"])
        {
            Set(name, created);
        }

        Set("CreatedById", creator);
        Set("LastModifiedById", creator);
        return SalesforceId.ToText(record[0]);
    }

    public void Set(string field, string? value)
    {
        var slot = table.Schema.SlotOf(field);
        if (slot >= 0)
        {
            record.Set(slot, value is null ? default : Encoding.UTF8.GetBytes(value));
        }
    }

    public void Set(string field, bool value) => Set(field, value ? "true" : "false");

    public void Set(string field, DateTime value) => Set(field, Encoding.ASCII.GetString(InstantText.Instant(value)));

    public void Store() => table.Put(record, ordinal);

    /// <summary>Rewrites one field of a stored row.</summary>
    public void Rewrite(RowView row, string field, string value)
    {
        record.Load(row);
        ordinal = row.Ordinal;
        Set(field, value);
        Store();
    }
}
