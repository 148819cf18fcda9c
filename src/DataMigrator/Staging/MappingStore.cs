using System.Text.Json;
using Dapper;
using DataMigrator.Mapping;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>Table mapping: what the columns of chunks and payloads mean.</summary>
internal static class MappingStore
{
    /// <summary>Keeps the mapping's text and columns, so that staging explains itself.</summary>
    public static void Save(WriteScope scope, ICompiledMapping mapping) => scope.Connection.Execute(
        "INSERT INTO mapping (version, name, text, source_fields, target_fields) VALUES (@Version, @Name, @Text, @sources, @targets) ON CONFLICT DO NOTHING",
        new
        {
            mapping.Version,
            mapping.Name,
            mapping.Text,
            sources = JsonSerializer.Serialize(mapping.SourceFields),
            targets = JsonSerializer.Serialize(mapping.TargetFields.Select(field => field.Name)),
        },
        scope.Transaction);

    /// <summary>Columns of the chunks that a run staged; null if the run staged none.</summary>
    public static IReadOnlyList<string>? SourceFields(SqliteConnection reader, long run) => Names(
        reader.QueryFirstOrDefault<string?>("SELECT m.source_fields FROM run r JOIN mapping m ON m.version = COALESCE(r.staged_by, r.mapping) WHERE r.number = @run", new { run }));

    /// <summary>Fields of the payloads that a run mapped; null if unknown.</summary>
    public static IReadOnlyList<string>? TargetFields(SqliteConnection reader, long run) => Names(
        reader.QueryFirstOrDefault<string?>("SELECT m.target_fields FROM run r JOIN mapping m ON m.version = r.mapping WHERE r.number = @run", new { run }));

    private static string[]? Names(string? json) => json is null ? null : JsonSerializer.Deserialize<string[]>(json);
}
