namespace Salesforce.Force.Tests.Servers;

/// <summary>
/// A clock on which pauses take no time: a timer of up to 90 seconds moves the clock on and rings at once. Longer ones are time-outs and never ring.
/// </summary>
internal sealed class HastyTime : TimeProvider
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(90);
    private readonly Lock gate = new();
    private DateTimeOffset now = new(2026, 11, 20, 4, 15, 0, TimeSpan.Zero);

    /// <summary>The pauses that were taken, in order.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        lock (gate)
        {
            now += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(HastyTime time, TimerCallback callback, object? state) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero || dueTime > LongestPause)
            {
                return true;
            }

            lock (time.gate)
            {
                time.Pauses.Add(dueTime);
                time.now += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
