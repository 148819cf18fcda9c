namespace DataMigrator.EndToEnd.Killed;

/// <summary>The org's clock, which a test can set on.</summary>
internal sealed class AdvancingClock : TimeProvider
{
    private long ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));
}
