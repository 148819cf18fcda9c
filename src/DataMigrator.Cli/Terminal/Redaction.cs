using System.Text.RegularExpressions;

namespace DataMigrator.Cli.Terminal;

/// <summary>Blacks out known secrets, things shaped like session ids or JWTs, and phone numbers, in anything that is logged or shown.</summary>
internal sealed partial class Redaction
{
    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);

    /// <summary>Call before the first line is logged.</summary>
    public void Add(IEnumerable<string> values)
    {
        foreach (var value in values.Where(value => value.Length >= 4))
        {
            secrets.Add(value);
            secrets.Add(Uri.EscapeDataString(value));
        }
    }

    public string Apply(string text)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, "[secret]", StringComparison.Ordinal);
        }

        text = SessionId().Replace(text, "[session id]");
        if (text.Contains("eyJ", StringComparison.Ordinal))
        {
            text = JsonWebToken().Replace(text, "[token]");
        }

        return Phone().Replace(text, match => $"{match.Value[..Math.Min(4, match.Value.Length)]}…{match.Value[^2..]}");
    }

    [GeneratedRegex(@"00D\w{12,15}![\w.]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SessionId();

    // With backtracking "eyJeyJeyJ…" would cost the square of its length; the engine without it is dear to start: only where a token may be.
    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", RegexOptions.NonBacktracking)]
    private static partial Regex JsonWebToken();

    // International form only: bare digit runs are counts, ports and ids far more often than numbers, and we log no row values anyway.
    [GeneratedRegex(@"\+\d[\d ().-]{6,17}\d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Phone();
}
