using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SalesforceEmulator.Authentication;

/// <summary>The claims of a JWT bearer assertion whose RS256 signature was checked.</summary>
internal sealed record JwtAssertion(string Issuer, string Subject, IReadOnlyList<string> Audiences, DateTimeOffset Expires)
{
    /// <summary>Milliseconds of the year 2286 in seconds: the official CLI sends <c>exp</c> in milliseconds and is let in.</summary>
    private const double SecondsCannotBe = 100_000_000_000;

    /// <exception cref="OAuthException">Malformed, another algorithm, bad signature, or a claim is missing.</exception>
    public static JwtAssertion Parse(string assertion, SigningKeys keys)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3)
        {
            throw Invalid();
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            var signature = Base64Url.DecodeFromChars(parts[2]);
            if (header.RootElement.GetProperty("alg").GetString() != "RS256"
                || !keys.IsSignedByKnownKey(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature))
            {
                throw Invalid();
            }

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            var aud = claims.RootElement.GetProperty("aud");
            var exp = claims.RootElement.GetProperty("exp");
            var expires = exp.ValueKind == JsonValueKind.String ? double.Parse(exp.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : exp.GetDouble();
            return new JwtAssertion(
                Text(claims.RootElement, "iss"),
                Text(claims.RootElement, "sub"),
                aud.ValueKind == JsonValueKind.Array ? [.. aud.EnumerateArray().Select(a => a.GetString() ?? "")] : [aud.GetString() ?? ""],
                DateTimeOffset.UnixEpoch.AddSeconds(Math.Min(expires > SecondsCannotBe ? expires / 1000 : expires, SecondsCannotBe)));
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw Invalid();
        }
    }

    private static string Text(JsonElement claims, string name) => claims.GetProperty(name).GetString() ?? throw Invalid();

    private static OAuthException Invalid() => new("invalid_grant", "invalid assertion");
}

/// <summary>A token request that is refused.</summary>
internal sealed class OAuthException(string error, string description, int status = 400) : Exception(description)
{
    public string Error { get; } = error;

    public int Status { get; } = status;
}
