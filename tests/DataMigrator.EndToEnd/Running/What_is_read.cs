using System.Globalization;
using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;
using SalesforceEmulator.Faults;

namespace DataMigrator.EndToEnd.Running;

/// <summary>The plan comes before the reading, and an org that counts wrongly does not make rows disappear.</summary>
public sealed class What_is_read
{
    private Emulator org = null!;
    private Workplace work = null!;

    [SetUp]
    public async Task Start()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 200, Seed = 9, JobDelay = TimeSpan.Zero }, CancellationToken.None);
        work = Workplace.For(org).Set("Migration:MaxRejected", "30%").Set("Migration:MaxRowsPerWindow", "60");
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [Test]
    public async Task Windows_rows_and_requests_are_said_before_the_first_job([Values] bool json)
    {
        var tasks = (await TargetCalls.QueryAsync(org, "SELECT Id FROM Task WHERE IsDeleted = false", all: true)).Count;
        org.AddFault(new FaultRule { Action = FaultAction.Status, Method = "POST", Path = "/jobs/query", Status = 400, ErrorCode = "FEATURENOTENABLED" });

        var outcome = await work.RunAsync(["run", "--window", "year", .. json ? new[] { "--json" } : []]);

        Assert.That(outcome.ExitCode, Is.EqualTo(2), "no job could be made");
        Assert.That(outcome.Stderr, Does.Match(string.Create(CultureInfo.InvariantCulture, $@"To read: {tasks} rows, \d{{4}}-\d\d-\d\d to \d{{4}}-\d\d-\d\d\. Windows: 1[01]; query jobs: 1[01]; API requests: about \d+\. The org has used \d+ of its 1,000,000 requests")));
    }

    [Test]
    public async Task What_an_org_says_as_it_refuses_steers_no_terminal_and_the_next_step_is_said()
    {
        org.AddFault(new FaultRule { Action = FaultAction.Status, Method = "POST", Path = "/jobs/query", Status = 400, ErrorCode = "FEATURENOTENABLED", Message = "\u001b[31mno\nway\u202E" });
        var log = Path.Combine(work.Folder, "log.txt");

        var outcome = await work.RunAsync("run", "--log-file", log);

        Assert.That(outcome.ExitCode, Is.EqualTo(2));
        Assert.That(outcome.Stderr, Does.Contain("FEATURENOTENABLED:  [31mno"));
        Assert.That((outcome.Stdout + outcome.Stderr + await File.ReadAllTextAsync(log)).Where(c => (char.IsControl(c) && c is not ('\n' or '\r')) || c == '\u202E'), Is.Empty);
        Assert.That(outcome.Stdout, Does.Contain("Give the same command again").And.Not.Contain("Nothing is left to do"));
    }

    [Test]
    public async Task A_window_that_was_worked_out_to_be_empty_is_asked_about()
    {
        // The left half grows by what the right half has, between the count of the whole and its own: the rest seems to be nothing.
        var tasks = (await TargetCalls.QueryAsync(org, "SELECT Id FROM Task WHERE IsDeleted = false", all: true)).Count;
        org.AddFault(Counted(tasks, 2));

        var outcome = await work.RunAsync("run", "--json");

        Assert.That(outcome.Json.GetProperty("extraction").GetProperty("read").GetInt64(), Is.EqualTo(tasks));
    }

    [Test]
    public async Task Tasks_that_the_org_did_not_count_are_missed_by_reconciliation_and_read_by_the_same_command()
    {
        var tasks = (await TargetCalls.QueryAsync(org, "SELECT Id FROM Task WHERE IsDeleted = false", all: true)).Count;
        org.AddFault(Counted(0, 1));

        var fooled = await work.RunAsync("run", "--execute", "--json");
        org.ClearFaults();
        var again = await work.RunAsync("run", "--execute", "--json");

        Assert.That((fooled.ExitCode, fooled.Json.GetProperty("extraction").GetProperty("read").GetInt64()), Is.EqualTo((3, 0L)));
        Assert.That(await File.ReadAllTextAsync(fooled.Json.GetProperty("reports").GetProperty("findings").GetString()!), Does.Contain(string.Create(CultureInfo.InvariantCulture, $"at least {tasks} Tasks of the range")));
        Assert.That((again.ExitCode, again.Json.GetProperty("extraction").GetProperty("read").GetInt64()), Is.EqualTo((0, (long)tasks)));
    }

    private static FaultRule Counted(int rows, int nth) => new()
    {
        Action = FaultAction.Status, Path = @"queryAll\?q=SELECT%20COUNT", Status = 200, Nth = [nth], ContentType = "application/json",
        Body = string.Create(CultureInfo.InvariantCulture, $$"""{"totalSize":{{rows}},"done":true,"records":[]}"""),
    };
}
