using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Population;

/// <summary>A run of Tasks, packed and ready to be stored; blocks are made side by side and stored in order.</summary>
internal sealed class TaskBlock(Table table, TaskPlanner planner, TaskRenderer renderer)
{
    public const int Size = 4096;
    private readonly List<int> lengths = new(Size);
    private byte[] bytes = new byte[4 * 1024 * 1024];
    private int used;

    public void Fill(Dice dice, uint firstOrdinal, int count, DateTime from, DateTime to)
    {
        used = 0;
        lengths.Clear();
        var plans = planner.Plan(ref dice, count, from, to);
        var places = new int[count + 4];
        for (var i = 0; i < plans.Count; i++)
        {
            places[plans[i].Sequence] = i;
        }

        for (var i = 0; i < plans.Count; i++)
        {
            var plan = plans[i];
            var ordinal = firstOrdinal + (uint)i;
            var record = renderer.Render(plan, ordinal, plan.Master < 0 ? null : firstOrdinal + (uint)places[plan.Master]);
            var length = record.Measure(out var present, out var valueBytes);
            if (used + length > bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }

            record.Pack(bytes.AsSpan(used, length), table.Schema.Index, ordinal, present, valueBytes);
            used += length;
            lengths.Add(length);
        }
    }

    public void Store()
    {
        var at = 0;
        foreach (var length in lengths)
        {
            table.Put(bytes.AsSpan(at, length));
            at += length;
        }
    }
}
