using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>Small result sets as lists: for aggregates and samples, not for rows by the million.</summary>
internal static class StatementRows
{
    /// <summary>Runs <paramref name="sql"/> with ?1 = <paramref name="run"/> and maps each row.</summary>
    public static List<T> Rows<T>(this SqliteConnection connection, string sql, long run, Func<Statement, T> map)
    {
        using var statement = new Statement(connection, sql);
        statement.Integer(1, run);
        List<T> rows = [];
        while (statement.Step())
        {
            rows.Add(map(statement));
        }

        return rows;
    }

    /// <summary>The first column of the first row; 0 if null.</summary>
    public static long Scalar(this SqliteConnection connection, string sql, long run)
    {
        using var statement = new Statement(connection, sql);
        return statement.Integer(1, run).Step() ? statement.Integer(0) : 0;
    }
}
