using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Soql;

/// <summary>One selected value: its path, the names along it, and how to read it.</summary>
internal sealed record Column(string Path, string[] Names, ValueSource Source, ParentHop[] Hops)
{
    public FieldSchema Field => Source.Field;
}
