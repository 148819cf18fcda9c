using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DataMigrator.Staging;

namespace DataMigrator.Reporting;

/// <summary>How <see cref="MigrationResult"/> is written: camelCase, instants with Z, parts that did not run left out.</summary>
internal static class ResultJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new InstantConverter() },

        // What every run writes is known when this is compiled; finding it out again each time is 300 methods to compile in a small run.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ResultTypes.Default, new DefaultJsonTypeInfoResolver()),
    };

    public static string Write(MigrationResult result) => JsonSerializer.Serialize(result, Options);

    /// <summary>Reads run.result.</summary>
    /// <exception cref="JsonException">Not a result.</exception>
    public static MigrationResult? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<MigrationResult>(json, Options);

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
    }
}

[JsonSerializable(typeof(MigrationResult))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(ReportedRun))]
[JsonSerializable(typeof(ReportedMapping))]
[JsonSerializable(typeof(IReadOnlyList<StageBooks>))]
[JsonSerializable(typeof(IReadOnlyList<Statistic>))]
[JsonSerializable(typeof(IReadOnlyList<FindingGroup>))]
[JsonSerializable(typeof(IReadOnlyList<ChangeGroup>))]
[JsonSerializable(typeof(IReadOnlyList<WindowNote>))]
[JsonSerializable(typeof(LinkCounts))]
internal sealed partial class ResultTypes : JsonSerializerContext;
