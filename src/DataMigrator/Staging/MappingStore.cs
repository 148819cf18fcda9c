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
    public static IReadOnlyList<string>? TargetFields(SqliteConnection reader, long run, SqliteTransaction? transaction = null) => Names(
        reader.QueryFirstOrDefault<string?>("SELECT m.target_fields FROM run r JOIN mapping m ON m.version = r.mapping WHERE r.number = @run", new { run }, transaction));

    /// <summary>
    /// From now on the run is mapped by this mapping. Payloads that it holds are put into the order of the mapping's fields in the same transaction: at no
    /// time is a value read as another field's, whatever is mapped again later, and calls that linking brought from other runs' chunks never are.
    /// </summary>
    public static void Begin(WriteScope scope, ICompiledMapping mapping, long run, SqliteConnection reader)
    {
        Save(scope, mapping);
        var before = TargetFields(scope.Connection, run, scope.Transaction);
        var after = mapping.TargetFields.Select(field => field.Name).ToList();
        if (before is not null && !before.SequenceEqual(after, StringComparer.OrdinalIgnoreCase))
        {
            PayloadOrder.Change(scope, reader, run, before, after);
        }

        scope.Connection.Execute("UPDATE run SET mapping = @Version, mapped_by = NULL WHERE number = @run", new { mapping.Version, run }, scope.Transaction);
    }

    /// <summary>All that the run has staged is mapped and linked.</summary>
    public static void Complete(WriteScope scope, long run) => scope.Connection.Execute("UPDATE run SET mapped_by = mapping WHERE number = @run", new { run }, scope.Transaction);

    private static string[]? Names(string? json) => json is null ? null : JsonSerializer.Deserialize<string[]>(json);
}
