using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SalesforceEmulator.Endpoints;

/// <summary>
/// Stands between a handler and the connection: counts the body, and can end it early. Sits outside compression, so it sees what goes over the wire.
/// </summary>
/// <param name="limit">Body bytes let through; null = all.</param>
internal sealed class ResponseTap(HttpContext http, IHttpResponseBodyFeature inner, long? limit, bool abortAtLimit) : PipeWriter, IHttpResponseBodyFeature
{
    private readonly PipeWriter writer = inner.Writer;
    private byte[] swallowed = [];
    private Stream? stream;

    public long Bytes { get; private set; }

    public Stream Stream => stream ??= this.AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    private bool Spent => limit is { } most && Bytes >= most;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Spent ? Swallow(sizeHint) : writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (Spent)
        {
            return;
        }

        var through = limit is { } most ? (int)Math.Min(bytes, most - Bytes) : bytes;
        writer.Advance(through);
        Bytes += through;
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var result = await writer.FlushAsync(cancellationToken);
        if (Spent && abortAtLimit)
        {
            http.Abort();
        }

        return result;
    }

    public override bool CanGetUnflushedBytes => writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => writer.UnflushedBytes;

    public override void CancelPendingFlush() => writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => writer.Complete(exception);

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    private Memory<byte> Swallow(int sizeHint)
    {
        if (swallowed.Length < Math.Max(sizeHint, 4096))
        {
            swallowed = new byte[Math.Max(sizeHint, 4096)];
        }

        return swallowed;
    }
}
