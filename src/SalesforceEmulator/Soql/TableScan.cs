using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>Walks a table in id order and yields the visible rows that match.</summary>
internal sealed class TableScan(OrgData data, Table table, RowFilter? filter, bool showHidden)
{
    public IEnumerable<uint> Addresses()
    {
        var count = table.Count;
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            var address = table.AddressOf(ordinal);
            if (address != 0 && Shows(address))
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
}
