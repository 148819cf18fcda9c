using DataMigrator.Mapping;
using DataMigrator.Mapping.Linking;

namespace DataMigrator.Tests.Mapping.Stage;

internal sealed class LinkingTests
{
    private const string A = "00TA00000000001AAA", B = "00TA00000000002AAA", C = "00TA00000000003AAA", D = "00TA00000000004AAA", E = "00TA00000000005AAA";

    private static readonly LinkRule Rule = new(MergeSameOwner: true, MergeAnyOwner: false, Chain: true, MaxGapSeconds: 300, MergedIdsField: "Merged_Task_Ids__c");
    private static readonly PlainMapping Linked = new() { Links = Rule };

    // One vendor call "k": two Tasks of the same agent (one call, logged twice), a transfer to a second agent, and a third; much later the key is used again.
    private static readonly string[] Tasks =
    [
        $"{A},call,+1,1000,100,k,005A,,false", $"{B},call,+1,1010,100,k,005A,,false", $"{C},call,+1,1100,50,k,005B,,false", $"{D},call,+1,1160,50,k,005A,,false",
        $"{E},call,+1,9000,50,k,005A,,false",
    ];

    private static readonly string[] Expected =
    [
        $"{A}|1|-|[\"{A}\",\"+1\",\"005A\",null,\"{B}\"]|-|1",
        $"{B}|2|{A}|[\"{B}\",\"+1\",\"005A\",null,null]|-|0",
        $"{C}|1|-|[\"{C}\",\"+1\",\"005B\",null,null]|{A}|1",
        $"{D}|1|-|[\"{D}\",\"+1\",\"005A\",null,null]|{C}|1",
        $"{E}|1|-|[\"{E}\",\"+1\",\"005A\",null,null]|-|1",
    ];

    private StagedRun staged = null!;

    [SetUp]
    public void Open() => staged = new StagedRun();

    [TearDown]
    public void Close() => staged.Dispose();

    [Test]
    public async Task Duplicates_are_merged_legs_are_chained_and_a_key_used_again_is_another_call()
    {
        var (_, result) = await staged.MapAsync(Linked, Tasks);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Calls(), Is.EqualTo(Expected));
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Left, result.Relinked), Is.EqualTo((5L, 4L, 1L, 0L, 0L)));
            Assert.That(result.Reasons.Single().Rule, Is.EqualTo("duplicate"));
        }
    }

    [TestCase(0, 1, 2, 3, 4)]
    [TestCase(4, 3, 2, 1, 0)]
    [TestCase(2, 4, 1, 3, 0)]
    public async Task Whatever_run_brings_which_Task_the_end_is_the_same(params int[] order)
    {
        var relinked = 0L;
        foreach (var i in order)
        {
            var (run, result) = await staged.MapAsync(Linked, Tasks[i]);
            relinked += result.Relinked;
            Assert.That(result.Read, Is.EqualTo(result.Mapped + result.Skipped));
            Assert.That(staged.Staging.Scalar<long>($"SELECT COUNT(*) FROM call WHERE run = {run.Number}"), Is.EqualTo(result.Mapped + result.Relinked), "what loading will read");
        }

        Assert.That(staged.Calls(), Is.EqualTo(Expected));
        Assert.That(relinked, Is.GreaterThan(0), "a call of an earlier run has changed");
    }

    [Test]
    public async Task Linking_again_changes_nothing()
    {
        var (run, _) = await staged.MapAsync(Linked, Tasks);
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1 WHERE run > 0");
        await new LinkStage(run, Rule).RunAsync(null, "any", CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Calls(), Is.EqualTo(Expected));
            Assert.That(staged.Staging.Scalar<long>("SELECT COUNT(*) FROM call WHERE state = 1"), Is.EqualTo(4));
        }
    }

    [Test]
    public async Task A_duplicate_stands_for_itself_again_once_the_other_is_gone()
    {
        await staged.MapAsync(Linked, Tasks);
        var (run, result) = await staged.MapAsync(Linked, Tasks[0].Replace("false", "true", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Calls()[1], Is.EqualTo($"{B}|1|-|[\"{B}\",\"+1\",\"005A\",null,null]|-|1"));
            Assert.That(staged.Staging.Rows($"SELECT task_id, parent FROM call WHERE run = {run.Number} ORDER BY 1"), Is.EqualTo(new[] { $"{B}|-", $"{C}|{B}" }));
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Relinked), Is.EqualTo((1L, 0L, 1L, 2L)));
        }
    }

    [Test]
    public void Owners_keep_their_own_calls_unless_the_rule_says_otherwise()
    {
        LinkMember[] members = [new(A, 100, 200, "005A"), new(B, 150, 250, "005B")];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(LinkGroup.Decide(members, Rule).Select(o => o.Parent), Is.EqualTo(new[] { null, A }));
            Assert.That(LinkGroup.Decide(members, Rule with { MergeAnyOwner = true }).Select(o => o.MergedInto), Is.EquivalentTo(new[] { null, A }));
            Assert.That(LinkGroup.Decide(members, Rule with { Chain = false }).Select(o => o.Parent), Is.EqualTo(new string?[] { null, null }));
        }
    }
}
