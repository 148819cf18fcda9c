using System.Globalization;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>query, queryAll, their locators, and the Tooling API's query.</summary>
internal static class QueryEndpoints
{
    private const int SmallestPage = 200;
    private const int LargestPage = 2_000;

    public static void Map(Router router)
    {
        router.Map("GET", "services/data/{version}/query", Access.Api, call => QueryAsync(call, QueryScope.Rest));
        router.Map("GET", "services/data/{version}/queryAll", Access.Api, call => QueryAsync(call, QueryScope.RestAll));
        router.Map("GET", "services/data/{version}/tooling/query", Access.Api, call => QueryAsync(call, QueryScope.Tooling));
        router.Map("GET", "services/data/{version}/query/{locator}", Access.Api, MoreAsync);
        router.Map("GET", "services/data/{version}/queryAll/{locator}", Access.Api, MoreAsync);
        router.Map("GET", "services/data/{version}/tooling/query/{locator}", Access.Api, MoreAsync);
    }

    private static Task QueryAsync(ApiCall call, QueryScope scope)
    {
        var result = call.Org.Query(call.RequiredQuery("q"), scope);
        if (bool.TryParse(call.Query("columns"), out var columns) && columns)
        {
            return ColumnsAsync(call, result);
        }

        return PageAsync(call, result, null, 0, PageSize(call));
    }

    private static Task MoreAsync(ApiCall call)
    {
        var (result, id, start, pageSize) = call.Site.Cursors.Resume(call["locator"]);
        return PageAsync(call, result, id, start, pageSize);
    }

    private static Task PageAsync(ApiCall call, IQueryResult result, string? cursor, int start, int pageSize)
    {
        var end = result.IsCountOnly ? 0 : Math.Min(result.Count, start + pageSize);
        var done = result.IsCountOnly || end == result.Count;
        if (!done)
        {
            cursor ??= call.Site.Cursors.Open(result, pageSize);
        }

        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("totalSize", result.Count);
            json.WriteBoolean("done", done);
            if (!done)
            {
                json.WriteString("nextRecordsUrl", string.Create(CultureInfo.InvariantCulture, $"{call.VersionPath}/query/{cursor}-{end}"));
            }

            json.WriteStartArray("records");
            for (var row = start; row < end; row++)
            {
                result.WriteJsonRecord(row, call.Version, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static Task ColumnsAsync(ApiCall call, IQueryResult result) => call.JsonAsync(200, json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("columnMetadata");
        result.WriteColumnMetadata(json);
        json.WriteString("entityName", result.SObject);
        json.WriteBoolean("groupBy", false);
        json.WriteBoolean("idSelected", result.Columns.Contains("Id", StringComparer.OrdinalIgnoreCase));
        json.WriteString("keyPrefix", call.Site.Schema.Require(result.SObject).KeyPrefix);
        json.WriteEndObject();
    });

    /// <summary><c>Sforce-Query-Options: batchSize=200..2000</c>; outside that range it is brought into it.</summary>
    private static int PageSize(ApiCall call)
    {
        var options = call.Http.Request.Headers["Sforce-Query-Options"].ToString();
        foreach (var part in options.Split(',', ';'))
        {
            if (part.Split('=', 2) is [var name, var value]
                && name.Trim().Equals("batchSize", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked))
            {
                return Math.Clamp(asked, SmallestPage, LargestPage);
            }
        }

        return call.Site.Options.QueryPageSize;
    }
}
