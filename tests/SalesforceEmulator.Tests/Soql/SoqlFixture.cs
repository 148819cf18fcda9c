using SalesforceEmulator.Org;
using SalesforceEmulator.Tests.Org;

namespace SalesforceEmulator.Tests.Soql;

/// <summary>
/// Six calls, known to the tests by their keys:
/// a 2024-01-31T23:59:59Z Inbound 10 s, queue "Billing"; b 2024-02-01T00:00:00Z Outbound 20 s, queue "billing"; c 2024-02-29T12:00:00Z Inbound 30 s, queue "100%";
/// d 2025-03-01T00:00:00Z Internal, no duration, no queue; e 2026-11-20T08:00:00Z Inbound 100 s, queue "Ärger"; f 2026-11-19T08:00:00Z Outbound 0 s, queue "ärger".
/// The org's now is 2026-11-20T09:30:15Z, a Friday.
/// </summary>
internal abstract class SoqlFixture : CallFixture
{
    [SetUp]
    public void MakeCalls()
    {
        string[] columns = [.. Columns, "CallDurationInSeconds", "Legacy_Queue__c", "QualityScore", "Description"];
        var saved = Save(
            "VoiceCall", SaveOperation.Insert, null, columns,
            Of("a", "2024-01-31T23:59:59Z", "Inbound", "10", "Billing", "1.5"),
            Of("b", "2024-02-01T00:00:00Z", "Outbound", "20", "billing", "2"),
            Of("c", "2024-02-29T12:00:00Z", "Inbound", "30", "100%", ""),
            Of("d", "2025-03-01T00:00:00Z", "Internal", "", "", "-3"),
            Of("e", "2026-11-20T08:00:00Z", "Inbound", "100", "Ärger", ""),
            Of("f", "2026-11-19T08:00:00Z", "Outbound", "0", "ärger", "10"));
        Assert.That(saved.Select(s => s.Error), Is.All.Null);
    }

    /// <summary>The keys of the calls that a condition finds.</summary>
    protected string Keys(string where, QueryScope scope = QueryScope.Rest) => Concat($"SELECT Legacy_Task_Id__c FROM VoiceCall WHERE {where}", scope);

    protected string Concat(string soql, QueryScope scope = QueryScope.Rest) => string.Concat(Csv(soql, scope).Select(row => row.Trim('"')));

    protected OrgRequestException Refused(string soql, QueryScope scope = QueryScope.Rest) => Assert.Throws<OrgRequestException>(() => Org.Query(soql, scope))!;

    private static string[] Of(string key, string start, string type, string seconds, string queue, string score) =>
        Call(key, start, type, seconds, queue, score, "text of " + key);
}
