using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Org.Store;

/// <summary>Schema and rows of one org.</summary>
internal sealed class OrgData
{
    private readonly Table[] tables;

    public OrgData(OrgSchema schema, RecordLog log, byte[] instance, TimeProvider clock)
    {
        Schema = schema;
        Log = log;
        Clock = clock;
        tables = [.. schema.Objects.Select(o => new Table(o, log, instance))];
    }

    public OrgSchema Schema { get; }

    public RecordLog Log { get; }

    public TimeProvider Clock { get; }

    /// <summary>Held while rows or indexes change, and while indexes are read.</summary>
    public Lock WriteLock { get; } = new();

    /// <summary>Records that the org's data storage holds.</summary>
    public long MostRecords { get; init; } = long.MaxValue;

    /// <summary>Records that count against data storage: those of objects that are data rather than setup.</summary>
    public long Records
    {
        get
        {
            long records = 0;
            foreach (var table in tables)
            {
                records += table.Schema.Writable ? table.Live : 0;
            }

            return records;
        }
    }

    public Table this[ObjectSchema schema] => tables[schema.Index];

    public Table this[string name] => tables[Schema[name].Index];

    public Table TableAt(int objectIndex) => tables[objectIndex];

    /// <summary>The row of an id of any object; one that doesn't exist if there is none.</summary>
    public RowView Find(ReadOnlySpan<byte> id) => Schema.OfId(id) is { } schema ? tables[schema.Index].Find(id) : default;
}
