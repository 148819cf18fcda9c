using DataMigrator.Mapping.Linking;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Mapping.Assessing;

/// <summary>What linking would make of the mapped rows: kept in a nameless temporary database of SQLite's, so that memory doesn't grow with the rows.</summary>
internal sealed class LinkForecast : IDisposable
{
    private readonly LinkRule rule;
    private readonly int agent;
    private readonly SqliteConnection connection;
    private readonly SqliteTransaction transaction;
    private readonly Statement insert;

    public LinkForecast(LinkRule rule, IReadOnlyList<TargetField> fields)
    {
        this.rule = rule;
        var names = fields.Select(field => field.Name).ToList();
        agent = names.IndexOf("UserId") is >= 0 and var user ? user : names.IndexOf("OwnerId");
        connection = new SqliteConnection("Data Source=");
        connection.Open();
        Run("CREATE TABLE member (key INTEGER NOT NULL, task TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL, owner TEXT)");
        transaction = connection.BeginTransaction();
        insert = new Statement(connection, "INSERT INTO member (key, task, starts, ends, owner) VALUES (?1, ?2, ?3, ?4, ?5)");
    }

    /// <param name="call">A call that was mapped from the Task; one without a key stands alone.</param>
    public void Add(ReadOnlySpan<byte> taskId, CallBuffer call)
    {
        if (call.LinkKey is { } key)
        {
            insert.Integer(1, key).Text(2, taskId).Integer(3, call.Starts).Integer(4, call.Ends);
            _ = agent < 0 || call.IsNull(agent) ? insert.Null(5) : insert.Text(5, call[agent]);
            insert.Execute();
        }
    }

    /// <summary>Decides every group as linking does.</summary>
    public LinkTally Decide()
    {
        transaction.Commit();
        Run("CREATE INDEX member_key ON member (key)");
        var tally = LinkTally.None;
        using var rows = new Statement(connection, "SELECT key, task, starts, ends, owner FROM member WHERE key IN (SELECT key FROM member GROUP BY key HAVING COUNT(*) > 1) ORDER BY key");
        var (group, current) = (new List<LinkMember>(), 0L);
        while (rows.Step())
        {
            if (group.Count > 0 && rows.Integer(0) != current)
            {
                tally = Add(tally, group);
                group.Clear();
            }

            current = rows.Integer(0);
            group.Add(new LinkMember(rows.String(1)!, rows.Integer(2), rows.Integer(3), rows.String(4)));
        }

        return Add(tally, group);
    }

    public void Dispose()
    {
        insert.Dispose();
        transaction.Dispose();
        connection.Dispose();
    }

    private LinkTally Add(LinkTally tally, List<LinkMember> group)
    {
        foreach (var outcome in LinkGroup.Decide(group, rule))
        {
            tally = outcome.MergedInto is not null
                ? tally with { Merged = tally.Merged + 1, MergedSeconds = tally.MergedSeconds + outcome.Member.Ends - outcome.Member.Starts, Example = tally.Example ?? outcome.Member.TaskId }
                : outcome.Parent is not null ? tally with { Chained = tally.Chained + 1 } : tally;
        }

        return tally;
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

/// <summary>What linking would do.</summary>
/// <param name="MergedSeconds">Duration of the merged ones: the call that stands for them has it too.</param>
/// <param name="Example">A Task that would be merged; null if none would.</param>
internal sealed record LinkTally(long Merged, long MergedSeconds, long Chained, string? Example)
{
    public static LinkTally None { get; } = new(0, 0, 0, null);
}
