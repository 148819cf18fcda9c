namespace Salesforce.Force.Authentication;

/// <summary>A token and where it is good. Compared by reference: a renewed session is another one.</summary>
internal sealed class Session(Uri instanceUrl, string token, string? organizationId, string? userId, string? username)
{
    public Uri InstanceUrl { get; } = instanceUrl;

    public string Token { get; } = token;

    public string? OrganizationId { get; } = organizationId;

    public string? UserId { get; } = userId;

    public string? Username { get; } = username;

    /// <summary>A refresh token that takes the place of the one used (rotation); null as a rule.</summary>
    public string? NewRefreshToken { get; init; }

    /// <summary>True for what can stand in a header: visible ASCII.</summary>
    public static bool IsToken(string? token) => !string.IsNullOrEmpty(token) && token.All(c => c is > ' ' and <= '~');

    /// <summary>Never the token: a session may end up in a log.</summary>
    public override string ToString() => $"Session at {InstanceUrl.Host}";
}
