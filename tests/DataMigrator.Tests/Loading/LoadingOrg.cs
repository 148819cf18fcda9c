using System.Globalization;
using System.Text;
using Dapper;
using DataMigrator.Loading;
using DataMigrator.Staging;
using Microsoft.Extensions.Logging.Abstractions;
using Salesforce.Force;
using Salesforce.Force.Authentication;
using Salesforce.Force.Resilience;
using Salesforce.Force.Rest;
using SalesforceEmulator;

namespace DataMigrator.Tests.Loading;

/// <summary>An embedded org on loopback, a staging file in a temporary folder, and staged calls to load: small jobs, so that every boundary is walked.</summary>
internal sealed class LoadingOrg : IAsyncDisposable
{
    private const long FirstStart = 1_700_000_000;

    private readonly DirectoryInfo folder;
    private readonly PayloadWriter payload = new();

    private LoadingOrg(DirectoryInfo folder, Emulator emulator, ForceClient client, StagingDatabase staging, SObjectDescribe describe, IReadOnlyList<string> tasks, string owner)
    {
        (this.folder, Emulator, Client, Staging, Describe, Tasks, Owner) = (folder, emulator, client, staging, describe, tasks, owner);
    }

    public Emulator Emulator { get; }

    public ForceClient Client { get; }

    public StagingDatabase Staging { get; }

    public SObjectDescribe Describe { get; set; }

    /// <summary>Ids of Tasks that exist in the org, in key order.</summary>
    public IReadOnlyList<string> Tasks { get; }

    public string Owner { get; }

    public FixedMapping Mapping { get; set; } = new();

    public MigrationSettings Settings { get; set; } = new() { RowsPerJob = 7, Parallelism = 2, RetryDelay = TimeSpan.FromMilliseconds(1) };

    public static Task<LoadingOrg> StartAsync(int tasks = 120, TimeProvider? clock = null) => StartAsync(new EmulatorOptions { Tasks = tasks, TimeProvider = clock ?? TimeProvider.System });

    public static async Task<LoadingOrg> StartAsync(EmulatorOptions options)
    {
        var temporary = Directory.CreateTempSubdirectory("loading-");
        var emulator = await Emulator.StartAsync(options with { Seed = 5 }, CancellationToken.None);
        var client = NewClient(emulator);
        var describe = await client.DescribeAsync("VoiceCall", CancellationToken.None);
        var ids = new List<string>();
        await foreach (var row in client.QueryAsync("SELECT Id FROM Task WHERE IsDeleted = false", all: true, CancellationToken.None))
        {
            ids.Add(row["Id"]!);
        }

        // The embedded org has some calls that the new telephony logged itself; tests that want such make their own.
        await foreach (var row in client.QueryAsync("SELECT ActivityId FROM VoiceCall", all: false, CancellationToken.None))
        {
            ids.Remove(row["ActivityId"] ?? "");
        }

        ids.Sort(StringComparer.Ordinal);
        var session = await client.LoginAsync(CancellationToken.None);
        return new LoadingOrg(temporary, emulator, client, StagingDatabase.Open(Path.Combine(temporary.FullName, "staging.db")), describe, ids, session.UserId);
    }

    public static ForceClient NewClient(Emulator emulator, HttpMessageHandler? handler = null) => new(new ForceClientOptions
    {
        Authenticator = new RefreshToken(emulator.Url, emulator.ClientId, emulator.ClientSecret, emulator.RefreshToken),
        HttpMessageHandler = handler,
        Resilience = new ResilienceOptions { BaseDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(5), MinPollInterval = TimeSpan.FromMilliseconds(2), MaxPollInterval = TimeSpan.FromMilliseconds(10) },
    });

    public async Task<RunContext> BeginRunAsync(long number = 1, bool execute = true)
    {
        using var scope = await Staging.WriteAsync(CancellationToken.None);
        await scope.Connection.ExecuteAsync(
            """
            INSERT OR IGNORE INTO run (number, id, command, signature, executed, range_field, state, started, settings)
            VALUES (@number, @id, 'run', @id, @execute, 'CreatedDate', 'running', @started, '{}')
            """,
            new { number, id = $"run-{number}", execute, started = JobStore.Stamp(TimeProvider.System.GetUtcNow()) },
            scope.Transaction);
        scope.Commit();
        return new RunContext(
            number, $"run-{number}", execute, null, null, "CreatedDate", null, Staging, Client, Client, Describe, Mapping, Settings, TimeProvider.System,
            new Progress<StageProgress>(), NullLogger.Instance);
    }

    /// <summary>Stages a call for each Task; <paramref name="change"/> may alter the values, by field name.</summary>
    public async Task StageAsync(long run, IEnumerable<string> taskIds, Action<string, Dictionary<string, string?>>? change = null, Func<string, string?>? parent = null)
    {
        using var scope = await Staging.WriteAsync(CancellationToken.None);
        var number = 0;
        foreach (var taskId in taskIds)
        {
            var starts = FirstStart + (number++ * 600L);
            var values = Values(taskId, starts);
            change?.Invoke(taskId, values);
            payload.Begin();
            foreach (var field in Mapping.TargetFields)
            {
                var value = values.GetValueOrDefault(field.Name);
                payload.Append(Encoding.UTF8.GetBytes(value ?? ""), value is null);
            }

            await scope.Connection.ExecuteAsync(
                """
                INSERT OR REPLACE INTO task (id, run, chunk, ordinal, hash, door) VALUES (@taskId, @run, 1, 1, 1, 1);
                INSERT INTO payload (json) VALUES (@text);
                INSERT INTO call (task_id, run, payload, hash, starts, ends, duration, how, parent) VALUES (@taskId, @run, last_insert_rowid(), 1, @starts, @ends, 60, 0, @parent)
                ON CONFLICT (task_id) DO UPDATE SET run = excluded.run, payload = excluded.payload, parent = excluded.parent, plan = 0, state = 0;
                """,
                new { taskId, run, text = Encoding.UTF8.GetString(payload.End()), starts, ends = starts + 60, parent = parent?.Invoke(taskId) },
                scope.Transaction);
        }

        scope.Commit();
    }

    /// <summary>Ids that look like Tasks' and are none: for more rows than the org has Tasks.</summary>
    public static IReadOnlyList<string> Invented(int count) => [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"00TZZ{i:0000000000}AAA"))];

    public async Task<LoadingResult> LoadAsync(long run = 1, ForceClient? client = null, CancellationToken cancellationToken = default)
    {
        var context = await BeginRunAsync(run) with { Target = client ?? Client };
        await new PlanStage(context).RunAsync(cancellationToken);
        return await new LoadingStage(context).RunAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<QueryRow>> CallsAsync(string fields = "Id, PreviousCallId, Description")
    {
        var rows = new List<QueryRow>();
        await foreach (var row in Client.QueryAsync($"SELECT {fields}, Legacy_Task_Id__c FROM VoiceCall WHERE Legacy_Task_Id__c != null", all: false, CancellationToken.None))
        {
            rows.Add(row);
        }

        rows.Sort((a, b) => string.CompareOrdinal(a["Legacy_Task_Id__c"], b["Legacy_Task_Id__c"]));
        return rows;
    }

    /// <summary>One value per staged call.</summary>
    public async Task<IReadOnlyList<T>> StagedAsync<T>(string expression)
    {
        using var reader = Staging.OpenReader();
        return (await reader.QueryAsync<T>($"SELECT {expression} FROM call ORDER BY task_id")).AsList();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        using var reader = Staging.OpenReader();
        return (await reader.ExecuteScalarAsync<T>(sql))!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Staging.Dispose();
        await Emulator.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private Dictionary<string, string?> Values(string taskId, long starts) => new(StringComparer.Ordinal)
    {
        ["Legacy_Task_Id__c"] = taskId,
        ["CallStartDateTime"] = Instant(starts),
        ["CallEndDateTime"] = Instant(starts + 60),
        ["FromPhoneNumber"] = "+4930901820",
        ["ToPhoneNumber"] = "+14155550100",
        ["CallType"] = "Inbound",
        ["CallDurationInSeconds"] = "60",
        ["OwnerId"] = Owner,
        ["ActivityId"] = taskId,
        ["Description"] = "Said \"yes\", then\nhung up",
        ["Legacy_Subject__c"] = "Call, inbound",
    };

    private static string Instant(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
