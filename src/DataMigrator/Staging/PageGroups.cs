using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>
/// Table page_groups: count and seconds of a page's Tasks by group. One value per page, some bytes per group: a page of 50,000 Tasks has 24,000 groups of 400 owners
/// and 120 months, which would be as many rows to insert.
/// </summary>
internal static class PageGroups
{
    /// <summary>Fields of the Task that they are counted by. Without <see cref="Date"/> there are no groups, without another one they do not go by it.</summary>
    public const string Date = "CreatedDate", Type = "CallType", Owner = "OwnerId", Seconds = "CallDurationInSeconds";

    /// <summary>Appends them as the table keeps them.</summary>
    public static void Pack(CallGroups groups, MemoryStream packed)
    {
        using var writer = new BinaryWriter(packed, Encoding.UTF8, leaveOpen: true);
        groups.Write(writer);
    }

    public static void Write(WriteScope scope, long window, long page, ReadOnlySpan<byte> groups)
    {
        using var insert = scope.Prepare("INSERT INTO page_groups (window, page, groups) VALUES (?1, ?2, ?3)");
        insert.Integer(1, window).Integer(2, page).Blob(3, groups).Execute();
    }

    /// <summary>Groups of all that a run has staged.</summary>
    /// <returns>Null if a page has none: it was staged by a program that did not count, or without its dates, or is purged.</returns>
    public static CallGroups? Read(SqliteConnection reader, long run, CancellationToken cancellationToken)
    {
        const string Pages = "FROM window w JOIN page p ON p.window = w.id LEFT JOIN page_groups g ON g.window = p.window AND g.page = p.ordinal WHERE w.run = ?1 AND p.rows > 0";
        if (reader.Scalar($"SELECT EXISTS (SELECT 1 {Pages} AND g.window IS NULL)", run) != 0)
        {
            return null;
        }

        var groups = new CallGroups();
        using var packed = new MemoryStream();
        using var unpacked = new BinaryReader(packed, Encoding.UTF8);
        using var pages = new Statement(reader, $"SELECT g.groups {Pages}");
        pages.Integer(1, run);
        while (pages.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            packed.SetLength(0);
            packed.Write(pages.Text(0));
            packed.Position = 0;
            groups.Add(unpacked);
        }

        return groups;
    }

    /// <summary>They go with the pages of a window.</summary>
    public static void Drop(WriteScope scope, long window) => scope.Connection.Execute("DELETE FROM page_groups WHERE window = @window", new { window }, scope.Transaction);
}
