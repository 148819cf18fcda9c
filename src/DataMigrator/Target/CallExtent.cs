using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Target;

/// <summary>How many calls a run has, and from when to when they start.</summary>
/// <param name="First">First start, unix seconds; 0 if there are no calls.</param>
/// <param name="Last">Last start.</param>
internal readonly record struct CallExtent(long Count, long First, long Last)
{
    public static CallExtent Read(SqliteConnection reader, long run) =>
        reader.Rows("SELECT COUNT(*), MIN(starts), MAX(starts) FROM call WHERE run = ?1", run, s => new CallExtent(s.Integer(0), s.Integer(1), s.Integer(2)))[0];
}
