namespace SalesforceEmulator.Bulk;

/// <summary>Work that goes on after the answer; all of it is stopped and awaited when the org closes.</summary>
internal sealed class BackgroundWork : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> running = [];

    public Task Start(Func<CancellationToken, Task> work)
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested)
            {
                return Task.CompletedTask;
            }

            var task = Task.Run(() => work(stopping.Token), CancellationToken.None);
            running.Add(task);
            _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] left;
        lock (gate)
        {
            stopping.Cancel();
            left = [.. running];
        }

        await Task.WhenAll(left);
        stopping.Dispose();
    }

    private void Forget(Task task)
    {
        lock (gate)
        {
            running.Remove(task);
        }
    }
}
