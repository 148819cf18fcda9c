using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>The Salesforce CLI's own logins, and what it reads of an org before any data.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self)]
public sealed class Sf_logs_in
{
    private ClientHome home = null!;
    private Emulator org = null!;

    [SetUp]
    public async Task Start()
    {
        home = ClientHome.Create();
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 50 }, CancellationToken.None);
    }

    [TearDown]
    public async Task Stop()
    {
        home?.Dispose();
        if (org is not null)
        {
            await org.DisposeAsync();
        }
    }

    [Test]
    public async Task With_an_access_token_and_describes_an_object_and_lists_the_limits()
    {
        home.Variables["SF_ACCESS_TOKEN"] = org.AccessToken;
        var login = await home.SfAsync("org", "login", "access-token", "--instance-url", Url, "--no-prompt", "--alias", "embedded", "--set-default");
        var describe = await home.SfAsync("sobject", "describe", "--sobject", "VoiceCall");
        var limits = await home.SfAsync("org", "list", "limits");

        using var reader = new OrgReader(org);
        var held = await reader.GetAsync("/services/data/v66.0/sobjects/VoiceCall/describe");
        var allowed = await reader.GetAsync("/services/data/v66.0/limits");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(login.GetProperty("username").GetString(), Is.EqualTo(org.Username));
            Assert.That(FieldFacts(describe), Is.EqualTo(FieldFacts(held)).And.Length.GreaterThan(40));
            Assert.That(limits.EnumerateArray().Select(l => $"{l.GetProperty("name")} {l.GetProperty("max")}"),
                Is.EquivalentTo(allowed.EnumerateObject().Select(l => $"{l.Name} {l.Value.GetProperty("Max")}")).And.Contains("DailyBulkV2QueryJobs 10000"));
        }

        OrgReader.AssertEveryRequestWasKnown(org);
    }

    [Test]
    public async Task With_a_signed_assertion_and_again_by_itself_when_the_session_has_ended()
    {
        var login = await home.SfAsync(
            "org", "login", "jwt", "--username", org.Username, "--jwt-key-file", org.JwtPrivateKeyFile, "--client-id", org.ClientId, "--instance-url", Url, "--alias", "embedded", "--set-default");
        org.ExpireSessions();
        var query = await home.SfAsync("data", "query", "--query", "SELECT Username FROM User WHERE IsActive = true");

        using var reader = new OrgReader(org);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(login.GetProperty("username").GetString(), Is.EqualTo(org.Username));
            Assert.That(query.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Username").GetString()),
                Is.EquivalentTo((await reader.RowsAsync("Username", "User WHERE IsActive = true")).Select(r => r[0])).And.Contains(org.Username));
            Assert.That(org.Requests.Count(r => r.Status == 401), Is.Positive);
            Assert.That(org.Requests.Count(r => r is { Method: "POST", Status: 200 } && r.Path.EndsWith("/services/oauth2/token", StringComparison.Ordinal)), Is.EqualTo(2));
        }

        OrgReader.AssertEveryRequestWasKnown(org);
    }

    private string Url => org.Url.GetLeftPart(UriPartial.Authority);

    private static string[] FieldFacts(JsonElement describe) =>
        [.. describe.GetProperty("fields").EnumerateArray().Select(f => $"{f.GetProperty("name")} {f.GetProperty("type")} {f.GetProperty("length")} {f.GetProperty("createable")} {f.GetProperty("updateable")} {f.GetProperty("picklistValues").GetArrayLength()}")];
}
