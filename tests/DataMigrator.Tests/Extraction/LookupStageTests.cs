using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Tests.Mapping.Stage;
using DataMigrator.Tests.Staging;

namespace DataMigrator.Tests.Extraction;

internal sealed class LookupStageTests
{
    private static readonly PlainMapping WithUsers = new() { Lookups = [new LookupSpec("owner", "User", "Id", ["Name", "Phone"], null, ["OwnerId"], ["005"])] };

    private SourceOrg org = null!;
    private TemporaryStaging staging = null!;

    [OneTimeSetUp]
    public async Task StartOrg() => org = await SourceOrg.StartAsync(60);

    [OneTimeTearDown]
    public async Task StopOrg() => await org.DisposeAsync();

    [SetUp]
    public void Open() => staging = new TemporaryStaging();

    [TearDown]
    public void Close() => staging.Dispose();

    [Test]
    public async Task Only_records_that_the_read_tasks_point_at_are_fetched()
    {
        var run = await org.BeginAsync(staging, WithUsers);
        await org.ExtractAsync(run);
        await new LookupStage(run).RunAsync(CancellationToken.None);

        var expected = new HashSet<string>();
        await foreach (var row in org.Client.QueryAsync("SELECT OwnerId, Owner.Name FROM Task", all: true, CancellationToken.None))
        {
            if (row["OwnerId"]!.StartsWith("005", StringComparison.Ordinal))
            {
                expected.Add($"{row["OwnerId"]}|{row["Owner.Name"]}");
            }
        }

        Assert.That(expected, Is.Not.Empty);
        Assert.That(staging.Rows("SELECT key, json_extract(value, '$[0]') FROM lookup WHERE name = 'owner'"), Is.EquivalentTo(expected));
    }

    [Test]
    public async Task A_resumed_run_keeps_what_it_knows_and_a_new_run_asks_again()
    {
        var run = await org.BeginAsync(staging, WithUsers);
        await org.ExtractAsync(run);
        await new LookupStage(run).RunAsync(CancellationToken.None);
        await staging.ExecuteAsync("UPDATE lookup SET value = '[\"changed\",null]'");

        var before = org.Client.RequestsSent;
        await new LookupStage(await org.BeginAsync(staging, WithUsers)).RunAsync(CancellationToken.None);
        Assert.That(org.Client.RequestsSent, Is.EqualTo(before));

        var next = await org.BeginAsync(staging, WithUsers, name: "another");
        await org.ExtractAsync(next);
        await new LookupStage(next).RunAsync(CancellationToken.None);
        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM lookup WHERE value LIKE '%changed%'"), Is.Zero);
    }

    [Test]
    public async Task A_run_that_goes_on_after_another_has_fetched_fetches_its_own_again()
    {
        var whole = await org.BeginAsync(staging, WithUsers);
        await org.ExtractAsync(whole);
        await new LookupStage(whole).RunAsync(CancellationToken.None);
        var known = staging.Rows("SELECT key, value FROM lookup ORDER BY 1");

        var canary = await org.BeginAsync(staging, WithUsers, limit: 1, name: "canary");
        await org.ExtractAsync(canary);
        await new LookupStage(canary).RunAsync(CancellationToken.None);
        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM lookup"), Is.LessThan(known.Count), "one Task has one owner");

        await new LookupStage(whole).RunAsync(CancellationToken.None);
        Assert.That(staging.Rows("SELECT key, value FROM lookup ORDER BY 1"), Is.EqualTo(known));
    }

    [Test]
    public async Task A_mapping_that_asks_for_other_fields_gets_them()
    {
        var run = await org.BeginAsync(staging, WithUsers);
        await org.ExtractAsync(run);
        await new LookupStage(run).RunAsync(CancellationToken.None);
        var turned = WithUsers with { Version = "v2", Lookups = [WithUsers.Lookups[0] with { ValueFields = ["Phone", "Name"] }] };
        var names = staging.Rows("SELECT key, json_extract(value, '$[0]') FROM lookup ORDER BY 1");
        await new LookupStage(run with { Mapping = turned }).RunAsync(CancellationToken.None);
        Assert.That(staging.Rows("SELECT key, json_extract(value, '$[1]') FROM lookup ORDER BY 1"), Is.EqualTo(names));
    }

    [Test]
    public async Task A_lookup_whose_keys_were_not_collected_is_fetched_as_a_whole()
    {
        var run = await org.BeginAsync(staging, new PlainMapping());
        await org.ExtractAsync(run);
        await new LookupStage(run with { Mapping = WithUsers }).RunAsync(CancellationToken.None);
        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM lookup"), Is.EqualTo(await org.Client.CountAsync("SELECT COUNT() FROM User", all: false, CancellationToken.None)));
    }

    [Test]
    public async Task A_changed_record_maps_its_tasks_anew()
    {
        var mapping = WithUsers with { Lookups = [new LookupSpec("owner", "User", "Id", ["Name"], null, ["OwnerId"], ["005"])] };
        var run = await org.BeginAsync(staging, mapping);
        await org.ExtractAsync(run);
        await new LookupStage(run).RunAsync(CancellationToken.None);
        await new MappingStage(run).RunAsync(CancellationToken.None);
        var state = staging.Scalar<string>("SELECT MIN(mapped) FROM chunk");

        await staging.ExecuteAsync("UPDATE lookup SET value = '[\"changed\"]'");
        await new MappingStage(run).RunAsync(CancellationToken.None);
        Assert.That(staging.Scalar<string>("SELECT MAX(mapped) FROM chunk"), Is.Not.EqualTo(state));
    }

    [Test]
    public async Task Too_many_keys_to_name_are_fetched_as_a_whole()
    {
        var run = await org.BeginAsync(staging, WithUsers);
        await org.ExtractAsync(run);
        await staging.ExecuteAsync("INSERT INTO reference VALUES (1, 'owner', '')");
        await new LookupStage(run).RunAsync(CancellationToken.None);
        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM lookup"), Is.EqualTo(await org.Client.CountAsync("SELECT COUNT() FROM User", all: false, CancellationToken.None)));
    }
}
