using DataMigrator.Mapping;
using DataMigrator.Tests.Mapping;
using Salesforce.Force;
using Salesforce.Force.Authentication;
using SalesforceEmulator;

namespace DataMigrator.Tests;

/// <summary>What is said when an org can't be worked with at all.</summary>
internal sealed class OrgPairTests
{
    [Test]
    public async Task An_API_version_that_an_org_does_not_offer_is_called_so()
    {
        await using var org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 5, Seed = 3 }, CancellationToken.None);
        using var client = new ForceClient(new ForceClientOptions { Authenticator = new AccessToken(org.Url, org.AccessToken), ApiVersion = "99.0" });
        var mapping = MappingFile.Load(Path.Combine(Mapped.ShippedFolder, "task-to-voicecall.yaml"), Mapped.ShippedFolder);
        var newest = (await client.VersionsAsync(CancellationToken.None))[^1];

        var error = await Assert.ThrowsAsync<OperatorException>(() => new OrgPair(_ => Task.FromResult(client), _ => Task.FromResult(client)).OpenAsync(mapping, CancellationToken.None));

        Assert.That(error!.Message, Does.StartWith("API version of the source: The org does not offer 99.0").And.EndsWith($"Set Source:ApiVersion to {newest}."));
    }
}
