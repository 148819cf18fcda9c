using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Population;

/// <summary>Fills a new org.</summary>
internal sealed class Populator(OrgData data, EmulatorOptions options, DateTimeOffset now)
{
    public void Fill()
    {
        var clock = now.UtcDateTime;
        var founded = clock.AddYears(-12);
        var people = new People(data, (ulong)options.Seed, options.Tasks, founded);
        people.Fill();
        new MetadataRows(data, founded, people.Admin).Fill();
        new TaskGenerator(data, people, options, clock).Fill();
        if (options.Profile == PackageFields.Mixed)
        {
            new NativeCalls(data, people, (ulong)options.Seed).Fill();
        }
    }
}
