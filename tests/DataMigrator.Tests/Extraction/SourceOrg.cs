using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;
using DataMigrator.Tests.Staging;
using Microsoft.Extensions.Logging.Abstractions;
using Salesforce.Force.Rest;
using Salesforce.Force;
using Salesforce.Force.Authentication;
using Salesforce.Force.Resilience;
using SalesforceEmulator;

namespace DataMigrator.Tests.Extraction;

/// <summary>The embedded org on loopback and a temporary staging file: pages of 7 rows, so that every boundary is walked.</summary>
internal sealed class SourceOrg : IAsyncDisposable
{
    private SourceOrg(Emulator emulator)
    {
        Emulator = emulator;
        Client = NewClient(null);
    }

    public Emulator Emulator { get; }

    public ForceClient Client { get; }

    public MigrationSettings Settings { get; set; } = new() { RowsPerPage = 7, Parallelism = 1 };

    public static async Task<SourceOrg> StartAsync(int tasks, TimeProvider? clock = null) => new(await Emulator.StartAsync(
        new EmulatorOptions { Tasks = tasks, Seed = 3, JobDelay = TimeSpan.Zero, ResultPageSize = 7, TimeProvider = clock ?? TimeProvider.System }, CancellationToken.None));

    public ForceClient NewClient(HttpMessageHandler? handler) => new(new ForceClientOptions
    {
        Authenticator = new AccessToken(Emulator.Url, Emulator.AccessToken),
        HttpMessageHandler = handler,
        Resilience = new ResilienceOptions
        {
            MaxAttempts = 3, BaseDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2), MinPollInterval = TimeSpan.FromMilliseconds(1), MaxPollInterval = TimeSpan.FromMilliseconds(5),
        },
    });

    /// <summary>Begins or resumes the run of that name.</summary>
    public async Task<RunContext> BeginAsync(
        TemporaryStaging staging, ICompiledMapping mapping, DateTimeOffset? from = null, DateTimeOffset? to = null, long? limit = null, bool incremental = false, ForceClient? client = null,
        string name = "run")
    {
        var run = await new RunStore(staging.Database, TimeProvider.System).BeginAsync(
            new RunRequest("run", name, true, from, to, incremental, limit, "source", "target", mapping.Version, "{}"), TimeSpan.FromMinutes(1), TimeSpan.Zero, CancellationToken.None);
        return new RunContext(
            run.Number, run.Id, true, run.From, run.To, run.RangeField, limit, staging.Database, client ?? Client, client ?? Client, new SObjectDescribe("VoiceCall", "Voice Call", "0LQ", true, true, true, true, [], []), mapping, Settings, TimeProvider.System,
            new Progress<StageProgress>(), NullLogger.Instance);
    }

    public async Task<ExtractionResult> ExtractAsync(RunContext run) => await new ExtractionStage(run).RunAsync(CancellationToken.None);

    /// <summary>Ids as the org's REST API gives them: an independent witness.</summary>
    public async Task<List<string>> IdsAsync(string where = "")
    {
        var ids = new List<string>();
        await foreach (var row in Client.QueryAsync("SELECT Id FROM Task" + where, all: true, CancellationToken.None))
        {
            ids.Add(row["Id"]!);
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }

    public static PlainMapping Mapping { get; } = new();

    /// <summary>Ids as they are staged.</summary>
    public static List<string> StagedIds(TemporaryStaging staging, long run = 1)
    {
        using var reader = staging.Database.OpenReader();
        using var chunks = new Statement(reader, "SELECT data FROM chunk WHERE run = ?1");
        using var records = new ChunkReader(Mapping.SourceFields, ["Id"]);
        var ids = new List<string>();
        chunks.Integer(1, run);
        while (chunks.Step())
        {
            records.Open(chunks.Text(0));
            while (records.Read())
            {
                ids.Add(System.Text.Encoding.UTF8.GetString(records.Row[0]));
            }
        }

        ids.Sort(StringComparer.Ordinal);
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Emulator.DisposeAsync();
    }
}
