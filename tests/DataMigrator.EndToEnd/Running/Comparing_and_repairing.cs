using System.Net.Http.Headers;
using System.Text.Json;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Running;

/// <summary>reconcile and repair: do the orgs still agree, and what is done about it.</summary>
public sealed class Comparing_and_repairing
{
    private Emulator org = null!;
    private Workplace work = null!;
    private string run = null!;
    private long created;

    [SetUp]
    public async Task Start()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 150, Seed = 5 }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:MaxRejected", "30%");
        var first = (await work.RunAsync("run", "--execute", "--json")).Json;
        (run, created) = (first.GetProperty("runId").GetString()!, first.GetProperty("loading").GetProperty("created").GetInt64());
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task Comparing_what_differs_only_says_how_many_calls_it_took_from_the_counts()
    {
        var all = (await work.RunAsync("reconcile", "--json")).Json.GetProperty("reconciliation");
        Assert.That((all.GetProperty("matched").GetInt64(), all.GetProperty("notRead").GetInt64()), Is.EqualTo((created, 0L)));

        var differing = (await work.RunAsync("reconcile", "--compare", "differing", "--json")).Json.GetProperty("reconciliation");
        Assert.That((differing.GetProperty("matched").GetInt64(), differing.GetProperty("notRead").GetInt64()), Is.EqualTo((created, created)));

        var wrong = await work.RunAsync("reconcile", "--compare", "some");
        Assert.That(wrong.ExitCode, Is.EqualTo(1));
        Assert.That(wrong.Stderr, Does.Contain("'Migration:Compare' must be one of all, differing, not 'some'"));
    }

    [Test]
    public async Task A_plan_to_repair_leaves_the_report_an_executed_runs_and_repairing_puts_right_what_was_deleted()
    {
        await DeleteOneCallAsync();
        Assert.That((await work.RunAsync("reconcile")).ExitCode, Is.EqualTo(3));

        var plan = await work.RunAsync("repair", "--run", run);
        Assert.That(plan.ExitCode, Is.EqualTo(3));
        Assert.That(plan.Stderr, Does.Contain("Repair would send 1 calls: 1 to create"));
        using (var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(work.ReportsDirectory, run, "report.json"))))
        {
            Assert.That(report.RootElement.GetProperty("executed").GetBoolean(), Is.True);
        }

        var repaired = await work.RunAsync("repair", "--run", run, "--execute", "--json");
        Assert.That(repaired.ExitCode, Is.Zero);
        Assert.That(repaired.Json.GetProperty("reconciliation").GetProperty("matched").GetInt64(), Is.EqualTo(created));

        var again = await work.RunAsync("repair", "--run", run, "--execute");
        Assert.That(again.Stderr, Does.Contain("Repair sent 0 calls"));
    }

    [Test]
    public async Task A_plan_of_a_run_that_was_killed_does_not_call_done_what_it_plans()
    {
        using (var staging = Staging.StagingDatabase.Open(work.StagingPath))
        {
            // As a kill leaves it: the last call is not loaded, and there was no time to write the result.
            using var scope = await staging.WriteAsync(CancellationToken.None);
            Dapper.SqlMapper.Execute(scope.Connection, "UPDATE run SET state = 'running', result = NULL, ended = NULL", null, scope.Transaction);
            Dapper.SqlMapper.Execute(scope.Connection, "UPDATE call SET plan = 1, state = 0, target_id = NULL, created_run = NULL WHERE task_id = (SELECT MAX(task_id) FROM call WHERE run > 0)", null, scope.Transaction);
            scope.Commit();
        }

        await DeleteOneCallAsync("DESC");
        var plan = await work.RunAsync("load", "--run", run, "--json");
        Assert.That(Loading(plan.Json, "created"), Is.EqualTo(1));

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(work.ReportsDirectory, run, "report.json")));
        Assert.That((report.RootElement.GetProperty("executed").GetBoolean(), Loading(report.RootElement, "created"), Loading(report.RootElement, "left")), Is.EqualTo((true, created - 1, 1L)));

        var compared = await work.RunAsync("reconcile", "--run", run);
        Assert.That((compared.ExitCode, compared.Stderr.Contains($"'load --run {run}'", StringComparison.Ordinal)), Is.EqualTo((2, true)), compared.Stderr);
        var sent = await work.RunAsync("load", "--run", run, "--execute", "--json");
        Assert.That((sent.ExitCode, Loading(sent.Json, "created"), Loading(sent.Json, "left")), Is.EqualTo((0, created, 0L)));
    }

    private static long Loading(JsonElement result, string door) => result.GetProperty("loading").GetProperty(door).GetInt64();

    private async Task DeleteOneCallAsync(string order = "ASC")
    {
        using var http = new HttpClient { BaseAddress = org.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", org.AccessToken);
        var found = await http.GetStringAsync(new Uri($"/services/data/v66.0/query?q=SELECT+Id+FROM+VoiceCall+WHERE+Legacy_Task_Id__c+!=+null+ORDER+BY+Legacy_Task_Id__c+{order}+LIMIT+1", UriKind.Relative));
        using var answer = JsonDocument.Parse(found);
        var id = answer.RootElement.GetProperty("records")[0].GetProperty("Id").GetString();
        using var deleted = await http.DeleteAsync(new Uri($"/services/data/v66.0/sobjects/VoiceCall/{id}", UriKind.Relative));
        deleted.EnsureSuccessStatusCode();
    }
}
