using DataMigrator.Loading;
using DataMigrator.Staging;
using Salesforce.Force.Errors;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Loading;

/// <summary>Whatever goes wrong on the way, the target ends as a clean run leaves it and the books balance.</summary>
internal sealed class FaultTests
{
    private const int Rows = 60;

    private LoadingOrg org = null!;

    [SetUp]
    public async Task StartAsync() => org = await LoadingOrg.StartAsync();

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("rows that are locked, alone", new FaultRule { Action = FaultAction.LockRows, Percent = 20, Times = 12 });
        yield return Case("whole chunks that are locked", new FaultRule { Action = FaultAction.LockRows, Percent = 10, WholeChunk = true, Times = 6 });
        yield return Case("503 now and then", new FaultRule { Action = FaultAction.Status, Status = 503, Path = "/services/data", Nth = [2, 5, 6, 11, 17, 30, 31, 44] });
        yield return Case("jobs created whose answer is lost", new FaultRule { Action = FaultAction.CutAfter, Method = "POST", Path = "/jobs/ingest", Nth = [1, 4] });
        yield return Case("uploads whose answer is lost", new FaultRule { Action = FaultAction.CutAfter, Method = "PUT", Nth = [1, 3] });
        yield return Case("closing whose answer is lost", new FaultRule { Action = FaultAction.CutAfter, Method = "PATCH", Nth = [1, 3] });
        yield return Case("results that are cut", new FaultRule { Action = FaultAction.CutBody, AtBytes = 300, Path = "successfulResults", Nth = [1, 2, 5] });
        yield return Case("results that end early", new FaultRule { Action = FaultAction.Truncate, AtBytes = 300, Path = "successfulResults", Nth = [1] });
        yield return Case("a token that ends", new FaultRule { Action = FaultAction.ExpireToken, Path = "/jobs/ingest", Nth = [2, 9, 20] });
        yield return Case("a job that fails before its first batch", new FaultRule { Action = FaultAction.FailJob, AfterBatches = 0, Nth = [1, 2, 3] });

        static TestCaseData Case(string name, FaultRule rule) => new TestCaseData(rule).SetName($"The_target_ends_as_a_clean_run_leaves_it({name})");
    }

    [TestCaseSource(nameof(Faults))]
    public async Task The_target_ends_as_a_clean_run_leaves_it(FaultRule fault)
    {
        await org.StageAsync(1, org.Tasks.Take(Rows), parent: Chain);
        org.Emulator.AddFault(fault);

        var result = await org.LoadAsync();

        await AssertCleanAsync(result);
        Assert.That(org.Emulator.Faults, Is.Not.Empty);
    }

    [Test]
    public async Task Locked_rows_are_in_the_errors_with_their_sendings()
    {
        await org.StageAsync(1, org.Tasks.Take(14));
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.LockRows, Percent = 100, Times = 2 });

        var result = await org.LoadAsync();

        // Two jobs of 7 rows are locked whole, the second sending succeeds.
        Assert.That(result.Created, Is.EqualTo(14));
        Assert.That(result.Errors.Select(e => (e.Code, e.Count, e.Attempts)), Is.EqualTo(new[] { ("UNABLE_TO_LOCK_ROW", 14L, 2) }));
    }

    [Test]
    public async Task Rows_that_stay_locked_are_given_up_after_the_bound_with_every_attempt_in_the_ledger()
    {
        org.Settings = org.Settings with { MaxAttempts = 3 };
        await org.StageAsync(1, org.Tasks.Take(4));
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.LockRows, Percent = 100 });

        var result = await org.LoadAsync();

        Assert.That((result.Created, result.Failed, result.Left), Is.EqualTo((0L, 4L, 0L)));
        Assert.That(await org.StagedAsync<long>("attempts"), Is.All.EqualTo(3));
        Assert.That(await org.ScalarAsync<long>("SELECT COUNT(*) FROM attempt"), Is.EqualTo(12));
    }

    [Test]
    public async Task A_job_that_fails_every_time_is_taken_apart_and_then_stops_the_run_resumably()
    {
        await org.StageAsync(1, org.Tasks.Take(Rows));
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, AfterBatches = 0 });

        var stop = (await Assert.ThrowsAsync<LoadingStoppedException>(() => org.LoadAsync()))!;
        Assert.That(stop.Reason, Is.EqualTo(StopReason.Configuration));

        org.Emulator.ClearFaults();
        var failed = await org.ScalarAsync<long>("SELECT COUNT(*) FROM call WHERE state = 6");
        var result = await org.LoadAsync();
        Assert.That((result.Created, result.Left), Is.EqualTo((Rows - failed, 0L)));
    }

    [Test]
    public async Task A_daily_quota_stops_the_run_and_the_same_command_goes_on()
    {
        await org.StageAsync(1, org.Tasks.Take(Rows), parent: Chain);
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.Quota, Method = "POST", Path = "/jobs/ingest", From = 4 });

        Assert.That(() => org.LoadAsync(), Throws.InstanceOf<ForceQuotaException>().Or.InstanceOf<LoadingStoppedException>());
        var half = await org.CallsAsync();
        Assert.That(half, Has.Count.InRange(1, Rows - 1));

        org.Emulator.ClearFaults();
        await AssertCleanAsync(await org.LoadAsync());
    }

    [Test]
    public async Task Our_own_bound_on_rows_stops_before_it_is_crossed()
    {
        org.Settings = org.Settings with { MaxBulkRowsPer24h = 20, Parallelism = 1 };
        await org.StageAsync(1, org.Tasks.Take(Rows), parent: Chain);

        var stop = (await Assert.ThrowsAsync<LoadingStoppedException>(() => org.LoadAsync()))!;

        Assert.That(stop.Reason, Is.EqualTo(StopReason.Quota));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(14));
        org.Settings = org.Settings with { MaxBulkRowsPer24h = 1_000 };
        await AssertCleanAsync(await org.LoadAsync());
    }

    [Test]
    public async Task A_job_that_fails_after_its_first_batch_leaves_no_row_unsent_and_sends_none_twice()
    {
        // A batch is 10,000 rows: 500 stay unprocessed, and go out again in two halves.
        org.Settings = org.Settings with { RowsPerJob = 20_000 };
        var ids = LoadingOrg.Invented(10_500);
        await org.StageAsync(1, ids, (_, values) => values["ActivityId"] = null);
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, AfterBatches = 1, Times = 1 });

        var result = await org.LoadAsync();

        Assert.That((result.Read, result.Created, result.Failed, result.Left), Is.EqualTo((10_500L, 10_500L, 0L, 0L)));
        Assert.That(await org.Client.CountAsync("SELECT COUNT() FROM VoiceCall WHERE Legacy_Task_Id__c != null", all: false, CancellationToken.None), Is.EqualTo(10_500));
        Assert.That(await org.ScalarAsync<string>("SELECT group_concat(rows) FROM (SELECT rows FROM job ORDER BY id)"), Is.EqualTo("10500,250,250"));
        Assert.That(await org.StagedAsync<long>("attempts"), Is.All.EqualTo(1));
    }

    [Test]
    public async Task Jobs_that_an_earlier_run_left_are_settled_in_its_name()
    {
        await org.StageAsync(1, org.Tasks.Take(Rows));
        using (var dying = new CancellationTokenSource())
        using (var client = LoadingOrg.NewClient(org.Emulator, new DeathAfter("PATCH", "/jobs/ingest/750", 2, dying)))
        {
            Assert.That(() => org.LoadAsync(1, client, dying.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        var second = await org.BeginRunAsync(2);
        var settled = await OpenJobs.SettleAsync(second, CancellationToken.None);
        await org.StageAsync(2, org.Tasks.Take(Rows));
        var result = await org.LoadAsync(2);

        Assert.That(settled, Is.GreaterThan(0));
        var there = await org.ScalarAsync<long>("SELECT COUNT(*) FROM call WHERE created_run = 1");
        Assert.That(there, Is.GreaterThan(0));
        Assert.That((result.Created, result.Unchanged, result.Left), Is.EqualTo((Rows - there, there, 0L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(Rows));
    }

    [TestCase("/jobs/ingest$", "POST")]
    [TestCase("/batches", "PUT")]
    [TestCase("/jobs/ingest/750", "PATCH")]
    [TestCase("/jobs/ingest/750[^/]*$", "GET")]
    [TestCase("successfulResults", "GET")]
    public async Task A_run_that_dies_goes_on_without_doubling_or_losing_a_row(string path, string method)
    {
        await org.StageAsync(1, org.Tasks.Take(Rows), parent: Chain);

        // Each start dies at the third such request, until none is left: the effect takes place, the answer never comes. The bound is generous, because a
        // start that only looks at a job gets no further while the org works on it, and how long that is depends on the machine.
        var deaths = 0;
        LoadingResult? result = null;
        while (result is null && deaths < 3000)
        {
            using var dying = new CancellationTokenSource();
            using var client = LoadingOrg.NewClient(org.Emulator, new DeathAfter(method, path, 3, dying));
            try
            {
                result = await org.LoadAsync(1, client, dying.Token);
            }
            catch (OperationCanceledException) when (dying.IsCancellationRequested)
            {
                deaths++;
            }
        }

        Assert.That(deaths, Is.GreaterThan(2));
        Assert.That(result, Is.Not.Null, "no start came to its end");
        await AssertCleanAsync(result!);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_run_that_dies_at_ever_later_requests_comes_to_the_same_end(bool before)
    {
        await org.StageAsync(1, org.Tasks.Take(Rows), parent: Chain);
        var deaths = 0;
        LoadingResult? result = null;
        while (result is null && deaths < 200)
        {
            using var dying = new CancellationTokenSource();
            using var client = LoadingOrg.NewClient(org.Emulator, new DeathAfter(null, "", deaths + 1, dying, before));
            try
            {
                result = await org.LoadAsync(1, client, dying.Token);
            }
            catch (OperationCanceledException) when (dying.IsCancellationRequested)
            {
                deaths++;
            }
        }

        Assert.That(deaths, Is.GreaterThan(15));
        await AssertCleanAsync(result!);
    }

    private async Task AssertCleanAsync(LoadingResult result)
    {
        var calls = await org.CallsAsync("Id, PreviousCallId");
        Assert.That(
            (result.Read, result.Created, result.Updated, result.Replaced, result.Unchanged, result.Blocked, result.Failed, result.Left),
            Is.EqualTo((Rows, Rows, 0L, 0L, 0L, 0L, 0L, 0L)),
            string.Join("; ", result.Errors));
        Assert.That(calls.Select(c => c["Legacy_Task_Id__c"]), Is.EqualTo(org.Tasks.Take(Rows)), "each once");
        Assert.That(calls[1]["PreviousCallId"], Is.EqualTo(calls[0]["Id"]));
        Assert.That(calls[2]["PreviousCallId"], Is.EqualTo(calls[1]["Id"]));
        Assert.That(await org.StagedAsync<string>("target_id"), Is.EqualTo(calls.Select(c => c["Id"])));
        Assert.That(await org.ScalarAsync<long>("SELECT COUNT(*) FROM job WHERE state NOT IN ('collected', 'abandoned')"), Is.Zero);
        Assert.That(await org.StagedAsync<long>("state"), Is.All.EqualTo((int)CallState.Created));
    }

    private string? Chain(string id) => id == org.Tasks[1] ? org.Tasks[0] : id == org.Tasks[2] ? org.Tasks[1] : null;
}
