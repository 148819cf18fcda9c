namespace DataMigrator.Mapping.Assessing;

/// <summary>A profile of the source's call logs and of what this mapping would make of them; nothing was written. Counts are rows.</summary>
/// <param name="ByPreset">Preset whose condition held, or the marks of a vendor; "standard" else.</param>
/// <param name="ByOwner">active, inactive, queue, unknown.</param>
/// <param name="Filled">Per source field, how many rows have a value.</param>
/// <param name="Reasons">Why rows are skipped or rejected; balanced: Read = Mapped + Skipped + Rejected.</param>
/// <param name="Unmapped">Per value list, values that it doesn't have, the most frequent first.</param>
internal sealed record Assessment(
    long Read, long Mapped, long Skipped, long Rejected, long DurationSeconds,
    IReadOnlyList<Tally> ByYear, IReadOnlyList<Tally> ByType, IReadOnlyList<Tally> BySubtype, IReadOnlyList<Tally> ByPreset, IReadOnlyList<Tally> ByOwner,
    IReadOnlyList<Tally> Filled, IReadOnlyList<ReasonCount> Reasons,
    IReadOnlyList<Tally> StartSources, IReadOnlyList<Tally> FromSources, IReadOnlyList<Tally> ToSources,
    IReadOnlyList<UnmappedValues> Unmapped, CostForecast Forecast)
{
    /// <summary>Of the skipped: Tasks that log the call of another Task.</summary>
    public long Merged { get; init; }

    /// <summary>Calls that would follow another leg of the same call.</summary>
    public long Chained { get; init; }

    /// <summary>Calls whose one Task tells of several legs in its text.</summary>
    public long SeveralLegs { get; init; }
}

/// <summary>How often something occurs.</summary>
internal sealed record Tally(string Name, long Count);

/// <summary>Values that a value list doesn't have. <paramref name="Others"/>: rows whose values came after the first thousand distinct ones.</summary>
internal sealed record UnmappedValues(string List, string Site, IReadOnlyList<Tally> Values, long Others);

/// <summary>What the migration would cost.</summary>
/// <param name="ApiRequests">Of both orgs together.</param>
/// <param name="StorageBytes">Salesforce counts 2 KB of data storage per record.</param>
/// <param name="DurationSeconds">From the rates in <see cref="CostRates"/>.</param>
internal sealed record CostForecast(long ExtractionRequests, long LookupRequests, long LoadingRequests, long ApiRequests, long Batches, long StorageBytes, double DurationSeconds);

/// <summary>Rates that a forecast is made with; a run that has been measured may bring its own.</summary>
internal sealed record CostRates
{
    /// <summary>Rows per second that a Bulk API 2.0 query delivers over the network.</summary>
    public double ExtractedPerSecond { get; init; } = 5_000;

    /// <summary>Rows per second that one org ingests; VoiceCall without automation. Triggers and flows slow it down.</summary>
    public double LoadedPerSecond { get; init; } = 300;

    /// <summary>Data storage that Salesforce counts per record.</summary>
    public int BytesPerRecord { get; init; } = 2048;
}
