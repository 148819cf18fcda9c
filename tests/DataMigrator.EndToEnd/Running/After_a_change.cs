using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Running;

/// <summary>The same range again, after what the calls are made of has changed: only what must change does. What must is told from the target as it was, not from staging.</summary>
public sealed class After_a_change
{
    private static readonly string[] Everything = ["run", "--execute", "--json"];
    private const string NewNumber = "+14155550177";
    private Emulator org = null!;
    private Workplace work = null!;
    private SortedDictionary<string, string> before = null!;

    [SetUp]
    public async Task Load()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 400, Seed = 21, JobDelay = TimeSpan.Zero }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:RowsPerPage", "70").Set("Migration:RowsPerJob", "90").Set("Migration:MaxRejected", "30%");
        Assert.That((await work.RunAsync(Everything)).ExitCode, Is.Zero);
        before = await TargetCalls.ReadAsync(org);
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task Of_a_Contacts_phone_its_calls_are_blocked_and_replaced_where_that_is_allowed()
    {
        // A Contact whose number, which it holds as VoiceCall does, was taken for calls that are about it.
        var contacts = await TargetCalls.QueryAsync(org, "SELECT Id, Phone FROM Contact WHERE Phone LIKE '+%'");
        var (id, number, affected) = contacts
            .Select(contact => (Id: contact.GetProperty("Id").GetString()!, Number: contact.GetProperty("Phone").GetString()!))
            .Select(contact => (contact.Id, contact.Number, Affected: before.Where(call => call.Key.StartsWith("00T", StringComparison.Ordinal)
                && HasNumber(call.Value, contact.Number) && Field(call.Value, "Legacy_Who_Id__c") == Quoted(contact.Id) && TakenFromWho(call.Value)).Select(call => call.Key).ToList()))
            .MaxBy(contact => contact.Affected.Count);
        Assert.That(affected, Is.Not.Empty, "the org must have such a Contact");
        await TargetCalls.ChangeAsync(org, $"Contact/{id}", new { Phone = NewNumber });

        var blocked = await work.RunAsync(Everything);
        var afterBlocked = await TargetCalls.ReadAsync(org);
        var replaced = await work.RunAsync([.. Everything, "--on-create-only-change", "replace"]);
        var after = await TargetCalls.ReadAsync(org);
        var again = await work.RunAsync(Everything);

        Assert.That((blocked.ExitCode, Number(blocked, "blocked"), Number(blocked, "unchanged")), Is.EqualTo((0, (long)affected.Count, Number(again, "unchanged") - affected.Count)));
        Assert.That(afterBlocked, Is.EqualTo(before));
        Assert.That((replaced.ExitCode, Number(replaced, "replaced"), Number(replaced, "created")), Is.EqualTo((0, (long)affected.Count, 0L)));
        Assert.That(Changed(after), Is.EqualTo(affected));
        Assert.That(affected.Select(key => after[key]), Is.EqualTo(affected.Select(key => before[key].Replace($"PhoneNumber={Quoted(number)}", $"PhoneNumber={Quoted(NewNumber)}", StringComparison.Ordinal))));
        Assert.That(Number(again, "replaced") + Number(again, "blocked") + Number(again, "updated"), Is.Zero);
    }

    [Test]
    public async Task Of_the_mapping_only_the_calls_and_fields_that_it_changes_are_sent()
    {
        var mapping = Path.Combine(work.Folder, "mine.yaml");
        await File.WriteAllTextAsync(mapping, $"name: mine\nextends: {Path.Combine(TestContext.CurrentContext.TestDirectory, "mappings", "task-to-voicecall.yaml")}\nfields:\n  Legacy_Outcome__c: {{ constant: by mine, if: {{ field: CallType, is: Inbound }}, optional: true }}\n");
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var inbound = (await TargetCalls.QueryAsync(org, "SELECT Legacy_Task_Id__c FROM VoiceCall WHERE Legacy_Task_Id__c != null AND Activity.CallType = 'Inbound'")).Select(row => row.GetProperty("Legacy_Task_Id__c").GetString()!).ToHashSet();
        foreach (var (key, call) in before)
        {
            expected[key] = key.StartsWith("00T", StringComparison.Ordinal) ? WithOutcome(call, inbound.Contains(key) ? "\"by mine\"" : "null") : call;
        }

        var rowsBefore = await RowsSentAsync();
        var changed = await work.RunAsync([.. Everything, "--mapping", mapping]);
        var rowsSent = await RowsSentAsync() - rowsBefore;
        var after = await TargetCalls.ReadAsync(org);
        var again = await work.RunAsync([.. Everything, "--mapping", mapping]);

        Assert.That(changed.ExitCode, Is.Zero);
        Assert.That(after, Is.EqualTo(expected));
        Assert.That(rowsSent, Is.EqualTo(Changed(after).Count).And.EqualTo(Number(changed, "updated")).And.GreaterThan(0).And.LessThan(before.Count));
        Assert.That((Number(again, "updated"), await RowsSentAsync()), Is.EqualTo((0L, rowsBefore + rowsSent)));
    }

    /// <summary>One of the call's numbers came from its Contact or Lead.</summary>
    private static bool TakenFromWho(string call) => Field(call, "Legacy_Number_Source__c").Contains("who", StringComparison.Ordinal);

    private static bool HasNumber(string call, string number) => new[] { "FromPhoneNumber", "ToPhoneNumber" }.Any(field => Field(call, field) == Quoted(number));

    private static string WithOutcome(string call, string value) => call.Replace($" | Legacy_Outcome__c={Field(call, "Legacy_Outcome__c")} | ", $" | Legacy_Outcome__c={value} | ", StringComparison.Ordinal);

    /// <summary>A field's value as the org's JSON has it.</summary>
    private static string Field(string call, string name) => call.Split(" | ").Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static string Quoted(string value) => $"\"{value}\"";

    private List<string> Changed(SortedDictionary<string, string> after) => [.. after.Where(call => before[call.Key] != call.Value).Select(call => call.Key)];

    private async Task<long> RowsSentAsync() => (await TargetCalls.IngestJobsAsync(org)).Sum(job => job.GetProperty("numberRecordsProcessed").GetInt64());

    private static long Number(Outcome outcome, string name) => outcome.Json.GetProperty("loading").GetProperty(name).GetInt64();
}
