using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Population.Vendors;

namespace SalesforceEmulator.Population;

/// <summary>Ten years of Tasks up to the org's now; ids ascend with CreatedDate.</summary>
internal sealed class TaskGenerator(OrgData data, People people, EmulatorOptions options, DateTime now)
{
    private const int Years = 10;

    public void Fill()
    {
        var table = data["Task"];
        var vendors = Vendor.Of(options.Profile);
        var blocks = (int)((options.Tasks + TaskBlock.Size - 1) / TaskBlock.Size);
        var side = Math.Min(Environment.ProcessorCount, Math.Max(1, blocks));
        var workers = Enumerable.Range(0, side)
            .Select(_ => new TaskBlock(table, new TaskPlanner(people, vendors, now), new TaskRenderer(table, people, (ulong)options.Seed, now, options.ArchiveDays))).ToArray();
        for (var first = 0; first < blocks; first += side)
        {
            var wave = Math.Min(side, blocks - first);
            Parallel.For(0, wave, worker => FillBlock(workers[worker], first + worker));
            for (var worker = 0; worker < wave; worker++)
            {
                workers[worker].Store();
            }
        }
    }

    private void FillBlock(TaskBlock block, int number)
    {
        var from = (long)number * TaskBlock.Size;
        var to = Math.Min(options.Tasks, from + TaskBlock.Size);
        block.Fill(new Dice((ulong)options.Seed, (ulong)number + 1), (uint)from, (int)(to - from), At(from), At(to));
    }

    /// <summary>The instant by which a share of the Tasks exists.</summary>
    private DateTime At(long tasks)
    {
        var start = now.AddYears(-Years);
        return start.AddSeconds((long)((now - start).TotalSeconds * ((double)tasks / options.Tasks)));
    }
}
