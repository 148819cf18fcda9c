using System.Globalization;

namespace SalesforceEmulator.Endpoints;

/// <summary>The versions and what each offers.</summary>
internal static class VersionEndpoints
{
    private static readonly string[] Resources = ["tooling", "composite", "jobs", "limits", "query", "queryAll", "recent", "sobjects"];

    /// <summary>Names and paths in an identity body; <c>{version}</c> is left for the client to fill in.</summary>
    public static readonly (string Name, string Path)[] IdentityUrls =
    [
        ("rest", "/services/data/v{version}/"),
        ("sobjects", "/services/data/v{version}/sobjects/"),
        ("query", "/services/data/v{version}/query/"),
        ("tooling_rest", "/services/data/v{version}/tooling/"),
    ];

    public static void Map(Router router)
    {
        router.Map("GET", "services/data", Access.Anonymous, ListAsync);
        router.Map("GET", "services/data/{version}", Access.Api, ResourcesAsync);
        router.Map("GET", "services/data/{version}/recent", Access.Api, RecentAsync);
    }

    private static Task ListAsync(ApiCall call) => call.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        for (var version = ApiVersions.Oldest; version <= ApiVersions.Newest; version++)
        {
            var text = version.ToString(CultureInfo.InvariantCulture) + ".0";
            json.WriteStartObject();
            json.WriteString("label", ApiVersions.Label(version));
            json.WriteString("url", "/services/data/v" + text);
            json.WriteString("version", text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>What the user has looked at in the user interface, which nobody has.</summary>
    private static Task RecentAsync(ApiCall call) => call.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        json.WriteEndArray();
    });

    private static Task ResourcesAsync(ApiCall call) => call.JsonAsync(200, json =>
    {
        json.WriteStartObject();
        foreach (var resource in Resources)
        {
            json.WriteString(resource, $"{call.VersionPath}/{resource}");
        }

        json.WriteString("identity", call.Site.IdentityUrl(call.Session!.UserId));
        json.WriteEndObject();
    });
}
