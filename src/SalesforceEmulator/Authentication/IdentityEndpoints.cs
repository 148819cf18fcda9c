using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Authentication;

/// <summary>Who is logged in: userinfo, the identity URL, discovery.</summary>
internal static class IdentityEndpoints
{
    public static void Map(Router router)
    {
        router.Map("GET", "services/oauth2/userinfo", Access.Session, UserInfoAsync);
        router.Map("POST", "services/oauth2/userinfo", Access.Session, UserInfoAsync);
        router.Map("GET", "id/{org}/{user}", Access.Session, IdentityAsync);
        router.Map("GET", ".well-known/openid-configuration", Access.Anonymous, DiscoveryAsync);
    }

    private static Task UserInfoAsync(ApiCall call)
    {
        var user = Require(call, call.Session!.UserId);
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("sub", call.Site.IdentityUrl(user.Id));
            json.WriteString("user_id", user.Id);
            json.WriteString("organization_id", call.Org.OrganizationId);
            json.WriteString("preferred_username", user.Username);
            json.WriteString("nickname", user.Username.Split('@')[0]);
            json.WriteString("name", user.Name);
            json.WriteString("email", user.Email);
            json.WriteBoolean("email_verified", true);
            json.WriteString("given_name", user.FirstName);
            json.WriteString("family_name", user.LastName);
            json.WriteString("zoneinfo", user.TimeZoneSidKey);
            json.WriteString("locale", user.LocaleSidKey);
            json.WriteStartObject("photos");
            json.WriteString("picture", call.Site.Origin + "/profilephoto/005/F");
            json.WriteString("thumbnail", call.Site.Origin + "/profilephoto/005/T");
            json.WriteEndObject();
            json.WriteString("profile", $"{call.Site.Origin}/{user.Id}");
            json.WriteString("user_type", "STANDARD");
            json.WriteBoolean("active", user.IsActive);
            json.WriteEndObject();
        });
    }

    private static Task IdentityAsync(ApiCall call)
    {
        // Ids come with 15 or 18 characters.
        if (!call.Org.OrganizationId.StartsWith(call["org"], StringComparison.Ordinal) || call["org"].Length < 15)
        {
            throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
        }

        var user = Require(call, call["user"]);
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", call.Site.IdentityUrl(user.Id));
            json.WriteBoolean("asserted_user", true);
            json.WriteString("user_id", user.Id);
            json.WriteString("organization_id", call.Org.OrganizationId);
            json.WriteString("username", user.Username);
            json.WriteString("nick_name", user.Username.Split('@')[0]);
            json.WriteString("display_name", user.Name);
            json.WriteString("email", user.Email);
            json.WriteString("first_name", user.FirstName);
            json.WriteString("last_name", user.LastName);
            json.WriteString("timezone", user.TimeZoneSidKey);
            json.WriteStartObject("urls");
            foreach (var (name, path) in VersionEndpoints.IdentityUrls)
            {
                json.WriteString(name, call.Site.Origin + path);
            }

            json.WriteEndObject();
            json.WriteBoolean("active", user.IsActive);
            json.WriteString("user_type", "STANDARD");
            json.WriteString("locale", user.LocaleSidKey);
            json.WriteEndObject();
        });
    }

    private static UserProfile Require(ApiCall call, string id) =>
        UserProfile.ById(call.Org, id) ?? throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");

    private static Task DiscoveryAsync(ApiCall call) => call.JsonAsync(200, json =>
    {
        var origin = call.Site.Origin;
        json.WriteStartObject();
        json.WriteString("issuer", origin);
        json.WriteString("token_endpoint", origin + "/services/oauth2/token");
        json.WriteString("revocation_endpoint", origin + "/services/oauth2/revoke");
        json.WriteString("introspection_endpoint", origin + "/services/oauth2/introspect");
        json.WriteString("userinfo_endpoint", origin + "/services/oauth2/userinfo");
        Strings("scopes_supported", "api", "full", "id", "openid", "refresh_token", "web");
        Strings("grant_types_supported", "urn:ietf:params:oauth:grant-type:jwt-bearer", "client_credentials", "refresh_token");
        Strings("token_endpoint_auth_methods_supported", "client_secret_post", "client_secret_basic", "private_key_jwt");
        Strings("subject_types_supported", "public");
        Strings("id_token_signing_alg_values_supported", "RS256");
        json.WriteEndObject();

        void Strings(string name, params ReadOnlySpan<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    });
}
