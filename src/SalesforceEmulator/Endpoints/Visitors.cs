namespace SalesforceEmulator.Endpoints;

/// <summary>
/// Requests inside. The server stops waiting for slow ones after a while, but the org's memory must not go while one still reads it.
/// </summary>
internal sealed class Visitors
{
    private readonly Lock gate = new();
    private TaskCompletionSource? gone;
    private int inside;

    public void Enter()
    {
        lock (gate)
        {
            inside++;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            if (--inside == 0)
            {
                gone?.TrySetResult();
            }
        }
    }

    public Task AllGoneAsync()
    {
        lock (gate)
        {
            if (inside == 0)
            {
                return Task.CompletedTask;
            }

            gone ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return gone.Task;
        }
    }
}
