using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

/// <summary>An org without Tasks and VoiceCalls, and words for making VoiceCalls.</summary>
internal abstract class CallFixture : OrgFixture
{
    protected static readonly string[] Columns = ["Legacy_Task_Id__c", "CallStartDateTime", "CallEndDateTime", "FromPhoneNumber", "ToPhoneNumber", "CallType"];

    private int keys;

    protected override EmulatorOptions Options => new() { Tasks = 0, Seed = 3 };

    protected static string[] Call(string key, string start = "2026-01-01T10:00:00Z", string type = "Inbound", params string[] more) =>
        [key, start, "2026-01-01T11:00:00Z", "+14155550100", "+14155550101", type, .. more];

    protected SaveOutcome Insert(params string[] call) => Save("VoiceCall", SaveOperation.Insert, null, Columns, call)[0];

    /// <summary>Inserts a good call with one more column and gives the error as the result file has it.</summary>
    protected string? ErrorOf(string column, string value)
    {
        var outcome = Save("VoiceCall", SaveOperation.Insert, null, [.. Columns, column], Call("key" + keys++, more: value))[0];
        return outcome.Error?.ToBulkText();
    }

    protected string One(string soql)
    {
        var row = Csv(soql);
        Assert.That(row, Has.Length.EqualTo(1), soql);
        return row[0].Trim('"');
    }

    protected string UserId(bool active) => One($"SELECT Id FROM User WHERE IsActive = {(active ? "true" : "false")} AND Username != 'migration@embedded.example' ORDER BY Id LIMIT 1");
}
