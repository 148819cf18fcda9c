using System.IO.Compression;

namespace Salesforce.Force.Http;

/// <summary>The body of an answer, gunzipped where the server zipped it.</summary>
internal static class AnswerBody
{
    /// <summary>Opens the body; wire bytes go to the metrics.</summary>
    public static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var wire = new MeteredStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        return !IsGzip(response) ? wire
            : IsFramed(response) ? new GZipStream(wire, CompressionMode.Decompress)
            : new VerifiedGzipStream(wire);
    }

    /// <summary>Reads the whole body into memory: for JSON, whose size the org bounds (a query page, a describe).</summary>
    /// <returns>To be disposed once it is parsed: the bytes are pooled.</returns>
    /// <exception cref="Errors.ForceException">The connection broke off.</exception>
    public static async Task<WholeBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var whole = new WholeBody();
        try
        {
            await using var body = await OpenAsync(response, cancellationToken).ConfigureAwait(false);
            while (await body.ReadAsync(whole.Room(), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                whole.Advance(read);
            }

            return whole;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            // A body that is not handed out is left to the garbage collector, as any array that the pool does not get back.
            cancellationToken.ThrowIfCancellationRequested();
            var request = response.RequestMessage;
            throw NetworkFailures.Of(e, request?.RequestUri?.Authority ?? "the server", mayHaveHappened: request?.Method != HttpMethod.Get);
        }
    }

    /// <summary>Reads at most <paramref name="limit"/> bytes of an error; what breaks off is as good as not there.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadUpToAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[limit];
        var length = 0;
        try
        {
            await using var body = await OpenAsync(response, cancellationToken).ConfigureAwait(false);
            length = await body.ReadAtLeastAsync(buffer, limit, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            // The status has already told the story; a body that breaks off only loses its wording.
            cancellationToken.ThrowIfCancellationRequested();
        }

        return WholeBody.WithoutMark(buffer.AsMemory(0, length));
    }

    /// <summary>True if HTTP itself tells a cut body from a whole one; false if the end of the connection is all there is.</summary>
    public static bool IsFramed(HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is not null || response.Headers.TransferEncodingChunked == true || response.Version.Major >= 2;

    private static bool IsGzip(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Any(e => e.Contains("gzip", StringComparison.OrdinalIgnoreCase));
}
