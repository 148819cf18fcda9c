using DataMigrator.Reporting;

namespace DataMigrator.Tests.Reporting;

internal sealed class SummaryTableTests
{
    private static readonly MigrationResult Large = new()
    {
        RunId = SampleRun.Id,
        Command = "run",
        Executed = true,
        BooksBalance = true,
        Extraction = new(1_234_567_890, 1_234_567_890, 30_000, 60_000),
        Mapping = new(1_234_567_890, 1_100_000_000, 134_000_000, 567_890, 0, [new("rejected", "FromPhoneNumber", "phone", "no number found anywhere in the record", 567_890, null)]),
        Loading = new(1_100_000_000, 1_000_000_000, 50_000_000, 10_000_000, 30_000_000, 9_000_000, 1_000_000, 0, [new("UNABLE_TO_LOCK_ROW", 1_000_000, 5, null)], 12),
        Reconciliation = new(1_099_000_000, 1_098_999_997, 2, 1, 7, new(1, 1)),
    };

    [Test]
    public void It_fits_80_columns_with_the_largest_numbers()
    {
        var lines = SummaryTable.Of(Large, new Dictionary<string, long> { ["extraction"] = 3_723_000, ["loading"] = 999 }).ToLines();
        Assert.That(lines.Max(l => l.Length), Is.LessThanOrEqualTo(80));
        Assert.That(lines, Has.Some.EqualTo("extraction    1,234,567,890  1,234,567,890 read                       0  1:02:03"));
    }

    [Test]
    public void Every_row_adds_up()
    {
        var table = SummaryTable.Of(Large);
        Assert.That(table.Balances, Is.True);
        Assert.That(table.Rows.Select(r => r.Read - r.Sum), Is.All.Zero);
        Assert.That(table.Rows, Has.Count.EqualTo(4));
    }

    [Test]
    public void What_was_merged_chained_or_has_several_legs_stands_under_the_doors()
    {
        var lines = SummaryTable.Of(Large with { Mapping = Large.Mapping! with { Merged = 88, Chained = 1_442, SeveralLegs = 7 } }).ToLines().Select(l => l.Trim());
        Assert.That(lines, Has.Some.EqualTo("(88 merged)").And.Some.EqualTo("(1,442 chained)").And.Some.EqualTo("(7 of several legs)"));
    }

    [Test]
    public void What_is_left_is_part_of_the_sum()
    {
        var rows = SummaryTable.Of(Large with { Loading = new(10, 4, 0, 0, 0, 0, 0, 6, []) }).Rows;
        Assert.That(rows.Single(r => r.Stage == "loading").Sum, Is.EqualTo(10));
    }

    [TestCase("run", "plan")]
    [TestCase("load", "plan")]
    [TestCase("retry", "loading")]
    [TestCase("repair", "loading")]
    public void What_a_run_that_is_to_be_mended_has_created_is_no_plan(string command, string stage)
    {
        var lines = SummaryTable.Of(Large with { Executed = false, Command = command }).ToLines();
        Assert.That(lines, Has.Some.StartsWith(stage).And.Some.Contains("1,000,000,000 " + (stage == "plan" ? "to be created" : "created")));
    }

    [TestCase("run", true, 100L, true)]
    [TestCase("run", true, null, false)]
    [TestCase("run", false, 100L, false)]
    [TestCase("retry", true, 100L, false)]
    public void After_a_canary_the_way_on_and_the_way_back_are_named(string command, bool executed, long? limit, bool named)
    {
        var lines = SummaryTable.Of(Large with { Command = command, Executed = executed, Limit = limit }).ToLines();
        Assert.That(lines.Contains($"  datamigrator rollback --run {SampleRun.Id} --execute"), Is.EqualTo(named));
    }

    [Test]
    public void Books_that_do_not_balance_are_marked()
    {
        var table = SummaryTable.Of(Large with { Mapping = new(10, 6, 1, 2, 0, []) });
        Assert.That(table.Balances, Is.False);
        Assert.That(table.ToLines(), Has.Some.Contains("0 !"));
        Assert.That(table.ToLines(), Has.Some.EqualTo("The books do NOT balance in the rows marked with !"));
    }

    [Test]
    public void Books_that_do_not_balance_between_stages_are_not_said_to_balance()
    {
        var table = SummaryTable.Of(Large with { BooksBalance = false });
        Assert.That((table.Rows.All(r => r.Balances), table.Balances), Is.EqualTo((true, false)));
        Assert.That(table.ToLines(), Has.Some.EqualTo("The books do NOT balance from one stage to the next."));
    }

    [Test]
    public void What_reconciliation_took_from_the_counts_stands_beside_the_sum() =>
        Assert.That(
            SummaryTable.Of(Large with { Reconciliation = new ReconciliationResult(10, 10, 0, 0, 0, new(1, 1)) { NotRead = 9 } }).ToLines(),
            Has.Some.Contains("(9 not read, their counts agree)"));

    [Test]
    public void A_command_to_give_next_is_not_cut() =>
        Assert.That(SummaryTable.Of(Large).ToLines(), Has.Some.EqualTo($"  datamigrator repair --run {SampleRun.Id}").And.Some.EqualTo($"  datamigrator retry --run {SampleRun.Id}"));

    [Test]
    public void A_range_without_Tasks_is_named_as_what_it_is() =>
        Assert.That(
            string.Join(' ', SummaryTable.Of(new MigrationResult { RunId = "r", Command = "run", Executed = true, BooksBalance = true, Extraction = new(0, 0, 0, 3) }).ToLines()),
            Does.Contain("No Task is in this range"));

    [Test]
    public void It_ends_with_what_to_do_next()
    {
        var lines = string.Join('\n', SummaryTable.Of(Large).ToLines());
        Assert.That(lines, Does.Contain($"datamigrator retry --run {SampleRun.Id}"));
        Assert.That(lines, Does.Contain("datamigrator repair --run").And.Contain("rejected.csv"));
    }

    [TestCase("load", true)]
    [TestCase("run", false)]
    public void A_load_that_is_not_reconciled_says_how(string command, bool says) =>
        Assert.That(
            string.Join(' ', SummaryTable.Of(new MigrationResult { RunId = "r", Command = command, Executed = true, BooksBalance = true, Loading = new(5, 5, 0, 0, 0, 0, 0, 0, []) }).ToLines()),
            says ? Does.Contain("datamigrator reconcile --run r") : Does.Not.Contain("reconcile --run"));

    [Test]
    public void Calls_that_point_at_what_is_gone_are_told_what_to_do() =>
        Assert.That(
            string.Join(' ', SummaryTable.Of(new MigrationResult { RunId = "r", Command = "run", Executed = true, Loading = new(5, 4, 0, 0, 0, 0, 1, 0, [new("INVALID_CROSS_REFERENCE_KEY", 1, 1, null)]) }).ToLines()),
            Does.Contain("mappings/existing-links.yaml"));

    [Test]
    public void A_dry_run_ends_with_how_to_execute() =>
        Assert.That(
            string.Concat(SummaryTable.Of(new MigrationResult { RunId = "r", Command = "run", Executed = false, BooksBalance = true, Loading = new(5, 5, 0, 0, 0, 0, 0, 0, []) }).ToLines().TakeLast(2)),
            Does.EndWith("If the plan is right, give the same command with --execute."));
}
