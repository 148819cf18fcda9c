namespace Salesforce.Force.Authentication;

/// <summary>Where an access token comes from. One subclass per OAuth flow, with its parameters, secrets among them.</summary>
public abstract record Authenticator
{
    /// <summary>The flow's name only: what a record prints of itself by default would put secrets into logs.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>JWT bearer: RS256 over a PEM private key. <paramref name="LoginUrl"/> is also the audience unless <paramref name="Audience"/> is given.</summary>
public sealed record JwtBearer(Uri LoginUrl, string ClientId, string Username, string PrivateKeyPem, string? Audience = null) : Authenticator;

/// <summary>Client credentials; <paramref name="LoginUrl"/> must be the org's My Domain.</summary>
public sealed record ClientCredentials(Uri LoginUrl, string ClientId, string ClientSecret) : Authenticator;

/// <summary>Refresh token.</summary>
public sealed record RefreshToken(Uri LoginUrl, string ClientId, string? ClientSecret, string Token) : Authenticator;

/// <summary>A token that somebody else obtained; can't be renewed.</summary>
public sealed record AccessToken(Uri InstanceUrl, string Token) : Authenticator;

/// <summary>Asks the installed <c>sf</c> for the org's token by alias or username, without a shell.</summary>
public sealed record SfCli(string Alias, string Executable = "sf") : Authenticator;

/// <summary>Who we are in which org. Holds no token.</summary>
public sealed record OrgSession(Uri InstanceUrl, string OrganizationId, string UserId, string? Username);
