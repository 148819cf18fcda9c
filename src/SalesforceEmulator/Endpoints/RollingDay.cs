namespace SalesforceEmulator.Endpoints;

/// <summary>An allocation of any 24 hours, counted in quarter hours by the org's clock.</summary>
internal sealed class RollingDay(long most, TimeProvider clock)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(15);
    private const int Slots = 96;
    private readonly Lock gate = new();
    private readonly Queue<(long Slot, long Amount)> used = new();
    private long total;

    public long Most => most;

    public long Used
    {
        get
        {
            lock (gate)
            {
                Forget();
                return total;
            }
        }
    }

    public long Remaining => Math.Max(0, most - Used);

    /// <summary>Takes the amount, or nothing when that would exceed the allocation.</summary>
    public bool TryTake(long amount)
    {
        lock (gate)
        {
            Forget();
            if (total + amount > most)
            {
                return false;
            }

            Add(amount);
            return true;
        }
    }

    /// <summary>Takes the amount even past the allocation: what happened, happened.</summary>
    public void Take(long amount)
    {
        lock (gate)
        {
            Forget();
            Add(amount);
        }
    }

    private long Now => clock.GetUtcNow().UtcTicks / Slot.Ticks;

    private void Add(long amount)
    {
        total += amount;
        used.Enqueue((Now, amount));
        if (used.Count > 100_000)
        {
            Condense();
        }
    }

    private void Condense()
    {
        var perSlot = used.GroupBy(u => u.Slot, u => u.Amount).Select(g => (g.Key, g.Sum())).ToList();
        used.Clear();
        perSlot.ForEach(used.Enqueue);
    }

    private void Forget()
    {
        var oldest = Now - Slots;
        while (used.TryPeek(out var first) && first.Slot <= oldest)
        {
            total -= first.Amount;
            used.Dequeue();
        }
    }
}
