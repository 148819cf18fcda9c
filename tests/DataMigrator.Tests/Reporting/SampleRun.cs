using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Reporting;

/// <summary>
/// A staged run small enough to check by hand: ten Tasks read, six calls (four in 2024-01, two in 2024-03), one skipped, three rejected.
/// Of the six calls four were created, one is unchanged and one failed. Talk time: 60 + 120 + 180 + 240 + 300 + 360 = 1260 s.
/// </summary>
internal static class SampleRun
{
    public const string Id = "20261120T041500Z-7f3a";
    public const string Evil = "<img src=x onerror=document.title='owned'>";

    public static readonly string[] SourceFields = ["Id", "Subject", "Description", "CallType"];
    public static readonly string[] TargetFields = ["Legacy_Task_Id__c", "CallType", "OwnerId", "Call_Outcome__c", "FromPhoneNumber"];

    public static string TaskId(int number) => $"00T{number:D12}AAA";

    public static async Task FillAsync(StagingDatabase staging, bool withResult = true, bool executed = true, int findings = 0, string state = "finished")
    {
        using var scope = await staging.WriteAsync(CancellationToken.None);
        await RunAsync(scope, executed, state, withResult);
        await TasksAsync(scope);
        Calls(scope, executed);
        Findings(scope, findings);
        scope.Commit();
    }

    /// <summary>Statistics of both sides over 120 months; 2021-03 has lost 40 calls, and one outcome is hostile.</summary>
    public static Task AddTenYearsAsync(StagingDatabase staging)
    {
        List<Statistic> cells = [];
        for (var month = 0; month < 120; month++)
        {
            var name = $"{2015 + (month / 12)}-{(month % 12) + 1:D2}";
            var count = 800 + (month * 7) + (month % 12 * 31);
            cells.Add(new(StatisticSections.Month, name, Statistics.Task, count, count * 95));
            cells.Add(new(StatisticSections.Month, name, Statistics.Call, name == "2021-03" ? count - 400 : count, (name == "2021-03" ? count - 400 : count) * 95));
        }

        foreach (var (section, name, count) in new[] { ("type", "Inbound", 81_204), ("type", "Outbound", 63_011), ("outcome", "Connected", 91_000), ("outcome", "Left voicemail", 31_115), ("outcome", "", 12_000), ("outcome", Evil, 100) })
        {
            cells.Add(new(section, name, Statistics.Task, count, count * 95));
            cells.Add(new(section, name, Statistics.Call, count, count * 95));
        }

        foreach (var (name, milliseconds) in new[] { ("extraction", 41_200), ("mapping", 12_900), ("loading", 391_000), ("reconciliation", 38_000) })
        {
            cells.Add(new(StatisticSections.Stage, name, "milliseconds", milliseconds));
        }

        return Statistics.ReplaceAsync(staging, 1, cells, CancellationToken.None);
    }

    private static async Task RunAsync(WriteScope scope, bool executed, string state, bool withResult)
    {
        await scope.Connection.ExecuteAsync(
            "INSERT INTO mapping (version, name, text, source_fields, target_fields) VALUES ('abc123', 'task-to-voicecall', @text, @source, @target)",
            new { text = "name: sample # </pre><script>alert(1)</script>\n", source = JsonSerializer.Serialize(SourceFields), target = JsonSerializer.Serialize(TargetFields) },
            scope.Transaction);
        await scope.Connection.ExecuteAsync(
            """
            INSERT INTO run (number, id, command, signature, executed, range_from, range_to, range_field, source_org, target_org, mapping, state, stage, started, ended, exit_code, settings, result)
            VALUES (1, @Id, 'run', 's', @executed, '2024-01-01T00:00:00Z', '2024-04-01T00:00:00Z', 'CreatedDate', '00D000000000001AAA', '00D000000000001AAA', 'abc123', @state, 'loading',
                    '2026-11-20T04:15:00Z', '2026-11-20T04:15:12Z', 2, '{"Migration":{"Window":"auto","Parallelism":3}}', @result)
            """,
            new { Id, executed, state, result = withResult ? Result(executed) : null },
            scope.Transaction);
        await scope.Connection.ExecuteAsync(
            """
            INSERT INTO window (id, run, starts, ends, expected, rows, state) VALUES (1, 1, '2024-01-01T00:00:00Z', '2024-04-01T00:00:00Z', 10, 10, 'read');
            INSERT INTO page (window, ordinal, rows, bytes, read_at) VALUES (1, 0, 6, 900, '2026-11-20T04:15:01Z'), (1, 1, 4, 600, '2026-11-20T04:15:01Z');
            """,
            transaction: scope.Transaction);
    }

    private static async Task TasksAsync(WriteScope scope)
    {
        var csv = new StringBuilder();
        for (var i = 0; i < 10; i++)
        {
            var subject = i switch { 7 => "=HYPERLINK(\"http://evil\",\"x\")", 8 => "'quoted, \"and\"\nmore", 9 => "+1 415 555 0100", _ => $"Call {i}" };
            csv.Append($"\"{TaskId(i)}\",\"{subject.Replace("\"", "\"\"", StringComparison.Ordinal)}\",\"{(i == 9 ? Evil : "")}\",\"Outbound\"\n");
        }

        await scope.Connection.ExecuteAsync(
            """
            INSERT INTO chunk (id, run, window, page, rows, mapped, data) VALUES (1, 1, 1, 0, 10, 'v1/0', @data);
            INSERT INTO reason (id, kind, field, rule, text) VALUES (1, 'rejected', 'FromPhoneNumber', 'phone', 'no number found'), (2, 'skipped', 'Id', 'duplicate', 'another Task logs the same call');
            """,
            new { data = Deflate(csv.ToString()) },
            scope.Transaction);
        for (var i = 0; i < 10; i++)
        {
            await scope.Connection.ExecuteAsync(
                "INSERT INTO task (id, run, chunk, ordinal, hash, door, reason, detail) VALUES (@id, 1, 1, @i, 0, @door, @reason, @detail)",
                new { id = TaskId(i), i, door = i < 6 ? 1 : i == 6 ? 2 : 3, reason = i < 6 ? (int?)null : i == 6 ? 2 : 1, detail = i == 9 ? Evil : i == 6 ? TaskId(2) : null },
                scope.Transaction);
        }
    }

    private static void Calls(WriteScope scope, bool executed)
    {
        using var payload = scope.Prepare("INSERT INTO payload (json) VALUES (?1)");
        using var insert = scope.Prepare(
            """
            INSERT INTO call (task_id, run, payload, hash, starts, ends, duration, how, parent, plan, changes, state, attempts, error_code, error_message)
            VALUES (?1, 1, last_insert_rowid(), 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """);
        for (var i = 0; i < 6; i++)
        {
            var starts = new DateTimeOffset(2024, i < 4 ? 1 : 3, 10 + i, 9, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
            var how = new CallSources(i == 0 ? StartSource.DateOnly : StartSource.Subject, NumberSource.Who, NumberSource.User, (byte)(i == 3 ? 4 : 0)).Packed;
            var outcome = i < 3 ? "Connected" : Evil;
            var failed = i == 5 && executed;
            payload.Text(1, JsonSerializer.Serialize(new[] { TaskId(i), i % 2 == 0 ? "Inbound" : "Outbound", "005000000000001AAA", outcome, "+14155550100" })).Execute();
            insert.Text(1, TaskId(i))
                .Integer(3, starts).Integer(4, starts + (60 * (i + 1))).Integer(5, 60 * (i + 1)).Integer(6, how).Text(7, i == 1 ? TaskId(0) : null)
                .Integer(8, i == 4 ? 2 : 1).Text(9, i == 4 ? """[{"field":"FromPhoneNumber","from":"+14155550100","to":"+14155550199"}]""" : null)
                .Integer(10, !executed ? 0 : failed ? 6 : i == 4 ? 2 : 1).Integer(11, failed ? 5 : 0).Text(12, failed ? "UNABLE_TO_LOCK_ROW" : null).Text(13, failed ? "=cmd|' /C calc'!A0" : null).Execute();
        }
    }

    private static void Findings(WriteScope scope, int count)
    {
        using var insert = scope.Prepare(
            "INSERT INTO finding (run, check_name, object, task_id, call_id, field, expected, found, class, status, note) VALUES (1, ?1, 'VoiceCall', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
        for (var i = 0; i < count; i++)
        {
            var (check, name, field) = (i % 4) switch { 0 => ("identity", "missing", null), 1 => ("fields", "edited-since", "Call_Outcome__c"), 2 => ("fields", "wrong-at-load", "FromPhoneNumber"), _ => ("identity", "extra", (string?)null) };
            insert.Text(1, check).Text(2, TaskId(i)).Text(3, $"0LQ{i:D12}AAA").Text(4, field).Text(5, i % 4 == 2 ? "+14155550100" : $"Connected {i}").Text(6, i == 1 ? Evil : i % 4 == 0 ? null : "Changed by hand")
                .Text(7, name).Text(8, i % 4 == 1 ? "explained" : "open").Text(9, i % 4 == 1 ? "by 005000000000002AAA on 2026-11-21T08:00:00Z" : null).Execute();
        }
    }

    private static string Result(bool executed) => DataMigrator.Reporting.ResultJson.Write(new MigrationResult
    {
        RunId = Id,
        Command = "run",
        Executed = executed,
        From = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
        To = new DateTimeOffset(2024, 4, 1, 0, 0, 0, TimeSpan.Zero),
        ExitCode = 2,
        BooksBalance = true,
        Seconds = 12.3,
        PeakMemoryBytes = 104857600,
        Extraction = new(10, 10, 2, 7),
        Mapping = new(10, 6, 1, 3, 0, [new("rejected", "FromPhoneNumber", "phone", "no number found", 3, TaskId(7)), new("skipped", "Id", "duplicate", "another Task logs the same call", 1, TaskId(6))]) { Merged = 1, Chained = 1, SeveralLegs = 1 },
        Loading = executed ? new(6, 4, 1, 0, 0, 0, 1, 0, [new("UNABLE_TO_LOCK_ROW", 1, 5, TaskId(5))]) : new(6, 5, 1, 0, 0, 0, 0, 0, []),
        Reconciliation = executed ? new(5, 5, 0, 0, 0, new(900, 900)) : null,
    });

    private static byte[] Deflate(string text)
    {
        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, CompressionLevel.Fastest))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
