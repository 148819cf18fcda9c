using System.Security.Cryptography;
using System.Text.Json;

namespace SalesforceEmulator.Authentication;

/// <summary>A login. Several are valid at a time.</summary>
internal sealed record Session(string Token, string UserId, string ClientId, DateTimeOffset IssuedAt)
{
    public DateTimeOffset LastUsed { get; set; } = IssuedAt;
}

/// <summary>Access and refresh tokens; they survive a restart of the same data folder, and a restart counts as use.</summary>
internal sealed class SessionStore
{
    private const string TokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
    private readonly Lock gate = new();
    private readonly Dictionary<string, Session> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> refreshTokens = new(StringComparer.Ordinal);
    private readonly string file;
    private readonly string organizationId;
    private readonly TimeSpan timeout;
    private readonly TimeProvider clock;

    public SessionStore(string file, string organizationId, TimeSpan timeout, TimeProvider clock)
    {
        this.file = file;
        this.organizationId = organizationId;
        this.timeout = timeout;
        this.clock = clock;
        if (File.Exists(file) && JsonSerializer.Deserialize<Saved>(File.ReadAllBytes(file)) is { } saved)
        {
            foreach (var session in saved.Sessions)
            {
                session.LastUsed = clock.GetUtcNow();
                sessions[session.Token] = session;
            }

            foreach (var (token, user) in saved.RefreshTokens)
            {
                refreshTokens[token] = user;
            }
        }
    }

    public Session Issue(string userId, string clientId)
    {
        lock (gate)
        {
            var token = organizationId + "!AQ" + RandomNumberGenerator.GetString(TokenAlphabet, 94);
            var session = new Session(token, userId, clientId, clock.GetUtcNow());
            sessions.Add(token, session);
            Save();
            return session;
        }
    }

    /// <summary>The user's refresh token; one that lasts.</summary>
    public string RefreshTokenOf(string userId)
    {
        lock (gate)
        {
            foreach (var (known, user) in refreshTokens)
            {
                if (user == userId)
                {
                    return known;
                }
            }

            var token = "5Aep861" + RandomNumberGenerator.GetString(TokenAlphabet, 80);
            refreshTokens.Add(token, userId);
            Save();
            return token;
        }
    }

    public string? UserOfRefreshToken(string token)
    {
        lock (gate)
        {
            return refreshTokens.GetValueOrDefault(token);
        }
    }

    /// <summary>The session if it is alive, and counts as its use.</summary>
    public Session? Use(string token)
    {
        lock (gate)
        {
            if (Find(token) is not { } session)
            {
                return null;
            }

            session.LastUsed = clock.GetUtcNow();
            return session;
        }
    }

    /// <summary>The session if it is alive.</summary>
    public Session? Peek(string token)
    {
        lock (gate)
        {
            return Find(token);
        }
    }

    public DateTimeOffset EndOf(Session session) => session.LastUsed + timeout;

    /// <summary>Ends a session, or withdraws a refresh token; false if the token is unknown.</summary>
    public bool Revoke(string token)
    {
        lock (gate)
        {
            var found = sessions.Remove(token) | refreshTokens.Remove(token);
            if (found)
            {
                Save();
            }

            return found;
        }
    }

    public void RevokeAllSessions()
    {
        lock (gate)
        {
            sessions.Clear();
            Save();
        }
    }

    private Session? Find(string token) =>
        sessions.TryGetValue(token, out var session) && clock.GetUtcNow() < session.LastUsed + timeout ? session : null;

    private void Save()
    {
        var now = clock.GetUtcNow();
        foreach (var dead in sessions.Values.Where(s => s.LastUsed + timeout <= now).ToList())
        {
            sessions.Remove(dead.Token);
        }

        PrivateFile.Replace(file, JsonSerializer.SerializeToUtf8Bytes(new Saved([.. sessions.Values], refreshTokens)));
    }

    private sealed record Saved(IReadOnlyList<Session> Sessions, IReadOnlyDictionary<string, string> RefreshTokens);
}
