using DataMigrator.Loading;
using DataMigrator.Reporting;

namespace DataMigrator.Tests.Loading;

internal sealed class OperatorTests
{
    private LoadingOrg org = null!;

    [SetUp]
    public async Task StartAsync() => org = await LoadingOrg.StartAsync();

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task A_paused_load_sends_nothing_says_so_and_goes_on_when_told()
    {
        await org.StageAsync(1, org.Tasks.Take(10));
        await File.WriteAllTextAsync(org.Staging.Path + ".control", "pause\n");
        var time = new ManualTime();
        var heard = new Heard();
        var context = await org.BeginRunAsync() with { Time = time, Progress = heard };
        var load = new LoadingStage(context).RunAsync(CancellationToken.None);

        await time.WaitForTimerAsync();
        Assert.That(await org.ScalarAsync<string>("SELECT stage FROM run"), Is.EqualTo("loading, paused by staging.db.control"));
        Assert.That(await org.CallsAsync(), Is.Empty);
        Assert.That(heard.Newest, Is.EqualTo(new StageProgress("load", 0, 10, "paused by staging.db.control")));
        await File.WriteAllTextAsync(org.Staging.Path + ".control", "pause\nresume\n");
        while (!load.IsCompleted)
        {
            time.FireTimers();
            await Task.WhenAny(load, time.WaitForTimerAsync());
        }

        Assert.That((await load).Created, Is.EqualTo(10));
        Assert.That(await org.ScalarAsync<string>("SELECT stage FROM run"), Is.EqualTo("loading"));
    }

    [TestCase("rows-per-second 12.5", 12.5)]
    [TestCase("rows-per-second 10\nrows-per-second off", null)]
    [TestCase("", null)]
    public void The_control_file_sets_the_rate(string text, double? rate)
    {
        File.WriteAllText(org.Staging.Path + ".control", text);

        Assert.That(new ControlFile(org.Staging.Path).Read(), Is.EqualTo(new ControlWish(false, rate)));
    }

    [TestCase("stop")]
    [TestCase("rows-per-second 0")]
    [TestCase("rows-per-second")]
    public void A_word_that_means_nothing_is_refused_with_those_that_do(string text)
    {
        File.WriteAllText(org.Staging.Path + ".control", text);

        Assert.That(() => new ControlFile(org.Staging.Path).Read(), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("pause, resume, rows-per-second"));
    }

    [Test]
    public async Task An_org_without_the_optional_fields_takes_what_it_has_fields_for()
    {
        org.Describe = org.Describe with { Fields = [.. org.Describe.Fields.Where(f => !f.Name.StartsWith("Legacy_", StringComparison.Ordinal) || f.Name == "Legacy_Task_Id__c")] };
        await org.StageAsync(1, org.Tasks.Take(10));

        var first = await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(10));
        var second = await org.LoadAsync(2);

        Assert.That((first.Created, second.Unchanged), Is.EqualTo((10L, 10L)));
        Assert.That((await org.CallsAsync("Legacy_Subject__c")).Select(c => c["Legacy_Subject__c"]), Is.All.Null);
    }

    [Test]
    public async Task The_plan_is_told_field_by_field_with_examples()
    {
        await org.StageAsync(1, org.Tasks.Take(10));
        await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(10), (id, values) =>
        {
            values["Legacy_Subject__c"] = "New";
            values["CallType"] = id == org.Tasks[0] ? "Outbound" : "Inbound";
        });
        var context = await org.BeginRunAsync(2, execute: false);
        await new PlanStage(context).RunAsync(CancellationToken.None);

        using var reader = org.Staging.OpenReader();
        var changes = PlannedChanges.Read(reader, 2).Groups;

        Assert.That(changes.Select(c => (c.Plan, c.Field, c.Count)), Is.EqualTo(new[]
        {
            ("update", "Legacy_Subject__c", 10L), ("blocked", "CallType", 1L),
        }));
        Assert.That(changes[0].Examples, Has.Count.EqualTo(3));
        Assert.That(changes[0].Examples[0], Is.EqualTo(new ChangeExample(org.Tasks[0], "Call, inbound", "New")));
    }

    [Test]
    public async Task A_call_that_is_gone_from_the_target_is_planned_anew()
    {
        await org.StageAsync(1, org.Tasks.Take(10));
        await org.LoadAsync();
        var calls = await org.CallsAsync();
        await org.Client.DeleteAsync([calls[3]["Id"]!], allOrNone: true, CancellationToken.None);
        await org.StageAsync(2, org.Tasks.Take(10));

        var result = await org.LoadAsync(2);

        Assert.That((result.Created, result.Unchanged), Is.EqualTo((1L, 9L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(10));
        Assert.That(await org.ScalarAsync<long>("SELECT COUNT(*) FROM call WHERE created_run = 2"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_somebody_else_loaded_under_our_key_is_taken_as_it_is()
    {
        await org.StageAsync(1, org.Tasks.Take(4));
        await org.LoadAsync();

        // The books are lost, the target is not.
        using (var scope = await org.Staging.WriteAsync(CancellationToken.None))
        {
            using var forget = scope.Prepare("UPDATE call SET target_id = NULL, created_run = NULL, job = NULL");
            forget.Execute();
            scope.Commit();
        }

        await org.StageAsync(2, org.Tasks.Take(4));
        var result = await org.LoadAsync(2);

        Assert.That((result.Unchanged, result.Created), Is.EqualTo((4L, 0L)));
        Assert.That(await org.StagedAsync<long?>("created_run"), Is.All.Null);
    }

    [Test]
    public async Task Many_calls_are_read_back_in_key_order_page_by_page()
    {
        await org.StageAsync(1, org.Tasks.Take(30));
        await org.LoadAsync();
        var context = await org.BeginRunAsync();
        var seen = new List<string>();
        var pages = 0;

        var read = await new DataMigrator.Target.TargetReader(context) { RowsPerPage = 7 }.ReadRangeAsync(0, 4_000_000_000, (page, _) =>
        {
            pages++;
            var keys = Enumerable.Range(0, page.Count).Select(i => System.Text.Encoding.ASCII.GetString(page[i].TaskId)).ToList();
            Assert.That(keys, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
            seen.AddRange(keys);
            return Task.CompletedTask;
        }, CancellationToken.None);

        Assert.That((read, pages), Is.EqualTo((30L, 5)));
        Assert.That(seen.Order(StringComparer.Ordinal), Is.EqualTo(org.Tasks.Take(30)));
    }

    [Test]
    public async Task A_range_with_too_many_calls_for_one_query_is_halved()
    {
        org.Settings = org.Settings with { MaxRowsPerWindow = 8 };
        await org.StageAsync(1, org.Tasks.Take(30));
        await org.LoadAsync();
        var seen = new List<string>();

        var read = await new DataMigrator.Target.TargetReader(await org.BeginRunAsync()).ReadRangeAsync(0, 4_000_000_000, (page, _) =>
        {
            Assert.That(page.Count, Is.LessThanOrEqualTo(8));
            seen.AddRange(Enumerable.Range(0, page.Count).Select(i => System.Text.Encoding.ASCII.GetString(page[i].TaskId)));
            return Task.CompletedTask;
        }, CancellationToken.None);

        Assert.That(read, Is.EqualTo(30));
        Assert.That(seen.Order(StringComparer.Ordinal), Is.EqualTo(org.Tasks.Take(30)));
    }

    private sealed class Heard : IProgress<StageProgress>
    {
        public StageProgress? Newest { get; private set; }

        public void Report(StageProgress value) => Newest = value;
    }
}
