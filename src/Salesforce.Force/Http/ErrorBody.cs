using System.Text;
using System.Text.Json;
using Salesforce.Force.Errors;

namespace Salesforce.Force.Http;

/// <summary>The first error of a body: <c>[{"errorCode","message","fields"}]</c>, one such object, or OAuth's <c>{"error","error_description"}</c>.</summary>
internal sealed record ErrorBody(string Code, string Message)
{
    public static ErrorBody? TryParse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            return HalfCharacters.Parse(body, Parse);
        }
        catch (JsonException)
        {
            // Not JSON is an answer too: the caller classifies by status. OAuth's own resources give a bare word.
            return Encoding.UTF8.GetString(body.Span).Trim() is "Bad_OAuth_Token" or "Missing_OAuth_Token" ? new ErrorBody(ForceErrorCodes.InvalidSessionId, "Bad_OAuth_Token") : null;
        }
    }

    private static ErrorBody? Parse(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var error = root.ValueKind != JsonValueKind.Array ? root : root.GetArrayLength() > 0 ? root[0] : default;
        var code = error.Text("errorCode") ?? error.Text("error") ?? error.Text("exceptionCode") ?? error.Text("statusCode");
        var message = error.Text("message") ?? error.Text("error_description") ?? error.Text("exceptionMessage") ?? string.Empty;
        return string.IsNullOrEmpty(code) ? null : new ErrorBody(code, message);
    }
}
