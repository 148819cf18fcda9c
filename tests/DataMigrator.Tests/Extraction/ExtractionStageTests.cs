using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;

namespace DataMigrator.Tests.Extraction;

internal sealed class ExtractionStageTests : SixtyTasks
{
    [Test]
    public async Task Every_task_is_staged_once_and_the_books_balance_through_mapping()
    {
        var run = await Org.BeginAsync(Staging, SourceOrg.Mapping);
        var result = await Org.ExtractAsync(run);
        var mapped = await new MappingStage(run).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(All, Has.Count.GreaterThan(50));
            Assert.That((result.Expected, result.Read), Is.EqualTo(((long)All.Count, (long)All.Count)));
            Assert.That(result.Pages, Is.EqualTo((All.Count + 6) / 7));
            Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
            Assert.That((mapped.Read, mapped.Mapped + mapped.Skipped + mapped.Rejected, mapped.Left), Is.EqualTo((result.Read, result.Read, 0L)));
            Assert.That(mapped.Mapped, Is.GreaterThan(0));
            Assert.That(Staging.Scalar<long>("SELECT SUM(bytes) FROM page"), Is.GreaterThan(All.Count * 50));
        }
    }

    [Test]
    public async Task No_bulk_query_has_order_or_limit_and_counts_ask_by_the_same_condition()
    {
        var run = await Org.BeginAsync(Staging, new PlainMapping { SourceFilter = "IsDeleted = false" });
        await Org.ExtractAsync(run);
        var live = await Org.IdsAsync(" WHERE IsDeleted = false");
        Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(live));
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
        Org.Settings = Org.Settings with { Window = window, MaxRowsPerWindow = maxRows, Parallelism = 3 };
        var run = await Org.BeginAsync(Staging, SourceOrg.Mapping, from: new DateTimeOffset(2015, 3, 17, 5, 0, 0, TimeSpan.Zero));
        var result = await Org.ExtractAsync(run);
        var windows = new WindowStore(Staging.Database, run.Number).List();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(windows, Has.Count.GreaterThan(5));
            Assert.That(windows.Skip(1).Select(w => w.Starts), Is.EqualTo(windows.SkipLast(1).Select(w => w.Ends)));
            Assert.That((windows[0].Starts, windows[^1].Ends), Is.EqualTo((run.From, run.To)));
            Assert.That(windows.Where(w => w.Ends - w.Starts > TimeSpan.FromSeconds(1)).Max(w => w.Expected), Is.LessThanOrEqualTo(maxRows));
            Assert.That(windows.Select(w => w.State), Is.All.EqualTo(WindowStates.Read));
            Assert.That(windows.Where(w => w.Expected == 0).Select(w => w.Job), Is.All.Null, "an empty window needs no job");
            Assert.That(result.Read, Is.EqualTo(result.Expected));
            Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(await Org.IdsAsync($" WHERE CreatedDate >= {Instants.Text(run.From!.Value)}")));
        }
    }

    [Test]
    public async Task A_canary_takes_its_rows_from_all_over_the_range()
    {
        var run = await Org.BeginAsync(Staging, SourceOrg.Mapping, limit: 25);
        var result = await Org.ExtractAsync(run);
        var staged = SourceOrg.StagedIds(Staging);
        var years = new HashSet<string>();
        await foreach (var row in Org.Client.QueryAsync($"SELECT CreatedDate FROM Task WHERE Id IN ('{string.Join("','", staged)}')", all: true, CancellationToken.None))
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
    public async Task An_incremental_run_goes_by_SystemModstamp_and_sees_what_was_deleted()
    {
        var mapping = new PlainMapping { SourceFilter = "IsDeleted = false" };
        var run = await Org.BeginAsync(Staging, mapping, incremental: true);
        await Org.ExtractAsync(run);
        var result = await new MappingStage(run).RunAsync(CancellationToken.None);
        var deleted = await Org.IdsAsync(" WHERE IsDeleted = true");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.RangeField, Is.EqualTo("SystemModstamp"));
            Assert.That(SourceOrg.StagedIds(Staging), Is.EqualTo(All));
            Assert.That(deleted, Has.Count.GreaterThanOrEqualTo(2));
            Assert.That(result.Reasons.Where(r => r.Rule == "deleted").Sum(r => r.Count), Is.EqualTo(deleted.Count));
        }
    }

    [Test]
    public async Task The_plan_says_what_it_will_cost_and_keeps_nothing()
    {
        var plan = await new ExtractionStage(await Org.BeginAsync(Staging, SourceOrg.Mapping)).PlanAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((plan.Rows, plan.Jobs, plan.CountRequests), Is.EqualTo(((long?)All.Count, 1, 2)));
            Assert.That(plan.EstimatedRequests, Is.GreaterThan(All.Count / 7));
            Assert.That(Staging.Scalar<long>("SELECT COUNT(*) FROM window"), Is.Zero);
        }
    }
}
