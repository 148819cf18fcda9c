using System.Net;
using System.Runtime.ExceptionServices;
using Salesforce.Force.Diagnostics;
using Salesforce.Force.Errors;

namespace Salesforce.Force.Bulk;

/// <summary>One attempt at an upload: asks the source to write the whole body, and tells a failing source from a failing connection.</summary>
internal sealed class IngestHttpContent : HttpContent
{
    private readonly IngestContent content;
    private readonly CancellationToken cancellationToken;

    public IngestHttpContent(IngestContent content, CancellationToken cancellationToken)
    {
        this.content = content;
        this.cancellationToken = cancellationToken;
        Headers.ContentType = new("text/csv", "utf-8");
    }

    /// <summary>Set if writing the body failed for a reason of the source's own.</summary>
    public ExceptionDispatchInfo? SourceFailure { get; private set; }

    public static ForceException TooLarge() => new(
        $"The upload is larger than {IngestContent.MaxBytes} bytes: Bulk API 2.0 takes 150 MB per job after base64, which is this much CSV with room for the encoding. Split it over several jobs.",
        ForceErrorCodes.ContentTooLarge);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, cancellationToken);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var counted = new BoundedUpload(stream);
        try
        {
            await content.WriteAsync(counted, cancellationToken).ConfigureAwait(false);
            if (counted.Written == 0)
            {
                throw new ForceException("The upload has no byte, not even a header line: nothing was sent.", ForceErrorCodes.ContentEmpty);
            }

            if (content.Length is { } length && length != counted.Written)
            {
                throw new InvalidOperationException($"The content announced {length} bytes and wrote {counted.Written}.");
            }
        }
        catch (Exception e) when (!counted.ConnectionFailed && !cancellationToken.IsCancellationRequested)
        {
            SourceFailure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
        finally
        {
            ForceTelemetry.BytesSent.Add(counted.Written);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length ?? 0;
        return content.Length is not null;
    }
}
