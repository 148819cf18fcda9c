namespace DataMigrator.Tests;

/// <summary>What the law of conservation makes of a result: the sentences and the exit code.</summary>
internal sealed class BooksTests
{
    private static readonly MigrationResult Balanced = new()
    {
        RunId = "r", Command = "run", Executed = true, OpenFindings = 0,
        Extraction = new(10, 10, 1, 4), Mapping = new(10, 7, 2, 1, 0, []), Loading = new(7, 5, 1, 0, 1, 0, 0, 0, []), Reconciliation = new(7, 7, 0, 0, 0, new(60, 60)),
    };

    [Test]
    public void Every_row_at_a_door_balances() => Assert.That(Judge(Balanced), Is.EqualTo((true, 0)));

    [Test]
    public void One_row_without_a_door_is_named_with_its_stage_and_all_its_doors()
    {
        foreach (var (broken, sentence) in new[]
        {
            (Balanced with { Extraction = new(11, 10, 1, 4) }, "Extraction: the org counts 11 rows, 10 were read or are left, and nothing explains the difference."),
            (Balanced with { Mapping = new(10, 7, 2, 0, 0, []) }, "The books of mapping do not balance: 10 came in, which is not 7 mapped + 2 skipped + 0 rejected + 0 left."),
            (Balanced with { Loading = new(7, 5, 0, 0, 1, 0, 0, 0, []) }, "The books of loading do not balance: 7 came in, which is not 5 created + 0 updated + 0 replaced + 1 unchanged + 0 blocked + 0 failed + 0 left."),
            (Balanced with { Reconciliation = new(7, 5, 1, 0, 0, new(60, 60)) }, "The books of reconciliation do not balance: 7 came in, which is not 5 matched + 1 mismatched + 0 missing + 0 left."),
        })
        {
            var verdict = Books.Judge(broken, default, default);
            Assert.That((verdict.Balance, verdict.ExitCode), Is.EqualTo((false, 3)));
            Assert.That(verdict.Sentences, Has.Some.EqualTo(sentence));
        }
    }

    [Test]
    public void Stages_that_balance_each_but_not_with_each_other_do_not_balance() =>
        Assert.That(Judge(Balanced with { Extraction = new(11, 11, 1, 4) }), Is.EqualTo((false, 3)));

    [Test]
    public void An_open_finding_is_exit_code_3_and_a_failure_beyond_the_tolerance_is_2()
    {
        Assert.That(Judge(Balanced with { OpenFindings = 1 }), Is.EqualTo((true, 3)));
        Assert.That(Judge(Balanced with { Loading = new(7, 5, 1, 0, 0, 0, 1, 0, []), Reconciliation = new(6, 6, 0, 0, 0, new(60, 60)) }), Is.EqualTo((true, 2)));
    }

    [TestCase("run", "2 calls are left; the same command goes on with them.")]
    [TestCase("repair", "2 calls are left; the same command goes on with them.")]
    [TestCase("reconcile", "2 calls are left; 'load --run r' goes on with them.")]
    public void What_is_left_names_the_command_that_goes_on(string command, string sentence)
    {
        var verdict = Books.Judge(Balanced with { Command = command, Loading = new(7, 4, 0, 0, 1, 0, 0, 2, []), Reconciliation = new(5, 5, 0, 0, 0, new(60, 60)) }, new Tolerance(5, IsPercent: false), default);
        Assert.That((verdict.Balance, verdict.ExitCode), Is.EqualTo((true, 2)));
        Assert.That(verdict.Sentences, Is.EqualTo(new[] { sentence }));
    }

    private static (bool Balance, int ExitCode) Judge(MigrationResult result)
    {
        var verdict = Books.Judge(result, new Tolerance(5, IsPercent: false), default);
        return (verdict.Balance, verdict.ExitCode);
    }
}
