using Salesforce.Force.Errors;

namespace Salesforce.Force.Authentication;

/// <summary>The session at hand. Many who need a new one at the same moment share one login and its outcome.</summary>
internal sealed class TokenSource(Authenticator authenticator, Func<Authenticator, CancellationToken, Task<Session>> login) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource lifetime = new();
    private Session? current;
    private Task<Session>? underWay;

    /// <summary>User of the session at hand; null before the first login and for a bare token.</summary>
    public string? UserId => Volatile.Read(ref current)?.UserId;

    /// <summary>The session, logging in if there is none yet.</summary>
    public ValueTask<Session> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref current) is { } session ? ValueTask.FromResult(session) : new ValueTask<Session>(JoinAsync(null, cancellationToken));

    /// <summary>Replaces <paramref name="stale"/>, unless somebody has done so already.</summary>
    /// <param name="cause">The answer that called it stale.</param>
    public Task<Session> RenewAsync(Session stale, ForceException cause, CancellationToken cancellationToken) =>
        authenticator is AccessToken
            ? throw new ForceAuthenticationException(
                "The access token has expired or was revoked, and a bare access token can't be renewed. Get a new one, or use jwt, clientCredentials, refreshToken or sfCli.",
                cause.ErrorCode, cause.HttpStatus, cause)
            : JoinAsync(stale, cancellationToken);

    public void Dispose()
    {
        lifetime.Cancel();
        lifetime.Dispose();
    }

    private Task<Session> JoinAsync(Session? stale, CancellationToken cancellationToken)
    {
        Task<Session> flight;
        lock (gate)
        {
            if (current is { } session && !ReferenceEquals(session, stale))
            {
                return Task.FromResult(session);
            }

            // Not the caller's token: the login goes on for the others when one of them gives up.
            flight = underWay ??= LoginAsync(lifetime.Token);
        }

        return flight.WaitAsync(cancellationToken);
    }

    private async Task<Session> LoginAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // leave the lock before doing anything
        try
        {
            var session = await login(authenticator, cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                current = session;
            }

            return session;
        }
        finally
        {
            lock (gate)
            {
                underWay = null;
            }
        }
    }
}
