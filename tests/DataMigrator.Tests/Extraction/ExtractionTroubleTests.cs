using System.Text.Json.Nodes;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Staging;
using Salesforce.Force.Errors;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Extraction;

/// <summary>Deaths, lost jobs, refusals and counts that do not agree: no row is lost or staged twice.</summary>
internal sealed class ExtractionTroubleTests : SixtyTasks
{
    [Test]
    public async Task A_process_killed_at_any_request_goes_on_and_stages_every_task_once([Values] bool afterwards)
    {
        Org.Settings = Org.Settings with { MaxRowsPerWindow = 40 };
        var deaths = 0;
        for (var nth = 1; ; nth++)
        {
            using var file = new TemporaryStaging();
            var handler = new DyingHandler(nth, afterwards);
            using (var mortal = Org.NewClient(handler))
            {
                var run = await Org.BeginAsync(file, StagedGroups.Typed, client: mortal);
                try
                {
                    await Org.ExtractAsync(run);
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
            var again = await Org.BeginAsync(file, StagedGroups.Typed);
            var result = await Org.ExtractAsync(again);
            Assert.That((again.Number, result.Expected, result.Read), Is.EqualTo((1L, (long)All.Count, (long)All.Count)), $"killed at request {nth}");
            Assert.That(SourceOrg.StagedIds(file), Is.EqualTo(All), $"killed at request {nth}");
            Assert.That(await Org.DifferencesAsync(file.Groups()!), Is.Empty, $"killed at request {nth}");
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
        var pages = (All.Count + 6) / 7;
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "/results", From = pages });
        Assert.That(async () => await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping)), Throws.InstanceOf<ForceException>());
        Assert.That(Staging.Scalar<long>("SELECT COUNT(*) FROM page"), Is.EqualTo(pages - 1));

        Org.Emulator.ClearFaults();
        var before = Org.Emulator.Requests.Count;
        await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping));
        Assert.That(Org.Emulator.Requests.Skip(before).Count(r => r.Path.Contains("/results", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
    }

    [Test]
    public async Task A_job_that_ended_before_its_creation_was_answered_is_asked_for_its_rows()
    {
        // Neither the answer to a creation nor the list of jobs has numberRecordsProcessed.
        await AssertReadAsync((method, job) => job["state"] = method == HttpMethod.Post ? "JobComplete" : job["state"]!.DeepClone(), jobs: 1);
    }

    [Test]
    public async Task A_job_that_never_tells_its_rows_has_those_of_its_pages()
    {
        await AssertReadAsync((_, job) => job.Remove("numberRecordsProcessed"), jobs: 1);
    }

    [Test]
    public async Task A_job_that_tells_of_more_rows_than_its_pages_have_is_not_believed()
    {
        var told = 0;
        await AssertReadAsync((_, job) => job["numberRecordsProcessed"] = job["state"]!.GetValue<string>() == "JobComplete" && told++ == 0 ? All.Count + 1 : All.Count, jobs: 2);
    }

    [Test]
    public async Task A_job_that_is_gone_is_made_again_and_its_pages_are_dropped()
    {
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "/results", From = 4 });
        Assert.That(async () => await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping)), Throws.InstanceOf<ForceException>());
        Org.Emulator.ClearFaults();
        await Org.Client.BulkQuery.DeleteAsync(Staging.Scalar<string>("SELECT job FROM window"), CancellationToken.None);

        var result = await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping));
        Assert.That((result.Read, result.Expected), Is.EqualTo(((long)All.Count, (long)All.Count)));
        Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
    }

    [Test]
    public async Task A_window_whose_job_fails_is_split_and_goes_on()
    {
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, Operation = "queryAll", AfterBatches = 0, Times = 1 });
        var run = await Org.BeginAsync(Staging, SourceOrg.Mapping);
        var result = await Org.ExtractAsync(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Expected), Is.EqualTo(((long)All.Count, (long)All.Count)));
            Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
            Assert.That(Staging.Scalar<long>("SELECT COUNT(*) FROM window WHERE state = 'split'"), Is.EqualTo(1));
            Assert.That(new WindowStore(Staging.Database, run.Number).List(), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public void A_query_that_fails_however_narrow_the_window_is_given_up()
    {
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, Operation = "queryAll", AfterBatches = 0 });
        Assert.That(
            async () => await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping)), Throws.TypeOf<BulkJobFailedException>().With.Message.Contains("however narrow"));
    }

    [Test]
    public async Task An_org_that_can_not_count_so_much_is_asked_about_less()
    {
        // The aggregate and the whole range time out; the halves can be counted.
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Path = "/queryAll", Nth = [1, 2], Status = 400, ErrorCode = "QUERY_TIMEOUT", Message = "Your query request was running for too long." });
        var result = await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping));
        Assert.That((result.Read, result.Expected), Is.EqualTo(((long)All.Count, (long)All.Count)));
    }

    [Test]
    public async Task Rows_made_since_the_plan_are_explained_by_a_fresh_count()
    {
        var run = await Org.BeginAsync(Staging, SourceOrg.Mapping);
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Method = "POST", Path = "/jobs/query" });
        Assert.That(() => Org.ExtractAsync(run), Throws.InstanceOf<ForceException>());
        Org.Emulator.ClearFaults();
        await Staging.ExecuteAsync("UPDATE window SET expected = expected - 3");

        var result = await Org.ExtractAsync(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Expected), Is.EqualTo(((long)All.Count, (long)All.Count)));
            Assert.That(Staging.Scalar<string>("SELECT note FROM window"), Is.EqualTo($"counted {All.Count - 3} when planned, {All.Count} read, counted {All.Count} afterwards"));
        }
    }

    [Test]
    public async Task A_result_that_nothing_explains_is_asked_for_again_and_then_leaves_the_books_open()
    {
        // The Org counts 40 more rows than its queries return, however often it is asked.
        Org.Emulator.AddFault(new FaultRule
        {
            Action = FaultAction.Status, Path = "COUNT", Status = 200, ContentType = "application/json", Body = $$"""{"totalSize":{{All.Count + 40}},"done":true,"records":[]}""",
        });
        var result = await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((result.Read, result.Expected), Is.EqualTo(((long)All.Count, All.Count + 40L)));
            Assert.That(Books(result), Is.False);
            Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
            Assert.That(Staging.Scalar<string>("SELECT note FROM window"), Does.StartWith("unexplained"));
        }

        static bool Books(ExtractionResult books) => books.Expected == books.Read;
    }

    [Test]
    public async Task The_same_command_asks_again_for_what_nothing_explained()
    {
        Org.Emulator.AddFault(new FaultRule
        {
            Action = FaultAction.Status, Path = "COUNT", Status = 200, ContentType = "application/json", Body = $$"""{"totalSize":{{All.Count + 40}},"done":true,"records":[]}""",
        });
        var run = await Org.BeginAsync(Staging, SourceOrg.Mapping);
        await Org.ExtractAsync(run);
        await new MappingStage(run).RunAsync(CancellationToken.None);
        Assert.That(Staging.Rows("SELECT state, job FROM window"), Is.EqualTo(new[] { "planned|-" }));

        Org.Emulator.ClearFaults();
        var again = await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping));
        var mapped = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Read, again.Expected), Is.EqualTo(((long)All.Count, (long)All.Count)));
            Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
            Assert.That((mapped.Read, mapped.Mapped + mapped.Skipped + mapped.Rejected, mapped.Left), Is.EqualTo(((long)All.Count, (long)All.Count, 0L)));
        }
    }

    private async Task AssertReadAsync(Action<HttpMethod, JsonObject> change, int jobs)
    {
        var before = Org.Emulator.Requests.Count;
        using var client = Org.NewClient(new JobBodyHandler(change));
        var result = await Org.ExtractAsync(await Org.BeginAsync(Staging, SourceOrg.Mapping, client: client));
        Assert.That((result.Read, result.Expected), Is.EqualTo(((long)All.Count, (long)All.Count)));
        Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
        Assert.That(Org.Emulator.Requests.Skip(before).Count(r => r.Method == "POST" && r.Path.EndsWith("/jobs/query", StringComparison.Ordinal)), Is.EqualTo(jobs));
    }
}
