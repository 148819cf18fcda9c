using DataMigrator.Mapping;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Mapping.Stage;

/// <summary>A run mapped again with its fields in another order, whole, cut, and with calls that linking took from another run's chunks.</summary>
internal sealed class RemappingTests
{
    private const string A = "00TA00000000001AAA", B = "00TA00000000002AAA";

    private static readonly PlainMapping Linked = new() { Links = new LinkRule(MergeSameOwner: true, MergeAnyOwner: false, Chain: true, MaxGapSeconds: 300, MergedIdsField: "Merged_Task_Ids__c") };

    /// <summary>From and the agent have changed places, Description is not mapped any more, Notes__c is new.</summary>
    private static readonly PlainMapping Turned = Linked with
    {
        Version = "v2",
        TargetFields =
        [
            new("Legacy_Task_Id__c", "string", 18, true, true), new("UserId", "reference", 18, true, false), new("FromPhoneNumber", "phone", 40, true, false),
            new("Merged_Task_Ids__c", "textarea", 255, true, true), new("Notes__c", "string", 10, true, true),
        ],
    };

    private StagedRun staged = null!;
    private RunStore runs = null!;

    [SetUp]
    public void Open()
    {
        staged = new StagedRun();
        runs = new RunStore(staged.Staging.Database, TimeProvider.System);
    }

    [TearDown]
    public void Close() => staged.Dispose();

    [Test]
    public async Task A_call_that_linking_took_from_another_runs_chunk_keeps_its_values_under_their_names()
    {
        await staged.MapAsync(Linked, $"{B},call,+2,1100,50,k,005B,,false");
        var (run, _) = await staged.MapAsync(Linked, $"{A},call,+1,1000,100,k,005A,,false");
        Assert.That(staged.Staging.Rows("SELECT task_id, run FROM call ORDER BY 1"), Is.EqualTo(new[] { $"{A}|2", $"{B}|2" }), "the later leg got a parent");

        await new MappingStage(run with { Mapping = Turned }).RunAsync(CancellationToken.None);
        Assert.That(
            staged.Staging.Rows("SELECT (SELECT json FROM payload WHERE id = call.payload), parent FROM call ORDER BY task_id"),
            Is.EqualTo(new[] { $"[\"{A}\",\"005A\",\"+1\",null,null]|-", $"[\"{B}\",\"005B\",\"+2\",null,null]|{A}" }));
    }

    [Test]
    public async Task A_mapping_that_is_cut_at_once_leaves_every_value_under_its_name_and_the_run_incomplete()
    {
        var (run, _) = await staged.MapAsync(Linked, $"{A},call,+1,1000,100,,005A,,false");
        Assert.That(runs.MappingComplete(run.Number), Is.True);

        using (await MappingScope.OfAsync(run with { Mapping = Turned }, CancellationToken.None))
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(staged.Staging.Rows("SELECT mapping FROM run"), Is.EqualTo(new[] { "v2" }));
                Assert.That(staged.Staging.Rows("SELECT (SELECT json FROM payload WHERE id = call.payload) FROM call"), Is.EqualTo(new[] { $"[\"{A}\",\"005A\",\"+1\",null,null]" }));
                Assert.That(runs.MappingComplete(run.Number), Is.False);
            }
        }

        await new MappingStage(run with { Mapping = Turned }).RunAsync(CancellationToken.None);
        Assert.That(runs.MappingComplete(run.Number), Is.True);
    }

    [Test]
    public async Task A_run_with_chunks_that_came_after_its_mapping_is_incomplete()
    {
        var (run, _) = await staged.MapAsync(Linked, $"{A},call,+1,1000,100,,005A,,false");
        await staged.StageAsync(run, $"{B},call,+1,1000,100,,005A,,false");
        Assert.That(runs.MappingComplete(run.Number), Is.False);
    }

    [Test]
    public async Task Values_that_only_changed_places_are_not_taken_for_the_same_call()
    {
        // Number and agent read the same, so that the turned payload has the same bytes as the old one had.
        var (run, _) = await staged.MapAsync(Linked, $"{A},call,005A,1000,100,,+1,,false");
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1");
        await new MappingStage(run with { Mapping = Turned }).RunAsync(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Staging.Rows("SELECT (SELECT json FROM payload WHERE id = call.payload), state FROM call"), Is.EqualTo(new[] { $"[\"{A}\",\"+1\",\"005A\",null,null]|1" }), "the same values under the same names: what loading did stands");
        }
    }
}
