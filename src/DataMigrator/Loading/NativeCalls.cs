using Dapper;
using DataMigrator.Staging;
using DataMigrator.Target;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading;

/// <summary>
/// VoiceCalls that Salesforce Voice wrote itself, during a pilot of the new telephony: they point to the Task (ActivityId), or carry the same vendor key in
/// overlapping time, and have no external id of ours. Loading such a call would double it.
/// </summary>
internal sealed class NativeCalls(RunContext run)
{
    /// <summary>Up to so many calls of the run are asked for by name; more by their range of time.</summary>
    private const int Few = 2_000;

    /// <summary>Seconds that start and end of the two records may lie apart and still be the same call.</summary>
    private const int Slack = 120;

    /// <summary>Seconds.</summary>
    private const int LongestToProbe = 86_400;

    private readonly bool byActivity = run.TargetDescribe.Field("ActivityId") is { Filterable: true };
    private readonly int vendorKey = run.TargetDescribe.Field("VendorCallKey") is { Filterable: true } ? JobRows.IndexOf(run.Mapping, "VendorCallKey") : -1;

    /// <param name="undecided">The run's calls, if nothing was decided about any of them; null = they have to be looked through.</param>
    /// <returns>Calls found to be there already.</returns>
    public async Task<long> MarkAsync(CallSurvey? undecided, CancellationToken cancellationToken)
    {
        if (!byActivity && vendorKey < 0)
        {
            return 0;
        }

        await ExecuteAsync(
            """
            DROP TABLE IF EXISTS temp.native;
            CREATE TEMP TABLE native (id TEXT NOT NULL, activity TEXT, vendor TEXT, starts INTEGER, ends INTEGER);
            """,
            cancellationToken).ConfigureAwait(false);
        long found = 0;
        foreach (var where in await ConditionsAsync(undecided).ConfigureAwait(false))
        {
            found += await StoreAsync(where, cancellationToken).ConfigureAwait(false);
        }

        var marked = found == 0 ? 0 : await ExecuteAsync(Mark, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync("DROP TABLE temp.native", cancellationToken).ConfigureAwait(false);
        return marked;
    }

    private string Mark =>
        $"""
        CREATE INDEX temp.native_activity ON native(activity);
        CREATE INDEX temp.native_vendor ON native(vendor);
        CREATE INDEX temp.native_time ON native(starts DESC, ends);
        UPDATE call SET plan = {(int)CallPlan.Native}, target_id = (SELECT n.id FROM temp.native n WHERE n.activity = call.task_id LIMIT 1)
        WHERE run = @Number AND plan = {(int)CallPlan.Undecided} AND task_id IN (SELECT activity FROM temp.native);
        UPDATE call SET plan = {(int)CallPlan.Native}, target_id = (SELECT n.id {SameCall} LIMIT 1)
        WHERE {Math.Sign(vendorKey + 1)} AND run = @Number AND plan = {(int)CallPlan.Undecided} AND CASE WHEN {MayOverlap} THEN EXISTS (SELECT 1 {SameCall}) END;
        """;

    /// <summary>
    /// Asked before the key is read out of the payload, which costs 1.6 µs per call: nearly no call has one of theirs beside it. Looked for from the latest start down; the longest of
    /// theirs says how far. One of days would make it look through too many: then every call is asked for its key.
    /// </summary>
    private static string MayOverlap =>
        $"""
        ((SELECT MAX(ends - starts) FROM temp.native) > {LongestToProbe} OR EXISTS (SELECT 1 FROM temp.native n WHERE n.starts <= call.ends + {Slack}
          AND n.starts >= call.starts - {Slack} - (SELECT MAX(ends - starts) FROM temp.native) AND n.ends >= call.starts - {Slack}))
        """;

    private string SameCall =>
        $"""
        FROM temp.native n WHERE n.vendor = {Payload.Value("(SELECT json FROM payload WHERE id = call.payload)", Math.Max(0, vendorKey))} AND n.vendor <> ''
          AND n.starts <= call.ends + {Slack} AND n.ends >= call.starts - {Slack}
        """;

    /// <summary>WHERE conditions that together bring every candidate.</summary>
    private async Task<IReadOnlyList<string>> ConditionsAsync(CallSurvey? known)
    {
        using var staging = run.Staging.OpenReader();
        var undecided = $"run = @Number AND plan = {(int)CallPlan.Undecided}";
        var (count, first, last) = known is { } calls ? (calls.Extent.Count, calls.Extent.First, calls.LastEnd) : await staging.QuerySingleAsync<(long, long?, long?)>(
            $"SELECT COUNT(*), MIN(starts), MAX(ends) FROM call WHERE {undecided}", new { run.Number }).ConfigureAwait(false);
        if (count == 0)
        {
            return [];
        }

        if (count >= Few)
        {
            var fields = new[] { byActivity ? "ActivityId != null" : null, vendorKey >= 0 ? "VendorCallKey != null" : null }.OfType<string>();
            return [$"({string.Join(" OR ", fields)}) AND CallStartDateTime >= {Iso8601.Format(first!.Value - 86_400)} AND CallStartDateTime < {Iso8601.Format(last!.Value + 86_400)}"];
        }

        var conditions = new List<string>();
        if (byActivity)
        {
            var ids = (await staging.QueryAsync<string>($"SELECT task_id FROM call WHERE {undecided}", new { run.Number }).ConfigureAwait(false)).AsList();
            conditions.AddRange(SoqlLiteral.Chunks(Select, ids).Select(chunk => $"ActivityId IN {SoqlLiteral.Strings(chunk)}"));
        }

        if (vendorKey >= 0)
        {
            var keys = (await staging.QueryAsync<string>(
                $"SELECT DISTINCT {Payload.Value("d.json", vendorKey)} AS k FROM call CROSS JOIN payload d ON d.id = call.payload WHERE {undecided} AND k <> ''", new { run.Number }).ConfigureAwait(false)).AsList();
            conditions.AddRange(SoqlLiteral.Chunks(Select, keys).Select(chunk => $"VendorCallKey IN {SoqlLiteral.Strings(chunk)}"));
        }

        return conditions;
    }

    private string Select =>
        $"SELECT Id, {(byActivity ? "ActivityId, " : "")}{(vendorKey >= 0 ? "VendorCallKey, " : "")}CallStartDateTime, CallEndDateTime FROM VoiceCall "
        + $"WHERE {run.Mapping.ExternalIdField} = null AND ";

    private async Task<long> StoreAsync(string where, CancellationToken cancellationToken)
    {
        long count = 0;
        var batch = new List<QueryRow>();
        await foreach (var row in run.Target.QueryAsync(Select + where, all: false, cancellationToken).ConfigureAwait(false))
        {
            batch.Add(row);
            if (batch.Count == Few)
            {
                await StoreAsync(batch, cancellationToken).ConfigureAwait(false);
                count += batch.Count;
                batch.Clear();
            }
        }

        await StoreAsync(batch, cancellationToken).ConfigureAwait(false);
        return count + batch.Count;
    }

    private async Task StoreAsync(IReadOnlyList<QueryRow> rows, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using var insert = scope.Prepare("INSERT INTO temp.native (id, activity, vendor, starts, ends) VALUES (?1, ?2, ?3, ?4, ?5)");
        foreach (var row in rows)
        {
            insert.Text(1, row["Id"]).Text(2, row["ActivityId"]).Text(3, row["VendorCallKey"])
                .Integer(4, Instant(row["CallStartDateTime"])).Integer(5, Instant(row["CallEndDateTime"])).Execute();
        }

        scope.Commit();
    }

    private static long Instant(string? text) =>
        text is not null && Iso8601.TryParseInstant(System.Text.Encoding.ASCII.GetBytes(text), out var seconds, out _) ? seconds : 0;

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        var changed = await scope.Connection.ExecuteAsync(sql, new { run.Number }, scope.Transaction).ConfigureAwait(false);
        scope.Commit();
        return changed;
    }
}
