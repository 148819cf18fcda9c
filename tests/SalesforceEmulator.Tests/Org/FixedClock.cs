namespace SalesforceEmulator.Tests.Org;

/// <summary>A clock that stands still until told to move.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 30, 15, 678, TimeSpan.Zero);
    private DateTimeOffset now = now;

    public FixedClock()
        : this(Start)
    {
    }

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
