using DataMigrator.Cli.Configuration;
using Salesforce.Force.Authentication;

namespace DataMigrator.Cli.Orgs;

/// <summary>Settings to an OAuth flow. The flow may be left out: what is given tells.</summary>
internal static class AuthenticatorFactory
{
    /// <exception cref="OperatorException">Something that the flow needs is missing, or its key file can't be read.</exception>
    public static Authenticator Create(OrgSettings org)
    {
        var auth = org.Auth;
        var flow = auth.Flow ?? Guess(auth) ?? throw new OperatorException(
            $"No credentials for the {org.Section.ToLowerInvariant()} org {org.InstanceUrl}. Set '{org.Section}:Auth:Flow' and what it needs, " +
            $"for example DATAMIGRATOR_{org.Section}__Auth__Flow=sfCli and DATAMIGRATOR_{org.Section}__Auth__SfAlias=my-org.");
        var login = LoginUrl(org);
        return flow.ToUpperInvariant() switch
        {
            "JWT" => new JwtBearer(login, Need(org, "ClientId", auth.ClientId), Need(org, "Username", auth.Username), ReadKey(org), auth.Audience ?? Audience(login)),
            "CLIENTCREDENTIALS" => new ClientCredentials(login, Need(org, "ClientId", auth.ClientId), Need(org, "ClientSecret", auth.ClientSecret)),
            "REFRESHTOKEN" => new RefreshToken(login, Need(org, "ClientId", auth.ClientId), auth.ClientSecret, Need(org, "RefreshToken", auth.RefreshToken)),
            "ACCESSTOKEN" => new AccessToken(org.InstanceUrl!, Need(org, "AccessToken", auth.AccessToken)),
            "SFCLI" => new SfCli(Need(org, "SfAlias", auth.SfAlias)),
            _ => throw new OperatorException($"Unknown flow '{flow}'."),
        };
    }

    private static string? Guess(AuthSettings auth) =>
        auth.KeyFile is not null ? "jwt"
        : auth.RefreshToken is not null ? "refreshToken"
        : auth.AccessToken is not null ? "accessToken"
        : auth.ClientSecret is not null ? "clientCredentials"
        : auth.SfAlias is not null ? "sfCli"
        : null;

    private static Uri LoginUrl(OrgSettings org)
    {
        if (org.Auth.LoginUrl is not { } text)
        {
            return org.InstanceUrl!;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw new OperatorException($"'{org.Section}:Auth:LoginUrl' must be an https address, not '{text}'.");
    }

    /// <summary>Salesforce takes login or test.salesforce.com as audience, whatever My Domain the token is asked of (Help: OAuth 2.0 JWT Bearer Flow).</summary>
    private static string? Audience(Uri login) =>
        login.IsLoopback ? null
        : login.Host.Contains(".sandbox.", StringComparison.OrdinalIgnoreCase) || login.Host.Equals("test.salesforce.com", StringComparison.OrdinalIgnoreCase)
            ? "https://test.salesforce.com"
            : "https://login.salesforce.com";

    private static string ReadKey(OrgSettings org)
    {
        var file = Need(org, "KeyFile", org.Auth.KeyFile);
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The private key '{file}' ('{org.Section}:Auth:KeyFile') can't be read: {exception.Message}", exception);
        }
    }

    private static string Need(OrgSettings org, string name, string? value) =>
        !string.IsNullOrEmpty(value) ? value : throw new OperatorException(
            $"'{org.Section}:Auth:{name}' is missing; the flow of the {org.Section.ToLowerInvariant()} org needs it. Set DATAMIGRATOR_{org.Section}__Auth__{name}.");
}
