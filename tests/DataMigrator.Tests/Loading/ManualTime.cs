namespace DataMigrator.Tests.Loading;

/// <summary>Time that stands still until it is told to go on: timers fire when asked, whatever their due time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> waiting = [];
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes as soon as somebody waits for time to pass.</summary>
    public Task WaitForTimerAsync()
    {
        lock (gate)
        {
            return waiting.Count > 0 ? Task.CompletedTask : next.Task;
        }
    }

    public void FireTimers()
    {
        Timer[] due;
        lock (gate)
        {
            due = [.. waiting];
            waiting.Clear();
            next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state);
        lock (gate)
        {
            waiting.Add(timer);
            next.TrySetResult();
        }

        return timer;
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        private bool gone;

        public void Fire()
        {
            if (!gone)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => !gone;

        public void Dispose() => gone = true;

        public ValueTask DisposeAsync()
        {
            gone = true;
            return ValueTask.CompletedTask;
        }
    }
}
