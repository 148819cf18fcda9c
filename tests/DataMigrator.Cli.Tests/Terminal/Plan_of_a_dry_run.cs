using DataMigrator.Cli.Terminal;
using DataMigrator.Reporting;

namespace DataMigrator.Cli.Tests.Terminal;

internal sealed class Plan_of_a_dry_run
{
    private static readonly IReadOnlyList<ChangeGroup> Changes =
    [
        new("update", "Legacy_Subject__c", 1_200, "00T000000000001AAA", [new("00T000000000001AAA", "Call", null), new("00T000000000002AAA", new string('x', 90), "\e[31mred\u202E")]),
        new("blocked", "CallType", 1, "00T000000000003AAA", [new("00T000000000003AAA", "Inbound", "Outbound")]),
    ];

    [Test]
    public void Shows_counts_and_field_by_field_what_would_change_from_old_to_new() => Assert.That(Shown(executed: false), Is.EqualTo(
        $"""
        What the target org needs
          +            12 create
          ~         1,200 update     7 of them in part: blocked fields stay
          ±             0 replace
          =         3,000 unchanged  5 of them logged by Salesforce Voice itself
          !             1 blocked    differ in what never changes after creation

        ~ update
            Legacy_Subject__c                                                1,200 calls
              00T000000000001AAA  Call → (empty)
              00T000000000002AAA  {new string('x', 53)}…
                                →  [31mred 

        ! blocked: VoiceCall takes these fields on create only
            CallType                                                              1 call
              00T000000000003AAA  Inbound → Outbound


        """));

    [Test]
    public void No_line_is_wider_than_80_columns_and_none_steers_the_terminal()
    {
        var lines = Shown(executed: false).Split('\n');

        Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
        Assert.That(lines.SelectMany(line => line).Where(c => char.IsControl(c) || c == '\u202E'), Is.Empty);
    }

    [Test]
    public void After_an_executed_run_only_what_is_blocked_is_left_to_say() =>
        Assert.That(Shown(executed: true), Does.StartWith("! blocked").And.Not.Contains("update"));

    private static string Shown(bool executed)
    {
        using var screen = new StringWriter { NewLine = "\n" };
        new PlanScreen(screen).Show(new MigrationResult
        {
            RunId = "r", Command = "run", Executed = executed, Loading = new LoadingResult(4_213, 12, 1_200, 0, 3_000, 1, 0, 0, [], 5) { UpdatedInPart = 7 }, Changes = Changes,
        });
        return screen.ToString();
    }
}
