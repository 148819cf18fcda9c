using Salesforce.Force;
using Salesforce.Force.Errors;

namespace DataMigrator.Extraction;

/// <summary>Asks the org how many rows a window has, archived and deleted ones included, by the very condition they are read with.</summary>
internal sealed class RowCounter(ForceClient source, SourceQuery query)
{
    private int requests;

    /// <summary>Requests so far.</summary>
    public int Requests => requests;

    /// <returns>Null if the org gave up counting (QUERY_TIMEOUT on a huge object, a cut connection): a narrower window may do.</returns>
    public async Task<long?> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            return 0;
        }

        Interlocked.Increment(ref requests);
        try
        {
            return await source.CountAsync(query.Count(from, to), all: true, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error) when (IsTooMuch(error))
        {
            return null;
        }
    }

    /// <summary>Oldest row before <paramref name="to"/>; null if there is none; the epoch if the org can't say (audit fields can't be set before 1970).</summary>
    public async Task<DateTimeOffset?> OldestAsync(DateTimeOffset to, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        try
        {
            await foreach (var row in source.QueryAsync(query.Oldest(to), all: true, cancellationToken).ConfigureAwait(false))
            {
                return Staging.Instants.ParseOrNull(row["oldest"] ?? row["expr0"]);
            }

            return null;
        }
        catch (ForceException error) when (error is not (ForceQuotaException or ForceAuthenticationException))
        {
            // The aggregate is a convenience: an org that refuses it (or runs out of time) is asked by counts instead.
            return DateTimeOffset.UnixEpoch;
        }
    }

    /// <summary>True for errors that say "too much at once", not "wrong".</summary>
    public static bool IsTooMuch(ForceException error) => error.ErrorCode is
        "QUERY_TIMEOUT" or "OPERATION_TOO_LARGE" or "EXCEEDED_ID_LIMIT" or "UNKNOWN_EXCEPTION" or "SERVER_UNAVAILABLE" or "REQUEST_RUNNING_TOO_LONG"
        or ForceErrorCodes.Timeout;
}
