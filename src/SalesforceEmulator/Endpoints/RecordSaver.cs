using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Saving;

namespace SalesforceEmulator.Endpoints;

/// <summary>Saves records of a JSON body through the same door as Bulk rows.</summary>
internal static class RecordSaver
{
    /// <summary>Outcomes in the order of the records.</summary>
    /// <param name="within">A transaction of the request; null = none but that of the composite request, if it is part of one.</param>
    /// <exception cref="OrgRequestException">What concerns the columns or the form of a value rather than a record.</exception>
    public static SaveOutcome[] Save(ApiCall call, string sobject, SaveOperation operation, string? externalIdField, IReadOnlyList<RecordInput> records, Rollback? within = null)
    {
        var columns = records.SelectMany(r => r.Values.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (operation == SaveOperation.Upsert && externalIdField is { } key && !columns.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            // Records without the key are new (by Id) or lack it (by another field): the org tells one from the other.
            columns.Add(key);
        }

        var outcomes = new SaveOutcome[records.Count];
        var rows = new List<RowBuffer>(records.Count);
        foreach (var record in records)
        {
            var row = new RowBuffer();
            record.CopyTo(columns, row);
            rows.Add(row);
        }

        var transaction = call.Org.BeginTransaction(within ?? call.Exchange.Transaction);
        Bind(call.Org, sobject, operation, externalIdField, columns).SaveChunk(rows, outcomes, transaction);
        if (outcomes.Select(o => o.Error?.UnreadableJson).FirstOrDefault(e => e is not null) is { } unreadable)
        {
            transaction.Undo();
            throw new OrgRequestException(400, "JSON_PARSER_ERROR", unreadable);
        }

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
            throw new OrgRequestException(e.HttpStatus, e.RestErrorCode ?? e.ErrorCode, message);
        }
    }
}
