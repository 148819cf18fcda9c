using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>Saves records of a JSON body through the same door as Bulk rows.</summary>
internal static class RecordSaver
{
    /// <summary>Outcomes in the order of the records.</summary>
    /// <exception cref="OrgRequestException">What concerns the columns rather than a record.</exception>
    public static SaveOutcome[] Save(IOrg org, string sobject, SaveOperation operation, string? externalIdField, IReadOnlyList<RecordInput> records, bool allOrNone = false)
    {
        var columns = records.SelectMany(r => r.Values.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var outcomes = new SaveOutcome[records.Count];
        var rows = new List<RowBuffer>(records.Count);
        foreach (var record in records)
        {
            var row = new RowBuffer();
            record.CopyTo(columns, row);
            rows.Add(row);
        }

        Bind(org, sobject, operation, externalIdField, columns).SaveChunk(rows, outcomes, allOrNone);
        return outcomes;
    }

    private static ISaveBinding Bind(IOrg org, string sobject, SaveOperation operation, string? externalIdField, IReadOnlyList<string> columns)
    {
        try
        {
            return org.Bind(sobject, operation, externalIdField, columns);
        }
        catch (OrgRequestException e) when (e.RestMessage is { } message)
        {
            throw new OrgRequestException(e.HttpStatus, e.ErrorCode, message);
        }
    }
}
