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

    /// <summary>4 = unchanged: the look-back of an incremental run leaves what people made of such a call.</summary>
    [TestCase("04", new[] { 0 })]
    [TestCase("", new[] { 1 })]
    [TestCase("04", new[] { 1, 0 })]
    [TestCase("04 24 34 44", new[] { 0, 1, 2, 3, 4 })]
    public async Task A_call_with_merged_Tasks_is_unchanged_when_nothing_of_its_group_has_changed(string states, int[] readAgain)
    {
        await staged.MapAsync(Linked, Tasks);
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1, target_id = '0LQ000000000001AAA', created_run = 1 WHERE run > 0");

        var (run, _) = await staged.MapAsync(Linked, [.. readAgain.Select(i => Tasks[i])]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Calls(), Is.EqualTo(Expected));
            Assert.That(string.Join(' ', staged.Staging.Rows($"SELECT (substr(task_id, 15, 1) - 1) || state FROM call WHERE run = {run.Number} ORDER BY task_id")), Is.EqualTo(states));
        }
    }

    [TestCase("00TA00000000006AAA,call,+1,1020,100,k,005A,,false", "00TA00000000002AAA;00TA00000000006AAA", Description = "one more Task of the call")]
    [TestCase("00TA00000000002AAA,call,+1,1010,100,k,005A,,true", null, Description = "the other Task was deleted")]
    public async Task A_call_whose_group_has_changed_is_to_be_sent(string record, string? merged)
    {
        await staged.MapAsync(Linked, Tasks);
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1, target_id = '0LQ000000000001AAA', created_run = 1 WHERE run > 0");

        await staged.MapAsync(Linked, Tasks[0], record);

        Assert.That(staged.Staging.Rows($"SELECT c.run, c.state, json_extract(d.json, '$[4]') FROM call c JOIN payload d ON d.id = c.payload WHERE c.task_id = '{A}'"), Is.EqualTo(new[] { $"2|0|{merged ?? "-"}" }));
    }

    [Test]
    public async Task Merged_ids_do_not_stay_where_another_mapping_has_another_field()
    {
        await staged.MapAsync(Linked, Tasks);
        var turned = Linked with { Version = "v2", TargetFields = [.. Linked.TargetFields.Take(3), Linked.TargetFields[4], Linked.TargetFields[3]] };

        await staged.MapAsync(turned, Tasks);

        Assert.That(staged.Calls()[0], Is.EqualTo($"{A}|1|-|[\"{A}\",\"+1\",\"005A\",\"{B}\",null]|-|1"));
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

    [Test]
    public async Task A_duplicate_with_an_earlier_start_does_not_take_the_place_of_a_call_that_is_in_the_target()
    {
        await staged.MapAsync(Linked, Tasks[1]);
        await staged.Staging.ExecuteAsync("UPDATE call SET state = 1, target_id = '0LQ000000000001AAA', created_run = 1");
        var (_, result) = await staged.MapAsync(Linked, Tasks[0], Tasks[2]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(staged.Calls(), Is.EqualTo(new[]
            {
                $"{A}|2|{B}|[\"{A}\",\"+1\",\"005A\",null,null]|-|0",
                $"{B}|1|-|[\"{B}\",\"+1\",\"005A\",null,\"{A}\"]|-|1",
                $"{C}|1|-|[\"{C}\",\"+1\",\"005B\",null,null]|{B}|1",
            }));
            Assert.That((result.Read, result.Mapped, result.Skipped, result.Relinked), Is.EqualTo((2L, 1L, 1L, 1L)));
        }
    }

    [Test]
    public void Which_member_is_in_the_target_does_not_change_who_belongs_together()
    {
        // The third overlaps the first only: standing for the first, the short second must not cut it off.
        LinkMember[] members = [new(A, 100, 200, "005A"), new(B, 110, 120, "005A") { InTarget = true }, new(C, 150, 250, "005A")];
        var outcomes = LinkGroup.Decide(members, Rule);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes.Where(o => o.MergedInto is not null).Select(o => (o.Member.TaskId, o.MergedInto)), Is.EqualTo(new[] { (A, B), (C, B) }));
            Assert.That(outcomes.Single(o => o.MergedInto is null).Merged, Is.EqualTo(new[] { A, C }));
        }
    }

    [TestCase("UPDATE payload SET json = '[]'; UPDATE call SET hash = 0", TestName = "A_duplicate_that_was_purged_stays_out_by_name_when_it_should_stand_for_itself")]
    [TestCase("UPDATE mapping SET target_fields = '[\"Legacy_Task_Id__c\",\"Other__c\",\"UserId\",\"Description\",\"Merged_Task_Ids__c\"]'", TestName = "A_duplicate_of_other_fields_stays_out_by_name_when_it_should_stand_for_itself")]
    public async Task Not_restored(string change)
    {
        await staged.MapAsync(Linked, Tasks[0], Tasks[1], Tasks[2]);
        await staged.Staging.ExecuteAsync(change);
        var (run, _) = await staged.MapAsync(Linked with { Version = "v2" }, Tasks[0].Replace("false", "true", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                staged.Staging.Rows($"SELECT t.door, r.rule, t.detail, c.run > 0 FROM task t JOIN reason r ON r.id = t.reason JOIN call c ON c.task_id = t.id WHERE t.id = '{B}'"),
                Is.EqualTo(new[] { "2|read again|-|0" }));
            Assert.That(staged.Staging.Rows($"SELECT parent FROM call WHERE task_id = '{C}'"), Is.Not.EqualTo(new[] { B }), "a leg does not wait for it");
        }

        // Read again, it is what it should have been.
        await staged.MapAsync(Linked with { Version = "v2" }, Tasks[1]);
        Assert.That(staged.Staging.Rows($"SELECT t.door, c.run > 0 FROM task t JOIN call c ON c.task_id = t.id WHERE t.id = '{B}'"), Is.EqualTo(new[] { "1|1" }));
    }

    [Test]
    public async Task A_mapped_call_that_another_run_took_away_is_not_made_up_for_in_the_books()
    {
        var (run, _) = await staged.MapAsync(Linked, Tasks);
        await staged.Staging.ExecuteAsync($"UPDATE call SET run = 7 WHERE task_id = '{E}'");
        var result = await new MappingStage(run).RunAsync(CancellationToken.None);
        Assert.That(result.Mapped + result.Relinked, Is.EqualTo(1 + staged.Staging.Scalar<long>($"SELECT COUNT(*) FROM call WHERE run = {run.Number}")), "loading reads one less, and the difference shows");
    }
}
