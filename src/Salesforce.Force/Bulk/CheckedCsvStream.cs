using Salesforce.Force.Errors;
using Salesforce.Force.Http;

namespace Salesforce.Force.Bulk;

/// <summary>
/// A CSV body that knows whether it is whole. It counts records while the consumer reads and throws at the end, before the consumer could take a cut
/// or short page for a good one. It remembers why it failed: whatever the consumer makes of that, the page is fetched again.
/// </summary>
internal sealed class CheckedCsvStream(Stream body, bool framed, string what, long? expectedRecords, TimeSpan stallTimeout, TimeProvider time, CancellationToken attempt) : ReadOnlyStream
{
    private readonly CsvRecordCounter counter = new();
    private readonly CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(attempt);
    private ITimer? timer;
    private bool ended;

    /// <summary>Records read so far, the header not counted.</summary>
    public long Records => counter.Records;

    /// <summary>Why the body is no good; null as long as it is.</summary>
    public ForceException? Failure { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            attempt.ThrowIfCancellationRequested();
            return Took(buffer, body.Read(buffer));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            throw Broken(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The consumer's token is the attempt's as a rule; only another one is worth a registration.
        using var both = cancellationToken.CanBeCanceled && cancellationToken != attempt ? CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken) : null;
        Watch(stallTimeout);
        try
        {
            var read = await body.ReadAsync(buffer, both?.Token ?? stall.Token).ConfigureAwait(false);
            return Took(buffer.Span, read);
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !attempt.IsCancellationRequested)
        {
            throw Failure ??= new ForceException($"{what}: nothing came for {stallTimeout.TotalSeconds:0.#} seconds.", ForceErrorCodes.Timeout) { IsTransient = true };
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            attempt.ThrowIfCancellationRequested();
            throw Broken(e);
        }
        finally
        {
            Watch(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Reads what the consumer left, so that every page is checked to its end.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (ended)
        {
            return;
        }

        var rest = new byte[64 * 1024];
        while (await ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
        {
            // Counted and checked by the read itself.
        }
    }

    /// <summary>Gives up the watch, not the body: a consumer's reader may close its stream before we have checked it.</summary>
    public void Release()
    {
        timer?.Dispose();
        stall.Dispose();
    }

    private int Took(Span<byte> buffer, int read)
    {
        if (read > 0)
        {
            counter.Append(buffer[..read]);
            return read;
        }

        if (buffer.IsEmpty || ended)
        {
            return 0;
        }

        ended = true;
        if (!counter.Complete(framed))
        {
            throw Failure = Incomplete($"{what}: the CSV ends in the middle of a row, after {counter.Records} rows.");
        }

        if (expectedRecords is { } expected && expected != counter.Records)
        {
            throw Failure = Incomplete($"{what}: {counter.Records} rows came where Sforce-NumberOfRecords says {expected}.");
        }

        return 0;
    }

    private void Watch(TimeSpan timeout)
    {
        timer ??= time.CreateTimer(static s => Cancel((CancellationTokenSource)s!), stall, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }

    private static void Cancel(CancellationTokenSource stall)
    {
        try
        {
            stall.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer rang while the page was being released: nobody waits any more.
        }
    }

    private ForceException Broken(Exception cause) => Failure ??= new ForceException(
        $"{what}: the connection broke off after {counter.Records} rows.", ForceErrorCodes.Network, null, cause) { IsTransient = true };

    private static ForceException Incomplete(string message) => new(message, ForceErrorCodes.IncompleteResult) { IsTransient = true };
}
