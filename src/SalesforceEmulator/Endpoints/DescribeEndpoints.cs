using System.Globalization;
using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>What the org holds: describe global, describe, basic information.</summary>
internal static class DescribeEndpoints
{
    public static void Map(Router router)
    {
        router.Map("GET", "services/data/{version}/sobjects", Access.Api, call => IfChangedAsync(call, GlobalAsync));
        router.Map("GET", "services/data/{version}/sobjects/{object}/describe", Access.Api, call => IfChangedAsync(call, DescribeAsync));
        router.Map("GET", "services/data/{version}/sobjects/{object}", Access.Api, BasicAsync);
        router.Map("GET", "services/data/{version}/tooling/sobjects", Access.Api, GlobalAsync);
    }

    private static Task IfChangedAsync(ApiCall call, Func<ApiCall, Task> write)
    {
        // The header has whole seconds.
        var changed = DateTimeOffset.FromUnixTimeSeconds(call.Org.DescribeLastModified.ToUnixTimeSeconds());
        if (DateTimeOffset.TryParse(call.Http.Request.Headers.IfModifiedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) && changed <= since)
        {
            return call.EmptyAsync(304);
        }

        call.Http.Response.Headers.LastModified = changed.ToString("R", CultureInfo.InvariantCulture);
        return write(call);
    }

    private static Task GlobalAsync(ApiCall call) => call.JsonAsync(200, json => call.Org.WriteDescribeGlobal(call.Version, json));

    private static Task DescribeAsync(ApiCall call) => call.JsonAsync(200, json => Describe(call, json));

    private static void Describe(ApiCall call, Utf8JsonWriter json)
    {
        if (!call.Org.TryWriteDescribe(call["object"], call.Version, json))
        {
            throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
        }
    }

    private static Task BasicAsync(ApiCall call)
    {
        var schema = call.Site.Schema.Require(call["object"]);
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("objectDescribe");
            json.WriteString("name", schema.Name);
            json.WriteString("keyPrefix", schema.KeyPrefix);
            json.WriteStartObject("urls");
            json.WriteString("sobject", $"{call.VersionPath}/sobjects/{schema.Name}");
            json.WriteString("describe", $"{call.VersionPath}/sobjects/{schema.Name}/describe");
            json.WriteString("rowTemplate", $"{call.VersionPath}/sobjects/{schema.Name}/{{ID}}");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("recentItems");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
