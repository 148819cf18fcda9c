using System.Text.Json.Serialization;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

[JsonConverter(typeof(JsonStringEnumConverter<Delimiter>))]
internal enum Delimiter
{
    Comma,
    Backquote,
    Caret,
    Pipe,
    Semicolon,
    Tab,
}

internal static class Delimiters
{
    public static byte Byte(this Delimiter delimiter) => delimiter switch
    {
        Delimiter.Backquote => (byte)'`',
        Delimiter.Caret => (byte)'^',
        Delimiter.Pipe => (byte)'|',
        Delimiter.Semicolon => (byte)';',
        Delimiter.Tab => (byte)'\t',
        _ => (byte)',',
    };

    public static string WireName(this Delimiter delimiter) => delimiter.ToString().ToUpperInvariant();

    public static Delimiter Parse(string? name) => name is null
        ? Delimiter.Comma
        : Enum.TryParse<Delimiter>(name, ignoreCase: true, out var delimiter) && delimiter.WireName() == name
            ? delimiter
            : throw new OrgRequestException(400, "API_ERROR", $"columnDelimiter {name} is not one of BACKQUOTE, CARET, COMMA, PIPE, SEMICOLON, TAB");

    /// <summary>True for CRLF.</summary>
    public static bool ParseLineEnding(string? name) => name switch
    {
        null or "LF" => false,
        "CRLF" => true,
        _ => throw new OrgRequestException(400, "API_ERROR", $"lineEnding {name} is not one of LF, CRLF"),
    };
}
