using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

internal sealed class RunStoreTests
{
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(30);

    private SteppingClock clock = null!;
    private TemporaryStaging staging = null!;
    private RunStore runs = null!;

    [SetUp]
    public void Open()
    {
        clock = new SteppingClock(new DateTimeOffset(2026, 11, 20, 4, 15, 0, TimeSpan.Zero));
        staging = new TemporaryStaging();
        runs = new RunStore(staging.Database, clock);
    }

    [TearDown]
    public void Close() => staging.Dispose();

    [Test]
    public async Task An_id_says_when_the_run_began()
    {
        var run = await Begin(Request());
        Assert.That(run.Id, Does.Match("^20261120T041500Z-[0-9a-f]{4}$"));
    }

    [Test]
    public async Task An_open_end_is_the_orgs_now_in_whole_seconds()
    {
        var run = await runs.BeginAsync(Request(), TimeSpan.FromMilliseconds(-90_500), Lookback, CancellationToken.None);
        Assert.That(run.To, Is.EqualTo(new DateTimeOffset(2026, 11, 20, 4, 13, 29, TimeSpan.Zero)));
    }

    [TestCase("running")]
    [TestCase("interrupted")]
    [TestCase("failed")]
    public async Task The_same_command_goes_on_with_an_unfinished_run_and_its_range(string state)
    {
        var first = await Begin(Request());
        await runs.FinishAsync(first.Number, state, 130, null, CancellationToken.None);
        clock.Step(TimeSpan.FromHours(7));

        var second = await Begin(Request());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((second.Number, second.Id, second.To), Is.EqualTo((first.Number, first.Id, first.To)));
            Assert.That((second.Resumed, second.State), Is.EqualTo((true, "running")));
            Assert.That(runs.List(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_finished_run_is_not_resumed_nor_one_with_another_signature()
    {
        var first = await Begin(Request());
        await runs.FinishAsync(first.Number, RunStates.Finished, 0, """{"a":1}""", CancellationToken.None);
        var second = await Begin(Request());
        var third = await Begin(Request() with { Signature = "other" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new[] { first.Number, second.Number, third.Number }, Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(runs.List().Select(r => r.Id), Is.EqualTo(new[] { third.Id, second.Id, first.Id }));
            Assert.That(runs.Get(first.Id)!.Result, Is.EqualTo("""{"a":1}"""));
            Assert.That(runs.Get("last")!.Id, Is.EqualTo(third.Id));
            Assert.That(runs.Get("nothing"), Is.Null);
        }
    }

    private const string Loaded = """{"booksBalance":true,"loading":{"left":0}}""";

    [Test]
    public async Task An_incremental_run_goes_back_before_the_end_of_the_last_finished_one()
    {
        var whole = await Begin(Request());
        await runs.FinishAsync(whole.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);

        clock.Step(TimeSpan.FromHours(1));
        var dry = await Begin(Request() with { Signature = "dry", Executed = false });
        await runs.FinishAsync(dry.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        var canary = await Begin(Request() with { Signature = "canary", Limit = 10 });
        await runs.FinishAsync(canary.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        var bounded = await Begin(Request() with { Signature = "bounded", To = clock.GetUtcNow() });
        await runs.FinishAsync(bounded.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        var unfinished = await Begin(Request() with { Signature = "unfinished" });
        await runs.FinishAsync(unfinished.Number, RunStates.Failed, 3, Loaded, CancellationToken.None);

        var unbalanced = await Begin(Request() with { Signature = "unbalanced" });
        await runs.FinishAsync(unbalanced.Number, RunStates.Finished, 3, """{"booksBalance":false,"loading":{"left":0}}""", CancellationToken.None);

        clock.Step(TimeSpan.FromHours(1));
        var incremental = await Begin(Request() with { Signature = "incremental", Incremental = true });
        using (Assert.EnterMultipleScope())
        {
            // The whole run ended its range at 04:15; the look-back is 30 minutes.
            Assert.That(incremental.From, Is.EqualTo(new DateTimeOffset(2026, 11, 20, 3, 45, 0, TimeSpan.Zero)));
            Assert.That(incremental.To, Is.EqualTo(new DateTimeOffset(2026, 11, 20, 6, 15, 0, TimeSpan.Zero)));
            Assert.That(incremental.RangeField, Is.EqualTo("SystemModstamp"));
        }
    }

    [TestCase("""{"booksBalance":true}""", TestName = "An_incremental_run_does_not_go_on_from_a_run_that_loaded_nothing")]
    [TestCase("""{"booksBalance":true,"loading":{"left":506}}""", TestName = "An_incremental_run_does_not_go_on_from_a_run_that_left_calls")]
    [TestCase(null, TestName = "An_incremental_run_does_not_go_on_from_a_run_without_a_result")]
    public async Task Not_a_base(string? result)
    {
        var whole = await Begin(Request());
        await runs.FinishAsync(whole.Number, RunStates.Finished, 0, result, CancellationToken.None);
        Assert.That((await Begin(Request() with { Signature = "incremental", Incremental = true })).From, Is.Null);
    }

    [Test]
    public async Task An_incremental_run_does_not_go_on_from_one_that_read_only_what_was_created_since_a_day()
    {
        var part = await Begin(Request() with { From = clock.GetUtcNow().AddDays(-7) });
        await runs.FinishAsync(part.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        var first = await Begin(Request() with { Signature = "incremental", Incremental = true });
        Assert.That(first.From, Is.Null);

        clock.Step(TimeSpan.FromHours(1));
        await runs.FinishAsync(first.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        Assert.That((await Begin(Request() with { Signature = "incremental", Incremental = true })).From, Is.EqualTo(first.To - Lookback), "an incremental run has seen everything before it");
    }

    [Test]
    public async Task After_a_rollback_everything_is_read_again()
    {
        var whole = await Begin(Request());
        await runs.FinishAsync(whole.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        clock.Step(TimeSpan.FromHours(1));
        var next = await Begin(Request() with { Signature = "incremental", Incremental = true });
        await runs.FinishAsync(next.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        clock.Step(TimeSpan.FromHours(1));
        await runs.RolledBackAsync(whole.Number, CancellationToken.None);
        var after = await Begin(Request() with { Signature = "incremental", Incremental = true });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(runs.Get(whole.Id)!.State, Is.EqualTo("rolled back"));
            Assert.That(after.From, Is.Null, "the second run counted on calls that are gone");
            Assert.That((await Begin(Request())).Resumed, Is.False);
        }
    }

    [Test]
    public async Task What_is_done_with_a_run_later_does_not_undo_its_rollback()
    {
        var run = await Begin(Request());
        await runs.RolledBackAsync(run.Number, CancellationToken.None);
        await runs.FinishAsync(run.Number, RunStates.Finished, 0, Loaded, CancellationToken.None);
        Assert.That(runs.Get(run.Id)!.State, Is.EqualTo(RunStates.RolledBack));
    }

    [Test]
    public async Task A_run_that_another_has_overtaken_is_not_resumed_but_begun_anew()
    {
        var first = await Begin(Request());
        await Chunk(first, mapped: false);
        await runs.FinishAsync(first.Number, RunStates.Interrupted, 130, null, CancellationToken.None);
        var dry = await Begin(Request() with { Signature = "dry", Executed = false });
        await Chunk(dry, mapped: true);
        await runs.FinishAsync(dry.Number, RunStates.Finished, 0, null, CancellationToken.None);

        var again = await Begin(Request());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Number, again.Resumed), Is.EqualTo((3L, false)));
            Assert.That(runs.Get(first.Id)!.State, Is.EqualTo(RunStates.Superseded));
            Assert.That(runs.Get(dry.Id)!.State, Is.EqualTo(RunStates.Finished));
        }
    }

    [Test]
    public async Task A_run_that_was_begun_later_but_went_on_to_map_first_overtakes_too()
    {
        var dry = await Begin(Request() with { Signature = "dry", Executed = false });
        var real = await Begin(Request());
        await Chunk(real, mapped: false);
        await Chunk(dry, mapped: true);
        Assert.That((await Begin(Request())).Resumed, Is.False, "the dry run read its copies after the real one");
    }

    [Test]
    public async Task A_run_is_resumed_if_others_have_only_read_or_were_there_before_it_read()
    {
        var before = await Begin(Request() with { Signature = "before" });
        await Chunk(before, mapped: true);
        var first = await Begin(Request());
        await Chunk(first, mapped: true);
        await Chunk(await Begin(Request() with { Signature = "after" }), mapped: false);
        Assert.That((await Begin(Request())).Number, Is.EqualTo(first.Number));
    }

    [Test]
    public async Task The_first_run_pins_the_file_to_its_orgs_and_external_id()
    {
        var own = Request() with { Executed = false, ExternalIdField = "Legacy_Task_Id__c" };
        await Begin(own);
        await Begin(own with { Signature = "another" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Begin(own with { TargetOrg = "00D3" }), Throws.TypeOf<OperatorException>().With.Message.Contains("00D2").And.Message.Contains("00D3").And.Message.Contains("--staging"));
            Assert.That(() => Begin(own with { SourceOrg = "00D3" }), Throws.TypeOf<OperatorException>().With.Message.Contains("00D1").And.Message.Contains("00D3"));
            Assert.That(
                () => Begin(own with { ExternalIdField = "Other__c" }),
                Throws.TypeOf<OperatorException>().With.Message.Contains("Legacy_Task_Id__c").And.Message.Contains("Other__c").And.Message.Contains("--staging"));
            Assert.That(() => runs.RequirePin("00D1", "00D2", "Other__c"), Throws.TypeOf<OperatorException>());
            Assert.That(() => runs.RequirePin("00D1", "00D2", "Legacy_Task_Id__c"), Throws.Nothing);
            Assert.That(runs.List(), Has.Count.EqualTo(2), "a refused run is not begun");
        }
    }

    [Test]
    public async Task The_first_incremental_run_takes_everything()
    {
        var run = await Begin(Request() with { Incremental = true });
        Assert.That(run.From, Is.Null);
    }

    [Test]
    public void A_signature_differs_with_what_changes_the_outcome_and_with_nothing_else()
    {
        var from = new DateTimeOffset(2016, 1, 1, 0, 0, 0, TimeSpan.Zero);
        string Of(bool executed = true, DateTimeOffset? to = null, long? limit = null, string mapping = "v1") =>
            RunSignature.Of("run", executed, from, to, false, limit, "00D1", "00D2", mapping, "Legacy_Task_Id__c");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of(), Has.Length.EqualTo(64).And.EqualTo(Of(true, null, null, "v1")));
            Assert.That(Of(executed: false), Is.Not.EqualTo(Of()));
            Assert.That(Of(to: from.AddDays(1)), Is.Not.EqualTo(Of()));
            Assert.That(Of(limit: 5), Is.Not.EqualTo(Of()));
            Assert.That(Of(mapping: "v2"), Is.Not.EqualTo(Of()));
        }
    }

    private Task Chunk(RunRecord run, bool mapped) =>
        staging.ExecuteAsync($"INSERT INTO chunk (run, window, page, rows, mapped, data) VALUES ({run.Number}, {run.Number}, 0, 1, {(mapped ? "'v/0'" : "NULL")}, x'00')");

    private static RunRequest Request() => new("run", "signature", true, null, null, false, null, "00D1", "00D2", null, "{}");

    private Task<RunRecord> Begin(RunRequest request) => runs.BeginAsync(request, TimeSpan.Zero, Lookback, CancellationToken.None);
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SteppingClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public override DateTimeOffset GetUtcNow() => now;

    public void Step(TimeSpan by) => now += by;
}
