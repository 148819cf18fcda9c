using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>What a staging file belongs to. Ids are organization ids.</summary>
internal sealed record PinnedTo(string? SourceOrg, string? TargetOrg, string? ExternalIdField);

/// <summary>
/// Table pin: the first run, dry or not, ties the file to its orgs and external id field. What the file knows of the target (record ids, open jobs, what
/// rollback may delete) is wrong anywhere else, and a comparison with another org would overwrite it.
/// </summary>
internal static class StagingPin
{
    /// <summary>Pins a new file, refuses another's.</summary>
    /// <exception cref="OperatorException">The file belongs to others.</exception>
    public static void Require(WriteScope scope, RunRequest request, string path)
    {
        var wanted = new PinnedTo(request.SourceOrg, request.TargetOrg, request.ExternalIdField);
        Require(scope.Connection, scope.Transaction, wanted, path);
        if (wanted.SourceOrg is not null)
        {
            scope.Connection.Execute(
                """
                INSERT INTO pin (id, source_org, target_org, external_id_field) VALUES (1, @SourceOrg, @TargetOrg, @ExternalIdField)
                ON CONFLICT DO UPDATE SET external_id_field = COALESCE(external_id_field, excluded.external_id_field)
                """,
                wanted,
                scope.Transaction);
        }
    }

    public static void Require(SqliteConnection connection, SqliteTransaction? transaction, PinnedTo wanted, string path)
    {
        foreach (var pinned in connection.Query<(string? Source, string? Target, string? Field)>("SELECT source_org, target_org, external_id_field FROM pin", null, transaction))
        {
            if (wanted.SourceOrg is not null)
            {
                Refuse(pinned, wanted, path);
            }
        }
    }

    private static void Refuse((string? Source, string? Target, string? Field) to, PinnedTo wanted, string path)
    {
        if (!string.Equals(to.Source, wanted.SourceOrg, StringComparison.Ordinal) || !string.Equals(to.Target, wanted.TargetOrg, StringComparison.Ordinal))
        {
            throw new OperatorException(
                $"The staging file {path} belongs to a migration from org {to.Source} to {to.Target}; the settings now name {wanted.SourceOrg} and {wanted.TargetOrg}. Name another file with --staging.");
        }

        if (to.Field is not null && wanted.ExternalIdField is not null && !string.Equals(to.Field, wanted.ExternalIdField, StringComparison.OrdinalIgnoreCase))
        {
            throw new OperatorException(
                $"The calls in the staging file {path} are known by {to.Field}; the settings now name {wanted.ExternalIdField}. Name another file with --staging.");
        }
    }
}
