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

    public Table this[ObjectSchema schema] => tables[schema.Index];

    public Table this[string name] => tables[Schema[name].Index];

    public Table TableAt(int objectIndex) => tables[objectIndex];

    /// <summary>The row of an id of any object; one that doesn't exist if there is none.</summary>
    public RowView Find(ReadOnlySpan<byte> id) => Schema.OfId(id) is { } schema ? tables[schema.Index].Find(id) : default;
}
