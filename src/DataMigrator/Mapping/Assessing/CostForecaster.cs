namespace DataMigrator.Mapping.Assessing;

/// <summary>Requests, storage and time of a migration, from its counts. What a request is for is listed line by line.</summary>
internal static class CostForecaster
{
    /// <summary>Create, and about ten looks at the state until the job is done.</summary>
    private const int RequestsPerQueryJob = 11;

    /// <summary>Create, upload, close, ten looks at the state, three result files.</summary>
    private const int RequestsPerIngestJob = 16;

    /// <summary>Rows of one Bulk batch.</summary>
    private const int RowsPerBatch = 10_000;

    /// <summary>Ids that fit into the WHERE clause of one query.</summary>
    private const int IdsPerLookupQuery = 500;

    public static CostForecast Forecast(long read, long mapped, int windows, long lookupRecords, int lookups, MigrationSettings settings, CostRates rates)
    {
        var extraction = ((long)windows * RequestsPerQueryJob) + Pages(read, settings.RowsPerPage);
        var lookup = lookups + Pages(lookupRecords, IdsPerLookupQuery);
        var jobs = Pages(mapped, settings.RowsPerJob);
        var loading = jobs * RequestsPerIngestJob;
        return new CostForecast(
            extraction, lookup, loading, extraction + lookup + loading, Pages(mapped, RowsPerBatch), mapped * rates.BytesPerRecord,
            (read / rates.ExtractedPerSecond) + (mapped / rates.LoadedPerSecond));
    }

    private static long Pages(long rows, long size) => (rows + size - 1) / size;
}
