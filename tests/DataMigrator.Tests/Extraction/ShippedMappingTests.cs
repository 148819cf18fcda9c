using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Staging;

namespace DataMigrator.Tests.Extraction;

/// <summary>From the embedded org over HTTP through the shipped mapping: what came in went out, by a door that has a name.</summary>
internal sealed class ShippedMappingTests
{
    private SourceOrg org = null!;
    private ICompiledMapping mapping = null!;
    private TemporaryStaging staging = null!;

    [OneTimeSetUp]
    public async Task StartOrg()
    {
        org = await SourceOrg.StartAsync(400);
        org.Settings = new MigrationSettings { RowsPerPage = 60, Parallelism = 2, MaxRowsPerWindow = 150 };
        var compiled = MappingFile.Load(Path.Combine(Checkout.Root, "mappings", "task-to-voicecall.yaml"), Path.Combine(Checkout.Root, "mappings"))
            .Compile(await org.Client.DescribeAsync("Task", CancellationToken.None), await org.Client.DescribeAsync("VoiceCall", CancellationToken.None), org.Settings);
        mapping = compiled.Mapping ?? throw new InvalidOperationException(string.Join('\n', compiled.Diagnostics));
    }

    [OneTimeTearDown]
    public async Task StopOrg() => await org.DisposeAsync();

    [SetUp]
    public void Open() => staging = new TemporaryStaging();

    [TearDown]
    public void Close() => staging.Dispose();

    [Test]
    public async Task The_books_balance_from_the_orgs_count_to_the_calls()
    {
        var (run, extraction, mapped) = await MoveAsync("first");
        var tasks = await org.IdsAsync(mapping.SourceFilter is null ? "" : $" WHERE {mapping.SourceFilter}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((extraction.Expected, extraction.Read), Is.EqualTo(((long)tasks.Count, (long)tasks.Count)));
            Assert.That((mapped.Read, mapped.Left), Is.EqualTo((extraction.Read, 0L)));
            Assert.That(mapped.Mapped + mapped.Skipped + mapped.Rejected, Is.EqualTo(mapped.Read));
            Assert.That(mapped.Reasons.Sum(reason => reason.Count), Is.EqualTo(mapped.Skipped + mapped.Rejected), "every row that is no call has a reason");
            Assert.That(mapped.Mapped, Is.GreaterThan(tasks.Count / 2));
            Assert.That(staging.Scalar<long>($"SELECT COUNT(*) FROM call WHERE run = {run.Number}"), Is.EqualTo(mapped.Mapped));
            Assert.That(staging.Rows("SELECT id FROM task ORDER BY id"), Is.EqualTo(tasks));
            Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM call WHERE parent IS NOT NULL AND parent NOT IN (SELECT task_id FROM call WHERE run > 0)"), Is.Zero, "a leg's parent is a call");
        }
    }

    [Test]
    public async Task The_same_range_again_stages_the_same_calls_and_keeps_one_copy_of_the_tasks()
    {
        const string Calls = "SELECT task_id, (SELECT json FROM payload WHERE id = call.payload), hash, parent, link_key, run > 0 FROM call ORDER BY task_id";
        var (_, _, first) = await MoveAsync("first");
        var before = staging.Rows(Calls);
        var (_, _, second) = await MoveAsync("second");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staging.Rows(Calls), Is.EqualTo(before));
            Assert.That((second.Read, second.Mapped, second.Skipped, second.Rejected, second.Relinked), Is.EqualTo((first.Read, first.Mapped, first.Skipped, first.Rejected, 0L)));
            Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM chunk WHERE LENGTH(data) > 0 AND run = 1"), Is.Zero, "superseded");
            Assert.That(new LedgerStore(staging.Database).Find(staging.Scalar<string>("SELECT MIN(task_id) FROM call"))!.Source, Is.Not.Empty);
        }
    }

    private async Task<(RunContext Run, ExtractionResult Extraction, MappingResult Mapped)> MoveAsync(string name)
    {
        var run = await org.BeginAsync(staging, mapping, to: new DateTimeOffset(2035, 1, 1, 0, 0, 0, TimeSpan.Zero), name: name);
        var extraction = await new ExtractionStage(run).RunAsync(CancellationToken.None);
        await new LookupStage(run).RunAsync(CancellationToken.None);
        return (run, extraction, await new MappingStage(run).RunAsync(CancellationToken.None));
    }
}
