using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;
using DataMigrator.Tests.Staging;
using Salesforce.Force.Errors;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Extraction;

internal sealed class ExtractionStageTests
{
    private SourceOrg org = null!;
    private TemporaryStaging staging = null!;
    private List<string> all = null!;

    [OneTimeSetUp]
    public async Task StartOrg()
    {
        org = await SourceOrg.StartAsync(60);
        var doomed = (await org.IdsAsync(" WHERE IsDeleted = false")).Take(2).ToList();
        await org.Client.DeleteAsync(doomed, allOrNone: true, CancellationToken.None);
        all = await org.IdsAsync();
    }

    [OneTimeTearDown]
    public async Task StopOrg() => await org.DisposeAsync();

    [SetUp]
    public void Open()
    {
        staging = new TemporaryStaging();
        org.Settings = new MigrationSettings { RowsPerPage = 7, Parallelism = 1 };
        org.Emulator.ClearFaults();
    }

    [TearDown]
    public void Close() => staging.Dispose();

    [Test]
    public async Task Every_task_is_staged_once_and_the_books_balance_through_mapping()
    {
        var run = await org.BeginAsync(staging, SourceOrg.Mapping);
        var result = await org.ExtractAsync(run);
        var mapped = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all, Has.Count.GreaterThan(50));
            Assert.That((result.Expected, result.Read), Is.EqualTo(((long)all.Count, (long)all.Count)));
            Assert.That(result.Pages, Is.EqualTo((all.Count + 6) / 7));
            Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(all));
            Assert.That((mapped.Read, mapped.Mapped + mapped.Skipped + mapped.Rejected, mapped.Left), Is.EqualTo((result.Read, result.Read, 0L)));
            Assert.That(mapped.Mapped, Is.GreaterThan(0));
            Assert.That(staging.Scalar<long>("SELECT SUM(bytes) FROM page"), Is.GreaterThan(all.Count * 50));
        }
    }

    [Test]
    public async Task No_bulk_query_has_order_or_limit_and_counts_ask_by_the_same_condition()
    {
        var run = await org.BeginAsync(staging, new PlainMapping { SourceFilter = "IsDeleted = false" });
        await org.ExtractAsync(run);
        var live = await org.IdsAsync(" WHERE IsDeleted = false");
        Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(live));
        var query = SourceQuery.Of(run);
        var (from, to) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        const string Where = " WHERE CreatedDate >= 2020-01-01T00:00:00Z AND CreatedDate < 2021-01-01T00:00:00Z AND (IsDeleted = false)";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(query.Count(from, to), Is.EqualTo("SELECT COUNT() FROM Task" + Where));
            Assert.That(query.Rows(from, to), Is.EqualTo("SELECT Id,Subject,Description,CreatedDate,CallDurationInSeconds,CallObject,OwnerId,WhoId,IsDeleted FROM Task" + Where));
        }
    }

    [TestCase("auto", 10)]
    [TestCase("year", 1_000_000)]
    [TestCase("month", 1_000_000)]
    public async Task Windows_cover_the_range_without_gap_or_overlap(string window, long maxRows)
    {
        org.Settings = org.Settings with { Window = window, MaxRowsPerWindow = maxRows, Parallelism = 3 };
        var run = await org.BeginAsync(staging, SourceOrg.Mapping, from: new DateTimeOffset(2015, 3, 17, 5, 0, 0, TimeSpan.Zero));
        var result = await org.ExtractAsync(run);
        var windows = new WindowStore(staging.Database, run.Number).List();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(windows, Has.Count.GreaterThan(5));
            Assert.That(windows.Skip(1).Select(w => w.Starts), Is.EqualTo(windows.SkipLast(1).Select(w => w.Ends)));
            Assert.That((windows[0].Starts, windows[^1].Ends), Is.EqualTo((run.From, run.To)));
            Assert.That(windows.Where(w => w.Ends - w.Starts > TimeSpan.FromSeconds(1)).Max(w => w.Expected), Is.LessThanOrEqualTo(maxRows));
            Assert.That(windows.Select(w => w.State), Is.All.EqualTo(WindowStates.Read));
            Assert.That(windows.Where(w => w.Expected == 0).Select(w => w.Job), Is.All.Null, "an empty window needs no job");
            Assert.That(result.Read, Is.EqualTo(result.Expected));
            Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(await org.IdsAsync($" WHERE CreatedDate >= {Instants.Text(run.From!.Value)}")));
        }
    }

    [Test]
    public async Task A_process_killed_at_any_request_goes_on_and_stages_every_task_once([Values] bool afterwards)
    {
        org.Settings = org.Settings with { MaxRowsPerWindow = 40 };
        var deaths = 0;
        for (var nth = 1; ; nth++)
        {
            using var file = new TemporaryStaging();
            var handler = new DyingHandler(nth, afterwards);
            using (var mortal = org.NewClient(handler))
            {
                var run = await org.BeginAsync(file, SourceOrg.Mapping, client: mortal);
                try
                {
                    await org.ExtractAsync(run);
                }
                catch (ProcessDiedException)
                {
                    deaths++;
                }
                catch (ForceException)
                {
                    deaths++;
                }
            }

            file.Reopen();
            var again = await org.BeginAsync(file, SourceOrg.Mapping);
            var result = await org.ExtractAsync(again);
            Assert.That((again.Number, result.Expected, result.Read), Is.EqualTo((1L, (long)all.Count, (long)all.Count)), $"killed at request {nth}");
            Assert.That(SourceOrg.StagedIds(file), Is.EqualTo(all), $"killed at request {nth}");
            if (!handler.Died)
            {
                break;
            }
        }

        Assert.That(deaths, Is.GreaterThan(15));
    }

    [Test]
    public async Task A_page_that_was_staged_is_not_fetched_again()
    {
        var pages = (all.Count + 6) / 7;
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "/results", From = pages });
        Assert.That(async () => await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping)), Throws.InstanceOf<ForceException>());
        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM page"), Is.EqualTo(pages - 1));

        org.Emulator.ClearFaults();
        var before = org.Emulator.Requests.Count;
        await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping));
        Assert.That(org.Emulator.Requests.Skip(before).Count(r => r.Path.Contains("/results", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(all));
    }

    [Test]
    public async Task A_job_that_is_gone_is_made_again_and_its_pages_are_dropped()
    {
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "/results", From = 4 });
        Assert.That(async () => await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping)), Throws.InstanceOf<ForceException>());
        org.Emulator.ClearFaults();
        await org.Client.BulkQuery.DeleteAsync(staging.Scalar<string>("SELECT job FROM window"), CancellationToken.None);

        var result = await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping));
        Assert.That((result.Read, result.Expected), Is.EqualTo(((long)all.Count, (long)all.Count)));
        Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(all));
    }

    [Test]
    public async Task A_window_whose_job_fails_is_split_and_goes_on()
    {
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, Operation = "queryAll", AfterBatches = 0, Times = 1 });
        var run = await org.BeginAsync(staging, SourceOrg.Mapping);
        var result = await org.ExtractAsync(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Expected), Is.EqualTo(((long)all.Count, (long)all.Count)));
            Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(all));
            Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM window WHERE state = 'split'"), Is.EqualTo(1));
            Assert.That(new WindowStore(staging.Database, run.Number).List(), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public void A_query_that_fails_however_narrow_the_window_is_given_up()
    {
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, Operation = "queryAll", AfterBatches = 0 });
        Assert.That(
            async () => await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping)), Throws.TypeOf<BulkJobFailedException>().With.Message.Contains("however narrow"));
    }

    [Test]
    public async Task An_org_that_can_not_count_so_much_is_asked_about_less()
    {
        // The aggregate and the whole range time out; the halves can be counted.
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Path = "/queryAll", Nth = [1, 2], Status = 400, ErrorCode = "QUERY_TIMEOUT", Message = "Your query request was running for too long." });
        var result = await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping));
        Assert.That((result.Read, result.Expected), Is.EqualTo(((long)all.Count, (long)all.Count)));
    }

    [Test]
    public async Task A_canary_takes_its_rows_from_all_over_the_range()
    {
        var run = await org.BeginAsync(staging, SourceOrg.Mapping, limit: 25);
        var result = await org.ExtractAsync(run);
        var staged = SourceOrg.StagedIds(staging);
        var years = new HashSet<string>();
        await foreach (var row in org.Client.QueryAsync($"SELECT CreatedDate FROM Task WHERE Id IN ('{string.Join("','", staged)}')", all: true, CancellationToken.None))
        {
            years.Add(row["CreatedDate"]![..4]);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Expected, (long)staged.Count), Is.EqualTo((25L, 25L, 25L)));
            Assert.That(years, Has.Count.GreaterThanOrEqualTo(5));
        }
    }

    [Test]
    public async Task Rows_made_since_the_plan_are_explained_by_a_fresh_count()
    {
        var run = await org.BeginAsync(staging, SourceOrg.Mapping);
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Method = "POST", Path = "/jobs/query" });
        Assert.That(() => org.ExtractAsync(run), Throws.InstanceOf<ForceException>());
        org.Emulator.ClearFaults();
        await staging.ExecuteAsync("UPDATE window SET expected = expected - 3");

        var result = await org.ExtractAsync(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Expected), Is.EqualTo(((long)all.Count, (long)all.Count)));
            Assert.That(staging.Scalar<string>("SELECT note FROM window"), Is.EqualTo($"counted {all.Count - 3} when planned, {all.Count} read, counted {all.Count} afterwards"));
        }
    }

    [Test]
    public async Task A_result_that_nothing_explains_is_asked_for_again_and_then_leaves_the_books_open()
    {
        // The org counts 40 more rows than its queries return, however often it is asked.
        org.Emulator.AddFault(new FaultRule
        {
            Action = FaultAction.Status, Path = "COUNT", Status = 200, ContentType = "application/json", Body = $$"""{"totalSize":{{all.Count + 40}},"done":true,"records":[]}""",
        });
        var result = await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Expected), Is.EqualTo(((long)all.Count, all.Count + 40L)));
            Assert.That(Books(result), Is.False);
            Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(all));
            Assert.That(staging.Scalar<string>("SELECT note FROM window"), Does.StartWith("unexplained"));
        }

        static bool Books(ExtractionResult books) => books.Expected == books.Read;
    }

    [Test]
    public async Task The_same_command_asks_again_for_what_nothing_explained()
    {
        org.Emulator.AddFault(new FaultRule
        {
            Action = FaultAction.Status, Path = "COUNT", Status = 200, ContentType = "application/json", Body = $$"""{"totalSize":{{all.Count + 40}},"done":true,"records":[]}""",
        });
        var run = await org.BeginAsync(staging, SourceOrg.Mapping);
        await org.ExtractAsync(run);
        await new MappingStage(run).RunAsync(CancellationToken.None);
        Assert.That(staging.Rows("SELECT state, job FROM window"), Is.EqualTo(new[] { "planned|-" }));

        org.Emulator.ClearFaults();
        var again = await org.ExtractAsync(await org.BeginAsync(staging, SourceOrg.Mapping));
        var mapped = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Read, again.Expected), Is.EqualTo(((long)all.Count, (long)all.Count)));
            Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(all));
            Assert.That((mapped.Read, mapped.Mapped + mapped.Skipped + mapped.Rejected, mapped.Left), Is.EqualTo(((long)all.Count, (long)all.Count, 0L)));
        }
    }

    [Test]
    public async Task An_incremental_run_goes_by_SystemModstamp_and_sees_what_was_deleted()
    {
        var mapping = new PlainMapping { SourceFilter = "IsDeleted = false" };
        var run = await org.BeginAsync(staging, mapping, incremental: true);
        await org.ExtractAsync(run);
        var result = await new MappingStage(run).RunAsync(CancellationToken.None);
        var deleted = await org.IdsAsync(" WHERE IsDeleted = true");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.RangeField, Is.EqualTo("SystemModstamp"));
            Assert.That(SourceOrg.StagedIds(staging), Is.EqualTo(all));
            Assert.That(deleted, Has.Count.GreaterThanOrEqualTo(2));
            Assert.That(result.Reasons.Where(r => r.Rule == "deleted").Sum(r => r.Count), Is.EqualTo(deleted.Count));
        }
    }

    [Test]
    public async Task The_plan_says_what_it_will_cost_and_keeps_nothing()
    {
        var plan = await new ExtractionStage(await org.BeginAsync(staging, SourceOrg.Mapping)).PlanAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((plan.Rows, plan.Jobs, plan.CountRequests), Is.EqualTo(((long?)all.Count, 1, 2)));
            Assert.That(plan.EstimatedRequests, Is.GreaterThan(all.Count / 7));
            Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM window"), Is.Zero);
        }
    }
}
