using System.Globalization;
using Dapper;
using Microsoft.Extensions.Logging;

namespace DataMigrator.Loading;

/// <summary>Before every job: may we still (rows of a day), does the operator want us to (control file), is it our turn (rate)? One gate per load.</summary>
/// <param name="waiting">Called again and again while the load is paused, so that whoever watches sees why nothing moves.</param>
internal sealed class LoadGate(RunContext run, JobStore store, Action<string> waiting) : IDisposable
{
    /// <summary>How often a paused load looks whether it may go on.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly ControlFile control = new(run.Staging.Path);
    private readonly SemaphoreSlim turn = new(1, 1);
    private DateTimeOffset next = DateTimeOffset.MinValue;
    private string? note;

    /// <summary>What holds the load up, for progress; null if nothing does.</summary>
    public string? Note => note;

    /// <summary>Returns when the job may be sent.</summary>
    /// <exception cref="LoadingStoppedException">A bound would be crossed.</exception>
    public async Task PassAsync(IngestJob job, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var wish = await WaitWhilePausedAsync(cancellationToken).ConfigureAwait(false);
            await RequireRowsAsync(job).ConfigureAwait(false);
            await KeepRateAsync(wish, job.Rows, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<ControlWish> WaitWhilePausedAsync(CancellationToken cancellationToken)
    {
        var wish = control.Read();
        if (wish.Paused)
        {
            var why = $"paused by {Path.GetFileName(control.Path)}";
            await ShowAsync(why, cancellationToken).ConfigureAwait(false);
            while (wish.Paused)
            {
                waiting(why);
                await Task.Delay(Look, run.Time, cancellationToken).ConfigureAwait(false);
                wish = control.Read();
            }
        }

        await ShowAsync(
            wish.RowsPerSecond is { } rate ? string.Create(CultureInfo.InvariantCulture, $"held to {rate} rows per second by {Path.GetFileName(control.Path)}") : null,
            cancellationToken).ConfigureAwait(false);
        return wish;
    }

    private async Task KeepRateAsync(ControlWish wish, long rows, CancellationToken cancellationToken)
    {
        var now = run.Time.GetUtcNow();
        if (wish.RowsPerSecond is not { } rate)
        {
            next = now;
            return;
        }

        if (next > now)
        {
            await Task.Delay(next - now, run.Time, cancellationToken).ConfigureAwait(false);
            now = run.Time.GetUtcNow();
        }

        next = now + TimeSpan.FromSeconds(rows / rate);
    }

    private async Task RequireRowsAsync(IngestJob job)
    {
        var sent = await store.RowsInADayAsync(job).ConfigureAwait(false);
        if (sent > run.Settings.MaxBulkRowsPer24h)
        {
            throw new LoadingStoppedException(StopReason.Quota, string.Create(
                CultureInfo.InvariantCulture,
                $"{sent - job.Rows} rows were sent in the last 24 hours; {job.Rows} more would cross Limits:MaxBulkRowsPer24h ({run.Settings.MaxBulkRowsPer24h})."));
        }
    }

    /// <summary>Puts the note where <c>status</c> looks, when it changes.</summary>
    private async Task ShowAsync(string? text, CancellationToken cancellationToken)
    {
        if (string.Equals(text, note, StringComparison.Ordinal))
        {
            return;
        }

        note = text;
        run.Log.LogInformation("Loading is {Note}", text ?? "at full speed");
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        await scope.Connection.ExecuteAsync(
            "UPDATE run SET stage = @stage WHERE number = @Number", new { stage = text is null ? "loading" : $"loading, {text}", run.Number }, scope.Transaction)
            .ConfigureAwait(false);
        scope.Commit();
    }
}
