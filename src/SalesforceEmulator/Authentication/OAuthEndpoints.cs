using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SalesforceEmulator.Endpoints;

namespace SalesforceEmulator.Authentication;

/// <summary>The token endpoint and its neighbours.</summary>
internal static class OAuthEndpoints
{
    public const string ClientId = "3MVG9.DataMigrator.Embedded.Org";

    /// <summary>Known to everyone who reads this: it opens nothing but an org on loopback.</summary>
    public const string ClientSecret = "embedded-org-secret";

    private const string Scope = "id api web full refresh_token openid";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(3);

    public static void Map(Router router)
    {
        router.Map("POST", "services/oauth2/token", Access.Anonymous, TokenAsync);
        router.Map("POST", "services/oauth2/revoke", Access.Anonymous, RevokeAsync);
        router.Map("GET", "services/oauth2/revoke", Access.Anonymous, RevokeAsync);
        router.Map("POST", "services/oauth2/introspect", Access.Anonymous, IntrospectAsync);
    }

    private static async Task TokenAsync(ApiCall call)
    {
        var form = await FormAsync(call);
        try
        {
            var grant = form.GetValueOrDefault("grant_type", "");
            var (user, withRefresh) = grant switch
            {
                "urn:ietf:params:oauth:grant-type:jwt-bearer" => (ByAssertion(call, form), false),
                "client_credentials" => (ByClient(call, form), false),
                "refresh_token" => (ByRefreshToken(call, form), false),
                "password" => throw new OAuthException("invalid_grant", "authentication failure"),
                _ => throw new OAuthException("unsupported_grant_type", "grant type not supported"),
            };
            await AnswerAsync(call, user, Client(call, form).Id ?? ClientId, withRefresh);
        }
        catch (OAuthException e)
        {
            await RefuseAsync(call, e);
        }
    }

    private static string ByAssertion(ApiCall call, Dictionary<string, string> form)
    {
        var jwt = JwtAssertion.Parse(form.GetValueOrDefault("assertion", ""), call.Site.Keys);
        if (!IsKnownClient(jwt.Issuer))
        {
            throw new OAuthException("invalid_client_id", "client identifier invalid");
        }

        string[] audiences = ["https://login.salesforce.com", "https://test.salesforce.com", call.Site.Origin, call.Site.Origin.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)];
        if (!jwt.Audiences.Any(a => audiences.Contains(a.TrimEnd('/'), StringComparer.OrdinalIgnoreCase)))
        {
            throw new OAuthException("invalid_grant", "audience is invalid");
        }

        if (jwt.Expires + Skew <= call.Site.Clock.GetUtcNow())
        {
            throw new OAuthException("invalid_grant", "assertion is expired");
        }

        if (jwt.Subject.Equals(call.Org.IntegrationUsername, StringComparison.OrdinalIgnoreCase))
        {
            return call.Org.IntegrationUserId;
        }

        throw UserProfile.ByUsername(call.Org, jwt.Subject) is null
            ? new OAuthException("invalid_grant", "user hasn't approved this consumer")
            : new OAuthException("invalid_app_access", "user is not admin approved to access this app");
    }

    private static string ByClient(ApiCall call, Dictionary<string, string> form)
    {
        RequireClient(call, form);
        return call.Org.IntegrationUserId;
    }

    private static string ByRefreshToken(ApiCall call, Dictionary<string, string> form)
    {
        // The CLI's own public client refreshes without a secret.
        if (Client(call, form).Id is not { } id || !IsKnownClient(id))
        {
            throw new OAuthException("invalid_client_id", "client identifier invalid");
        }

        if (Client(call, form).Secret is { } secret && secret != ClientSecret)
        {
            throw new OAuthException("invalid_client", "invalid client credentials");
        }

        return call.Site.Sessions.UserOfRefreshToken(form.GetValueOrDefault("refresh_token", ""))
            ?? throw new OAuthException("invalid_grant", "expired access/refresh token");
    }

    private static Task AnswerAsync(ApiCall call, string userId, string clientId, bool withRefresh)
    {
        var session = call.Site.Sessions.Issue(userId, clientId);
        var id = call.Site.IdentityUrl(userId);
        var issuedAt = session.IssuedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        call.Http.Response.Headers.CacheControl = "no-cache, no-store";
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("access_token", session.Token);
            json.WriteString("signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(ClientSecret), Encoding.ASCII.GetBytes(id + issuedAt))));
            json.WriteString("scope", Scope);
            json.WriteString("instance_url", call.Site.Origin);
            json.WriteString("id", id);
            json.WriteString("token_type", "Bearer");
            json.WriteString("issued_at", issuedAt);
            if (withRefresh)
            {
                json.WriteString("refresh_token", call.Site.Sessions.RefreshTokenOf(userId));
            }

            json.WriteEndObject();
        });
    }

    private static async Task RevokeAsync(ApiCall call)
    {
        var form = await FormAsync(call);
        var token = form.GetValueOrDefault("token") ?? call.Query("token") ?? "";
        if (call.Site.Sessions.Revoke(token))
        {
            call.Http.Response.StatusCode = 200;
            return;
        }

        // jsforce reads a refusal of this resource as a form, not as JSON.
        call.Http.Response.StatusCode = 400;
        call.Http.Response.ContentType = "application/x-www-form-urlencoded";
        await call.Http.Response.WriteAsync("error=unsupported_token_type&error_description=this+token+type+is+not+supported", call.Aborted);
    }

    private static async Task IntrospectAsync(ApiCall call)
    {
        var form = await FormAsync(call);
        try
        {
            RequireClient(call, form);
        }
        catch (OAuthException e)
        {
            await RefuseAsync(call, e);
            return;
        }

        var session = call.Site.Sessions.Peek(form.GetValueOrDefault("token", ""));
        await call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("active", session is not null);
            if (session is not null)
            {
                json.WriteString("scope", Scope);
                json.WriteString("client_id", session.ClientId);
                json.WriteString("username", UserProfile.ById(call.Org, session.UserId)?.Username ?? call.Org.IntegrationUsername);
                json.WriteString("sub", call.Site.IdentityUrl(session.UserId));
                json.WriteString("token_type", "access_token");
                json.WriteNumber("exp", call.Site.Sessions.EndOf(session).ToUnixTimeSeconds());
                json.WriteNumber("iat", session.IssuedAt.ToUnixTimeSeconds());
                json.WriteNumber("nbf", session.IssuedAt.ToUnixTimeSeconds());
            }

            json.WriteEndObject();
        });
    }

    private static void RequireClient(ApiCall call, Dictionary<string, string> form)
    {
        var (id, secret) = Client(call, form);
        if (id is null || !IsKnownClient(id))
        {
            throw new OAuthException("invalid_client_id", "client identifier invalid");
        }

        if (secret != ClientSecret)
        {
            throw new OAuthException("invalid_client", "invalid client credentials");
        }
    }

    private static bool IsKnownClient(string id) => id is ClientId or "PlatformCLI";

    private static (string? Id, string? Secret) Client(ApiCall call, Dictionary<string, string> form)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var buffer = new byte[header.Length];
            if (Convert.TryFromBase64String(header[6..].Trim(), buffer, out var length)
                && Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) is [var id, var secret])
            {
                return (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret));
            }
        }

        return (form.GetValueOrDefault("client_id"), form.GetValueOrDefault("client_secret"));
    }

    private static async Task<Dictionary<string, string>> FormAsync(ApiCall call)
    {
        try
        {
            var form = call.Http.Request.HasFormContentType ? await call.Http.Request.ReadFormAsync(call.Aborted) : FormCollection.Empty;
            return form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is InvalidDataException or IOException && e is not BadHttpRequestException)
        {
            // What is no form, or one of thousands of fields, has none of those that are asked for.
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private static Task RefuseAsync(ApiCall call, OAuthException e) => call.JsonAsync(e.Status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", e.Error);
        json.WriteString("error_description", e.Message);
        json.WriteEndObject();
    });
}
