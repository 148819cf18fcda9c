using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using SalesforceEmulator.Authentication;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>One request on its way through a handler.</summary>
internal sealed class ApiCall(HttpContext http, Site site, Route route, string[] segments, Exchange exchange)
{
    private const long LargestJson = 50L * 1024 * 1024;
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public HttpContext Http => http;

    public Site Site => site;

    public IOrg Org => site.Org;

    public Exchange Exchange => exchange;

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>Set by the dispatcher on routes that need one.</summary>
    public Session? Session { get; set; }

    /// <summary>Such as <c>67.0</c>; empty outside versioned paths.</summary>
    public string Version { get; set; } = "";

    public string VersionPath => $"/services/data/v{Version}";

    /// <summary>Value of a <c>{name}</c> segment.</summary>
    public string this[string name] => segments[Array.IndexOf(route.Segments, "{" + name + "}")];

    public string? Query(string name) => http.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    public string RequiredQuery(string name) =>
        Query(name) is { Length: > 0 } value ? value : throw new OrgRequestException(400, "MALFORMED_QUERY", $"A query string has to be specified in {name}");

    public async Task<JsonDocument> ReadJsonAsync()
    {
        if (http.Request.ContentType is { Length: > 0 } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new OrgRequestException(415, "UNSUPPORTED_MEDIA_TYPE", $"Content type {type} is not supported; this org reads application/json");
        }

        using var body = new MemoryStream();
        await ReadBodyAsync(body, LargestJson);
        return ParseJson(body.ToArray());
    }

    /// <exception cref="OrgRequestException">It is no JSON, or holds texts that are none.</exception>
    public static JsonDocument ParseJson(ReadOnlyMemory<byte> json)
    {
        json = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            RequireText(json.Span);
            return JsonDocument.Parse(json);
        }
        catch (InvalidOperationException)
        {
            throw new OrgRequestException(400, "JSON_PARSER_ERROR", "The request body holds a text that is not Unicode");
        }
        catch (JsonException e)
        {
            throw new OrgRequestException(400, "JSON_PARSER_ERROR", string.Create(CultureInfo.InvariantCulture, $"The request body is not JSON at [line:{e.LineNumber + 1}, column:{e.BytePositionInLine + 1}]"));
        }
    }

    /// <summary>Half a surrogate pair and broken UTF-8 are JSON to the parser, and fail only when the text is asked for.</summary>
    private static void RequireText(ReadOnlySpan<byte> body)
    {
        if (Utf8.IsValid(body) && body.IndexOf("\\ud"u8) < 0 && body.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(body);
        var text = ArrayPool<char>.Shared.Rent(body.Length);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.CopyString(text);
                }
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    public async Task ReadBodyAsync(Stream target, long largest)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        var body = Body();
        try
        {
            int read;
            long total = 0;
            while ((read = await body.ReadAsync(buffer, Aborted)) > 0)
            {
                total += read;
                exchange.BytesIn = total;
                if (total > largest)
                {
                    throw new OrgRequestException(413, "REQUEST_ENTITY_TOO_LARGE", string.Create(CultureInfo.InvariantCulture, $"The request body is larger than {largest} bytes"));
                }

                await target.WriteAsync(buffer.AsMemory(0, read), Aborted);
            }
        }
        catch (InvalidDataException)
        {
            throw new OrgRequestException(400, "API_ERROR", "The body is not compressed the way Content-Encoding says");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The request body, decompressed.</summary>
    private Stream Body() => http.Request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
    {
        "" or "identity" => http.Request.Body,
        "gzip" => new GZipStream(http.Request.Body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(http.Request.Body, CompressionMode.Decompress, leaveOpen: true),
        var other => throw new OrgRequestException(415, "UNSUPPORTED_MEDIA_TYPE", $"Content-Encoding {other} is not supported"),
    };

    public async Task JsonAsync(int status, Action<Utf8JsonWriter> write)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json;charset=UTF-8";
        var body = new ArrayBufferWriter<byte>(4096);
        var writer = new Utf8JsonWriter(body, Writing);
        await using (writer.ConfigureAwait(false))
        {
            write(writer);
        }

        // Written only when complete: an error half way must still be able to answer with its own status.
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, Aborted);
    }

    public Task EmptyAsync(int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public Task ErrorAsync(int status, string errorCode, string message) => JsonAsync(status, json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteString("errorCode", errorCode);
        json.WriteEndObject();
        json.WriteEndArray();
    });
}
