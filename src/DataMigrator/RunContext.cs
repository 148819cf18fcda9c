using DataMigrator.Mapping;
using DataMigrator.Staging;
using Microsoft.Extensions.Logging;
using Salesforce.Force;
using Salesforce.Force.Rest;

namespace DataMigrator;

/// <summary>What every stage of one run is given.</summary>
/// <param name="Number">run.number.</param>
/// <param name="Id">run.id.</param>
/// <param name="From">Half-open range on <paramref name="RangeField"/>; null = open.</param>
/// <param name="Limit">Canary: at most so many calls; null = all.</param>
internal sealed record RunContext(
    long Number,
    string Id,
    bool Execute,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string RangeField,
    long? Limit,
    StagingDatabase Staging,
    ForceClient Source,
    ForceClient Target,
    SObjectDescribe TargetDescribe,
    ICompiledMapping Mapping,
    MigrationSettings Settings,
    TimeProvider Time,
    IProgress<StageProgress> Progress,
    ILogger Log)
{
    /// <summary>Reads what changed since the last one, with a look-back: a Task that it reads need not have changed.</summary>
    public bool IsIncremental => string.Equals(RangeField, "SystemModstamp", StringComparison.Ordinal);

    /// <summary>A sentence for the person who started the run, on the way; never personal data.</summary>
    public Action<string> Say { get; init; } = static _ => { };
}

/// <summary>One immutable snapshot of how far a stage is.</summary>
/// <param name="Total">Null if unknown.</param>
/// <param name="Note">A phrase such as "3 jobs open"; null if none. Never personal data.</param>
internal sealed record StageProgress(string Stage, long Done, long? Total, string? Note = null);

/// <summary>Settings of section Migration and Limits, defaults in one place with their reasons.</summary>
internal sealed record MigrationSettings
{
    /// <summary>Custom, unique, external-id text field on VoiceCall that holds the Task's id.</summary>
    public string ExternalIdField { get; init; } = "Legacy_Task_Id__c";

    /// <summary>auto, day, week, month or year.</summary>
    public string Window { get; init; } = "auto";

    /// <summary>Rows one query job should return at most. Salesforce ends a query after 2 minutes of work per chunk; 2.5 million Task rows stay far from the 1 GB result file.</summary>
    public long MaxRowsPerWindow { get; init; } = 1_000_000;

    /// <summary>How far an incremental run looks back before the last one: rows can commit late with an earlier SystemModstamp.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Query result pages and ingest jobs under way at once.</summary>
    public int Parallelism { get; init; } = 3;

    /// <summary>Rows per result page: what a killed run loses at most.</summary>
    public int RowsPerPage { get; init; } = 50_000;

    /// <summary>Rows per ingest job: a multiple of Bulk's 10,000-row batches; small enough that a lost job costs little.</summary>
    public int RowsPerJob { get; init; } = 100_000;

    /// <summary>Bytes per ingest job, see IngestContent.MaxBytes.</summary>
    public int BytesPerJob { get; init; } = 90 * 1024 * 1024;

    /// <summary>Sendings of one row, the first included.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>What to do when create-only data changed: block or replace.</summary>
    public string OnCreateOnlyChange { get; init; } = "block";

    /// <summary>Calls that differ in create-only data may be deleted and created again.</summary>
    public bool MayReplace => string.Equals(OnCreateOnlyChange, "replace", StringComparison.Ordinal);

    /// <summary>What a reconciliation reads of the target: <c>all</c>, or <c>differing</c> windows only, see ReconciliationOptions.SkipAgreeing.</summary>
    public string Compare { get; init; } = "all";

    /// <summary>Share of the org's daily API requests that may be used (by everybody) before we stop; percent.</summary>
    public int MaxApiRequestsPercent { get; init; } = 80;

    /// <summary>Rows this run may send through Bulk per 24 hours; the org's bound is 150 million.</summary>
    public long MaxBulkRowsPer24h { get; init; } = 100_000_000;

    /// <summary>First pause before failed rows are sent again; doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Nothing will be written: a mapping is good even where this user may not write, so that a dry run works with read-only credentials.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>ISO 3166 region for national phone numbers when the mapping names none.</summary>
    public string DefaultRegion { get; init; } = "US";
}
