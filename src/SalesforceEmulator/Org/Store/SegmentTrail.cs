namespace SalesforceEmulator.Org.Store;

/// <summary>Follows a walk over rows and lets go of the file that was left, so that reading a large org doesn't fill the process's memory.</summary>
internal struct SegmentTrail(RecordLog log)
{
    private int current = -1;

    public void Touch(uint address)
    {
        var segment = RecordLog.SegmentOf(address);
        if (segment == current)
        {
            return;
        }

        if (current >= 0 && log.IsLarge)
        {
            log.Release(current);
        }

        current = segment;
    }
}
