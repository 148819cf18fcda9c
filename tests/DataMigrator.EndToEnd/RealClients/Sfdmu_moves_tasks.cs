using System.Globalization;
using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>SFDMU 3 copies Tasks of one embedded org into VoiceCalls of another with a field mapping.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self)]
public sealed class Sfdmu_moves_tasks
{
    private const string Unique = "rcsfl__CALL_UNIQUE_ID__c";

    private static readonly (string Source, string Target)[] Mapping =
    [
        (Unique, "VendorCallKey"),
        ("rcsfl__call_start_time__c", "CallStartDateTime"),
        ("rcsfl__call_end_time__c", "CallEndDateTime"),
        ("rcsfl__from_number__c", "FromPhoneNumber"),
        ("rcsfl__to_number__c", "ToPhoneNumber"),
        ("CallType", "CallType"),
        ("Subject", "Legacy_Subject__c"),
        ("CallDurationInSeconds", "CallDurationInSeconds"),
    ];

    private static readonly string Complete =
        $"{Unique} != null AND CallType != null AND rcsfl__call_start_time__c != null AND rcsfl__call_end_time__c != null AND rcsfl__from_number__c != null AND rcsfl__to_number__c != null";

    /// <summary>Few go through collections of records, some through Bulk API 2.0; above 30,000 rows SFDMU reads with the first Bulk API. It doesn't see archived Tasks, nine of ten here.</summary>
    [TestCase(900, 50, "/composite/sobjects", "/query?q=")]
    [TestCase(6_000, 300, "/jobs/ingest", "/query?q=")]
    [TestCase(400_000, 30_000, "/jobs/ingest", "/services/async/")]
    public async Task From_one_org_into_another(int tasks, int atLeast, string writes, string reads)
    {
        using var home = ClientHome.Create();
        await using var source = await Emulator.StartAsync(new EmulatorOptions { Tasks = tasks, Profile = "ringcentral" }, CancellationToken.None);
        await using var target = await Emulator.StartAsync(new EmulatorOptions { Tasks = 20, Profile = "ringcentral", Seed = 2 }, CancellationToken.None);
        using var from = new OrgReader(source);
        using var to = new OrgReader(target);
        await WriteAsync(home, source, target);

        await home.ScriptAsync("sfdmu.cjs", home.Folder);

        var before = await from.RowsAsync(string.Join(", ", Mapping.Select(m => m.Source)), $"Task WHERE {Complete}");
        var after = await to.RowsAsync(string.Join(", ", Mapping.Select(m => m.Target)), "VoiceCall WHERE Legacy_Subject__c != null");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Has.Count.GreaterThan(atLeast));
            Assert.That(after.Select(r => string.Join('|', r)).Order(StringComparer.Ordinal), Is.EqualTo(before.Select(r => string.Join('|', r)).Order(StringComparer.Ordinal)));
            Assert.That(target.Requests.Any(r => r.Method == "POST" && r.Path.Contains(writes, StringComparison.Ordinal)), $"written through {writes}");
            Assert.That(source.Requests.Any(r => r.Path.Contains(reads, StringComparison.Ordinal) && (atLeast >= 30_000 || r.Path.Contains("rcsfl__", StringComparison.Ordinal))), $"read through {reads}");
        }

        OrgReader.AssertEveryRequestWasKnown(source);
        OrgReader.AssertEveryRequestWasKnown(target);
    }

    private static Task WriteAsync(ClientHome home, Emulator source, Emulator target)
    {
        object Org(string name, Emulator org) => new { name, instanceUrl = org.Url.GetLeftPart(UriPartial.Authority), accessToken = org.AccessToken };
        return File.WriteAllTextAsync(home.PathOf("export.json"), JsonSerializer.Serialize(new
        {
            orgs = new[] { Org("source", source), Org("target", target) },
            apiVersion = "62.0",
            pollingIntervalMs = 500,
            promptOnMissingParentObjects = false,
            promptOnIssuesInCSVFiles = false,
            objects = new[]
            {
                new
                {
                    query = string.Create(CultureInfo.InvariantCulture, $"SELECT {string.Join(", ", Mapping.Select(m => m.Source))} FROM Task WHERE {Complete}"),
                    operation = "Insert",
                    externalId = Unique,
                    useFieldMapping = true,
                    fieldMapping = Mapping.Select(m => (object)new { sourceField = m.Source, targetField = m.Target }).Prepend(new { targetObject = "VoiceCall" }),
                },
            },
        }));
    }
}
