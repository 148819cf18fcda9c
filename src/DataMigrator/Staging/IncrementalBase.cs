using Dapper;

namespace DataMigrator.Staging;

/// <summary>Where an incremental run may begin: everything before is known to be in the target.</summary>
internal static class IncrementalBase
{
    /// <summary>
    /// End of the range of the newest run that has read everything up to there (open end, no limit, and no begin of its own unless by SystemModstamp), has
    /// loaded it (nothing left) and whose books balance. One that began before something was rolled back may have counted on what is gone.
    /// </summary>
    /// <returns>Null if there is none: everything must be read.</returns>
    public static DateTimeOffset? EndOf(WriteScope scope, string? sourceOrg, string? targetOrg) => Instants.ParseOrNull(scope.Connection.QueryFirstOrDefault<string?>(
        """
        SELECT range_to FROM run
        WHERE state = 'finished' AND executed = 1 AND open_end = 1 AND row_limit IS NULL AND (range_field = 'SystemModstamp' OR range_from IS NULL)
          AND json_extract(result, '$.booksBalance') = 1 AND json_extract(result, '$.loading.left') = 0
          AND source_org IS @sourceOrg AND target_org IS @targetOrg
          AND started >= COALESCE((SELECT MAX(ended) FROM run WHERE state = 'rolled back'), '')
        ORDER BY range_to DESC LIMIT 1
        """,
        new { sourceOrg, targetOrg },
        scope.Transaction));
}
