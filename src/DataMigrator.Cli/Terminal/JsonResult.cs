using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataMigrator.Cli.Terminal;

/// <summary>What <c>--json</c> prints when a command could not do its work.</summary>
internal sealed record Failure(string Command, int ExitCode, IReadOnlyList<string> Messages);

/// <summary>One JSON document, alone, on stdout.</summary>
internal static class JsonResult
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write<T>(TextWriter output, T value) => output.WriteLine(JsonSerializer.Serialize(value, Options));
}
