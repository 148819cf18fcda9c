using System.Globalization;
using System.Text.Json;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Rest;

/// <summary>What the org offers: versions, describe, limits, who we are.</summary>
internal sealed class OrgRequests(ForceHttp http, string apiVersion)
{
    private readonly string root = $"services/data/v{apiVersion}";

    public Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellationToken) =>
        http.JsonAsync(Get("rest.versions", "services/data"), ParseVersions, cancellationToken);

    public Task<IReadOnlyList<SObjectSummary>> DescribeGlobalAsync(CancellationToken cancellationToken) =>
        http.JsonAsync(Get("rest.describeGlobal", root + "/sobjects"), DescribeJson.ParseGlobal, cancellationToken);

    public Task<SObjectDescribe?> DescribeAsync(string sobject, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var request = Get("rest.describe", $"{root}/sobjects/{SoqlLiteral.Name(sobject)}/describe") with
        {
            IfModifiedSince = since,
            Accepts = status => status == 304 && since is not null,
        };

        // An unchanged describe has no body: nothing to parse.
        return http.JsonAsync(request, body => body.IsEmpty && since is not null ? null : DescribeJson.Parse(body), cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, OrgLimit>> LimitsAsync(CancellationToken cancellationToken) =>
        http.JsonAsync(Get("rest.limits", root + "/limits"), ParseLimits, cancellationToken);

    /// <summary>User, organisation and, where the token's scope shows it, name of who is logged in.</summary>
    public async Task<UserInfo> UserInfoAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await http.JsonAsync(Get("oauth.userinfo", "services/oauth2/userinfo"), ParseUserInfo, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException e) when (e is { IsTransient: false, HttpStatus: 403 or 404 } and not ForceAuthenticationException)
        {
            // A token without the openid scope may not ask that, but the list of resources names its identity too.
            return await http.JsonAsync(Get("rest.resources", root), ParseIdentity, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ForceRequest Get(string operation, string path) => new(operation, HttpMethod.Get, path, RequestKind.Repeatable);

    private static IReadOnlyList<string> ParseVersions(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind != JsonValueKind.Array
            ? throw new JsonException("The versions are an array.")
            : [.. document.RootElement.EnumerateArray().Select(v => v.Text("version")).OfType<string>()
                .OrderBy(v => decimal.TryParse(v, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0)];
    }

    private static IReadOnlyDictionary<string, OrgLimit> ParseLimits(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind != JsonValueKind.Object
            ? throw new JsonException("The limits are an object.")
            : document.RootElement.EnumerateObject()
                .Where(p => p.Value.ValueKind == JsonValueKind.Object)
                .ToDictionary(p => p.Name, p => new OrgLimit(p.Value.Long("Max"), p.Value.Long("Remaining")), StringComparer.OrdinalIgnoreCase);
    }

    private static UserInfo ParseIdentity(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.Text("identity")?.TrimEnd('/').Split('/') is [.., var organization, var user]
            ? new UserInfo(organization, user, null)
            : throw new JsonException("The list of resources has an identity.");
    }

    private static UserInfo ParseUserInfo(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var info = document.RootElement;
        return info.ValueKind == JsonValueKind.Object && info.Text("organization_id") is { } organization && info.Text("user_id") is { } user
            ? new UserInfo(organization, user, info.Text("preferred_username"))
            : throw new JsonException("Userinfo has organization_id and user_id.");
    }
}

/// <summary>From <c>/services/oauth2/userinfo</c>.</summary>
internal sealed record UserInfo(string OrganizationId, string UserId, string? Username);
