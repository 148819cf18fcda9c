using System.Globalization;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>The org's daily allocations as they count down.</summary>
internal sealed class OrgLimits(EmulatorLimits limits, TimeProvider clock)
{
    public RollingDay ApiRequests { get; } = new(limits.DailyApiRequests, clock);

    public RollingDay QueryJobs { get; } = new(limits.DailyBulkV2QueryJobs, clock);

    public RollingDay Batches { get; } = new(limits.DailyBulkApiBatches, clock);

    public RollingDay IngestRows { get; } = new(limits.DailyIngestRows, clock);

    /// <summary>In bytes; the limit is told in megabytes.</summary>
    public RollingDay QueryFileBytes { get; } = new(limits.DailyBulkV2QueryFileStorageMB * Megabyte, clock);

    public long DataStorageMB => limits.DataStorageMB;

    public const long Megabyte = 1024 * 1024;

    public string UsageHeader => string.Create(CultureInfo.InvariantCulture, $"api-usage={ApiRequests.Used}/{ApiRequests.Most}");

    /// <exception cref="OrgRequestException">The day's calls are used up.</exception>
    public void TakeApiRequest()
    {
        if (!ApiRequests.TryTake(1))
        {
            throw new OrgRequestException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
    }

    /// <exception cref="OrgRequestException">The day's query jobs or result megabytes are used up.</exception>
    public void TakeQueryJob()
    {
        if (QueryFileBytes.Remaining == 0)
        {
            throw new OrgRequestException(400, "LIMIT_EXCEEDED", string.Create(CultureInfo.InvariantCulture, $"Max bulk v2 query result size stored ({limits.DailyBulkV2QueryFileStorageMB * 1024}) kb per 24 hrs has been exceeded"));
        }

        if (!QueryJobs.TryTake(1))
        {
            throw new OrgRequestException(400, "LIMIT_EXCEEDED", string.Create(CultureInfo.InvariantCulture, $"Max bulk v2 query jobs ({QueryJobs.Most}) per 24 hrs has been reached"));
        }
    }
}
