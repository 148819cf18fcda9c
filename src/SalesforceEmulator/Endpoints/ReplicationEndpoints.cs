using System.Globalization;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>What changed or went in a span of time, as getUpdated() and getDeleted() tell it (REST guide, "sObject Get Updated", "sObject Get Deleted").</summary>
internal static class ReplicationEndpoints
{
    private const string Instant = "yyyy-MM-ddTHH:mm:ss.fff+0000";
    private const int LastYear = 4000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static void Map(Router router)
    {
        router.Map("GET", "services/data/{version}/sobjects/{object}/updated", Access.Api, UpdatedAsync);
        router.Map("GET", "services/data/{version}/sobjects/{object}/deleted", Access.Api, DeletedAsync);
    }

    private static Task UpdatedAsync(ApiCall call)
    {
        var (schema, span, end) = Read(call);
        var alive = schema.HasIsDeleted ? " AND IsDeleted = false" : "";
        var found = call.Org.Query($"SELECT Id FROM {schema.Name} WHERE {span}{alive}", QueryScope.RestAll);
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("ids");
            foreach (var id in RecordReader.Values(found, "Id"))
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
            json.WriteString("latestDateCovered", Text(end));
            json.WriteEndObject();
        });
    }

    private static Task DeletedAsync(ApiCall call)
    {
        var (schema, span, end) = Read(call);
        if (!schema.HasIsDeleted)
        {
            throw new OrgRequestException(400, "INVALID_TYPE_FOR_OPERATION", $"entity type {schema.Name} does not support getDeleted");
        }

        var found = call.Org.Query($"SELECT Id, SystemModstamp FROM {schema.Name} WHERE {span} AND IsDeleted = true", QueryScope.RestAll);
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("deletedRecords");
            foreach (var (id, date) in RecordReader.Values(found, "Id").Zip(RecordReader.Values(found, "SystemModstamp")))
            {
                json.WriteStartObject();
                json.WriteString("deletedDate", date);
                json.WriteString("id", id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("earliestDateAvailable", Text(call.Site.Clock.GetUtcNow() - Kept));
            json.WriteString("latestDateCovered", Text(end));
            json.WriteEndObject();
        });
    }

    private static (KnownObject Schema, string Span, DateTimeOffset End) Read(ApiCall call)
    {
        var schema = call.Site.Schema.Require(call["object"]);
        if (!schema.Fields.Contains("SystemModstamp", StringComparer.Ordinal))
        {
            throw new OrgRequestException(400, "INVALID_TYPE_FOR_OPERATION", $"entity type {schema.Name} is not replicateable");
        }

        var (start, end) = (Date(call, "start"), Date(call, "end"));
        if (end - start < TimeSpan.FromMinutes(1))
        {
            throw new OrgRequestException(400, "INVALID_REPLICATION_DATE", "endDate must be at least one minute greater than startDate");
        }

        if (start < call.Site.Clock.GetUtcNow() - Kept)
        {
            throw new OrgRequestException(400, "INVALID_REPLICATION_DATE", "startDate before org replication enabled date or more than 30 days ago");
        }

        return (schema, $"SystemModstamp >= {Soql(start)} AND SystemModstamp < {Soql(end)}", end);
    }

    /// <summary>Seconds are ignored, as in Salesforce. A plus sign that was not encoded has become a blank.</summary>
    private static DateTimeOffset Date(ApiCall call, string name)
    {
        var text = call.Query(name) ?? throw new OrgRequestException(400, "MISSING_ARGUMENT", $"The parameter {name} is missing");
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) && date.Year <= LastYear
            ? new DateTimeOffset(date.Year, date.Month, date.Day, date.Hour, date.Minute, 0, TimeSpan.Zero)
            : throw new OrgRequestException(400, "INVALID_REPLICATION_DATE", $"{text} is not a date and time");
    }

    private static string Text(DateTimeOffset date) => date.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    private static string Soql(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
