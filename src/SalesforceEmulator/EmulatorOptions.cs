namespace SalesforceEmulator;

/// <summary>What the embedded org is to be.</summary>
public sealed record EmulatorOptions
{
    /// <summary>Port on 127.0.0.1; 0 = any free one.</summary>
    public int Port { get; init; }

    /// <summary>Call-log Tasks (with their messy neighbours) to generate.</summary>
    public long Tasks { get; init; } = 20_000;

    /// <summary>Same seed, same org, to the byte.</summary>
    public int Seed { get; init; } = 1;

    /// <summary><c>mixed</c>, or one vendor preset's name.</summary>
    public string Profile { get; init; } = "mixed";

    /// <summary>Age in days from which generated, closed Tasks are archived; Salesforce's own is 365. Other tools do not see archived ones: to compare with them, say more.</summary>
    public int ArchiveDays { get; init; } = 365;

    /// <summary>Folder that keeps the org between starts; null = a temporary one, deleted on dispose.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Drop what the data folder holds and generate anew.</summary>
    public bool Reset { get; init; }

    /// <summary>Take the number of Tasks that the folder holds already, whatever <see cref="Tasks"/> says.</summary>
    public bool KeepTasks { get; init; }

    /// <summary>JSON fault plan; null = no faults.</summary>
    public string? FaultPlanFile { get; init; }

    /// <summary>The org's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Default rows per bulk result page when the client sends no <c>maxRecords</c>.</summary>
    public int ResultPageSize { get; init; } = 50_000;

    /// <summary>Rows per REST query page when the client sends no <c>Sforce-Query-Options</c>.</summary>
    public int QueryPageSize { get; init; } = 2_000;

    /// <summary>How long a job stays queued, and then again in progress, before it can be done.</summary>
    public TimeSpan JobDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Pause after each saved chunk, so that moving counters can be watched; zero = none.</summary>
    public TimeSpan ChunkDelay { get; init; }

    /// <summary>Rows per batch of an ingest job.</summary>
    public int IngestBatchSize { get; init; } = 10_000;

    /// <summary>Rows saved together, in one transaction.</summary>
    public int IngestChunkSize { get; init; } = 200;

    /// <summary>A session ends after this much inactivity by the org's clock.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>PEM file (public key or certificate) that JWT assertions may be signed for, next to the generated key pair; null = only that one.</summary>
    public string? JwtPublicKeyFile { get; init; }

    /// <summary>The integration user may hard delete.</summary>
    public bool HardDelete { get; init; }

    /// <summary>The org's allocations.</summary>
    public EmulatorLimits Limits { get; init; } = new();
}

/// <summary>What the org allows in any 24 hours, and how much it holds.</summary>
public sealed record EmulatorLimits
{
    /// <summary>The usual allocations, and room for an org of that many Tasks, a call for each, and as much again.</summary>
    public static EmulatorLimits For(long tasks)
    {
        var usual = new EmulatorLimits();
        return usual with { DataStorageMB = Math.Max(usual.DataStorageMB, 4 * tasks / RecordsPerMegabyte) };
    }

    /// <summary>Calls of REST, Bulk and Tooling API.</summary>
    public long DailyApiRequests { get; init; } = 1_000_000;

    /// <summary>Bulk API 2.0 query jobs.</summary>
    public long DailyBulkV2QueryJobs { get; init; } = 10_000;

    /// <summary>Ingest batches, shared with Bulk API v1.</summary>
    public long DailyBulkApiBatches { get; init; } = 15_000;

    /// <summary>Megabytes of query results.</summary>
    public long DailyBulkV2QueryFileStorageMB { get; init; } = 976_562;

    /// <summary>Rows of ingest jobs.</summary>
    public long DailyIngestRows { get; init; } = 150_000_000;

    /// <summary>A record takes 2 KB, whatever it holds.</summary>
    internal const long RecordsPerMegabyte = 512;

    /// <summary>Megabytes of records; a new record past it fails with <c>STORAGE_LIMIT_EXCEEDED</c>.</summary>
    public long DataStorageMB { get; init; } = 10_240;
}
