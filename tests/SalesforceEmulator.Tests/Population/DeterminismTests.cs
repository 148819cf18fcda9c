using System.Security.Cryptography;
using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Tests.Org;

namespace SalesforceEmulator.Tests.Population;

internal sealed class DeterminismTests
{
    [Test]
    public void The_same_seed_makes_the_same_bytes_at_any_hour_of_the_day()
    {
        var morning = Bytes(seed: 7, new FixedClock(new DateTimeOffset(2026, 11, 20, 1, 0, 0, TimeSpan.Zero)));
        var evening = Bytes(seed: 7, new FixedClock(new DateTimeOffset(2026, 11, 20, 23, 59, 59, TimeSpan.Zero)));

        Assert.That(evening, Is.EqualTo(morning));
        Assert.That(Bytes(seed: 8, new FixedClock()), Is.Not.EqualTo(morning));
    }

    [Test]
    public void Every_profile_can_be_made([ValueSource(typeof(PackageFields), nameof(PackageFields.Profiles))] string profile)
    {
        var made = InFolder(folder =>
        {
            using var org = EmbeddedOrg.Open(new EmulatorOptions { Tasks = 300, Profile = profile, TimeProvider = new FixedClock() }, folder);
            return org.Query("SELECT Id FROM Task", QueryScope.RestAll).Count;
        });

        Assert.That(made, Is.EqualTo(300));
    }

    private static string Bytes(int seed, TimeProvider clock) => InFolder(folder =>
    {
        // Three blocks, made side by side.
        EmbeddedOrg.Open(new EmulatorOptions { Tasks = 9000, Seed = seed, TimeProvider = clock }, folder).Dispose();
        using var file = File.OpenRead(Path.Combine(folder, "records-0000.log"));
        return Convert.ToHexString(SHA256.HashData(file));
    });

    private static T InFolder<T>(Func<string, T> work)
    {
        var directory = Directory.CreateTempSubdirectory("embedded-org-");
        try
        {
            return work(directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
