namespace DataMigrator.Staging;

/// <summary>What is still to be sent.</summary>
/// <param name="Deletes">To be replaced, still in the target.</param>
/// <param name="Failing">Of all of them: sent and refused for a while.</param>
internal sealed record WaitingRows(long Creates, long Updates, long Deletes, long Failing)
{
    public long All => Creates + Updates + Deletes;
}
