namespace DataMigrator.Tests.Reconciliation;

/// <summary>The system's clock, put forward at will: the org's whole seconds need no waiting for.</summary>
internal sealed class OffsetClock : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
