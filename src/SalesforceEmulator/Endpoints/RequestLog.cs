namespace SalesforceEmulator.Endpoints;

/// <summary>The latest requests; the oldest are dropped past <see cref="Capacity"/> so that a long-lived emulator stays small.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 100_000;
    private readonly Queue<RecordedRequest> requests = new();
    private readonly Lock gate = new();

    public long Total { get; private set; }

    public void Add(RecordedRequest request)
    {
        lock (gate)
        {
            Total++;
            requests.Enqueue(request);
            if (requests.Count > Capacity)
            {
                requests.Dequeue();
            }
        }
    }

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (gate)
        {
            return requests.ToArray();
        }
    }
}
