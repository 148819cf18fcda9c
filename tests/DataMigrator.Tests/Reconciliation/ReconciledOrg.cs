using Dapper;
using DataMigrator.Reconciliation;
using DataMigrator.Staging;
using DataMigrator.Tests.Loading;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>Steps that the tests of reconciliation share.</summary>
internal static class ReconciledOrg
{
    public static async Task<ReconciliationResult> ReconcileAsync(this LoadingOrg org, long run = 1, ReconciliationOptions? options = null, bool execute = false) =>
        await new ReconciliationStage(await org.BeginRunAsync(run, execute), options).RunAsync(CancellationToken.None);

    /// <summary>check, class, status, task, field of every finding.</summary>
    public static async Task<IReadOnlyList<(string Check, string Class, string Status, string? Task, string? Field)>> FindingsAsync(this LoadingOrg org, long run = 1)
    {
        using var reader = org.Staging.OpenReader();
        await Task.CompletedTask;
        return reader.Rows("SELECT check_name, class, status, task_id, field FROM finding WHERE run = ?1 ORDER BY id", run, s => (s.String(0)!, s.String(1)!, s.String(2)!, s.String(3), s.String(4)));
    }

    public static async Task StageSqlAsync(this LoadingOrg org, string sql)
    {
        using var scope = await org.Staging.WriteAsync(CancellationToken.None);
        await scope.Connection.ExecuteAsync(sql, transaction: scope.Transaction);
        scope.Commit();
    }

    /// <summary>Loading was yesterday: what is touched now was touched after it.</summary>
    public static Task LoadedLongAgoAsync(this LoadingOrg org) => org.StageSqlAsync("UPDATE job SET ended = '2020-01-01T00:00:00Z'");

    public static async Task EditAsync(this LoadingOrg org, string taskId, string field, object? value)
    {
        var call = (await org.CallsAsync("Id")).Single(c => c["Legacy_Task_Id__c"] == taskId);
        var results = await org.Client.UpdateAsync("VoiceCall", [new Dictionary<string, object?> { ["Id"] = call["Id"], [field] = value }], allOrNone: true, CancellationToken.None);
        Assert.That(results.Single().Success, Is.True, results.Single().Errors.FirstOrDefault()?.Message);
    }

    public static async Task DeleteAsync(this LoadingOrg org, string taskId)
    {
        var call = (await org.CallsAsync("Id")).Single(c => c["Legacy_Task_Id__c"] == taskId);
        var results = await org.Client.DeleteAsync([call["Id"]!], allOrNone: true, CancellationToken.None);
        Assert.That(results.Single().Success, Is.True);
    }

    public static async Task CreateAsync(this LoadingOrg org, string externalId, string start = "2023-11-14T22:30:00Z", string end = "2023-11-14T22:31:01Z")
    {
        var results = await org.Client.CreateAsync(
            "VoiceCall",
            [new Dictionary<string, object?>
            {
                ["Legacy_Task_Id__c"] = externalId, ["CallStartDateTime"] = start, ["CallEndDateTime"] = end, ["FromPhoneNumber"] = "+14155550100",
                ["ToPhoneNumber"] = "+14155550101", ["CallType"] = "Inbound", ["CallDurationInSeconds"] = 61,
            }],
            allOrNone: true, CancellationToken.None);
        Assert.That(results.Single().Success, Is.True, results.Single().Errors.FirstOrDefault()?.Message);
    }
}
