using DataMigrator.Staging;
using DataMigrator.Target;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Loading;

/// <summary>What planning has to know of a run's calls before it begins, in one pass: most runs have calls that nothing was decided about yet, and then there is nothing to forget or to ask for.</summary>
/// <param name="LastEnd">Latest end, unix seconds; 0 if there are no calls.</param>
/// <param name="InTarget">Calls that our books know in the target.</param>
/// <param name="Touched">Calls with a plan, a state, or traces of a sending.</param>
internal readonly record struct CallSurvey(CallExtent Extent, long LastEnd, long InTarget, long Touched)
{
    public static CallSurvey Read(SqliteConnection reader, long run) => reader.Rows(
        $"""
        SELECT COUNT(*), MIN(starts), MAX(starts), MAX(ends), COUNT(target_id), COUNT(*) FILTER (WHERE
          plan <> {(int)CallPlan.Undecided} OR state <> {(int)CallState.Pending} OR changes IS NOT NULL OR attempts > 0 OR error_code IS NOT NULL)
        FROM call WHERE run = ?1
        """,
        run,
        s => new CallSurvey(new(s.Integer(0), s.Integer(1), s.Integer(2)), s.Integer(3), s.Integer(4), s.Integer(5)))[0];
}
