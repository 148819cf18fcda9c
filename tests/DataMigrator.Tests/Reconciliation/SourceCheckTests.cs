using DataMigrator.Mapping;
using DataMigrator.Reconciliation;
using DataMigrator.Staging;
using DataMigrator.Tests.Extraction;
using DataMigrator.Tests.Mapping.Stage;
using Salesforce.Force;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>The source is asked by its own aggregates whether it is as it was read: per month, type and owner, Tasks and seconds.</summary>
internal sealed class SourceCheckTests : SixtyTasks
{
    private const string NotAllThere = "the Tasks as they were read are not all in the staging file any more: only their number was compared with the source";

    private static readonly PlainMapping Typed = StagedGroups.Typed;

    [Test]
    public async Task A_source_that_is_as_it_was_read_agrees_in_every_group()
    {
        var run = await ReadAsync(Typed);
        var before = Org.Emulator.Requests.Count;

        Assert.That(await CheckAsync(run), Is.Empty);

        var asked = Org.Emulator.Requests.Skip(before).Select(r => Uri.UnescapeDataString(r.Path)).Single(p => p.Contains("GROUP BY", StringComparison.Ordinal));
        Assert.That(asked, Does.Contain("queryAll").And.Contain("CallType t, OwnerId o, COUNT(Id) n, SUM(CallDurationInSeconds) s").And.EndsWith("GROUP BY CALENDAR_YEAR(CreatedDate), CALENDAR_MONTH(CreatedDate), CallType, OwnerId"));
    }

    [Test]
    public async Task A_Task_edited_after_it_was_read_is_named_and_explains_the_seconds_of_its_group()
    {
        var run = await ReadAsync(Typed);
        await new MappingStage(run).RunAsync(CancellationToken.None);
        var (task, seconds, month) = await AnyCallAsync();
        await EditAsync(task, seconds + 7);

        var findings = await CheckAsync(run);
        await EditAsync(task, seconds);

        Assert.That(findings.Select(f => (f.Check, f.Class, f.Status)), Is.EqualTo(new[] { ("counts", "source-changed", "explained"), ("identity", "source-changed", "explained"), ("counts", "source-changed", "explained") }));
        Assert.That(findings[1].Task, Is.EqualTo(task));
        Assert.That(findings[1].Note, Does.StartWith("its Task was changed at 20").And.Contain("after it was read"));
        Assert.That(findings[2].Expected, Does.StartWith($"{month}, "));
        Assert.That(Seconds(findings[2].Found) - Seconds(findings[2].Expected), Is.EqualTo(7));
    }

    [Test]
    public async Task A_record_that_was_not_staged_as_the_source_has_it_is_an_open_difference()
    {
        // As if pages had been cut and their counts made up: of each page the first record is gone, their number is not.
        using var repeating = Org.NewClient(new RepeatingHandler());
        var run = await ReadAsync(Typed, repeating);

        var findings = await CheckAsync(run);

        Assert.That(findings, Is.Not.Empty);
        Assert.That(findings.Select(f => (f.Check, f.Class, f.Status)).Distinct(), Is.EqualTo(new[] { ("counts", "count", "open") }));
    }

    [Test]
    public async Task A_source_that_will_not_group_is_said_not_to_have_been_checked()
    {
        var run = await ReadAsync(Typed);
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Path = "GROUP", Status = 400, ErrorCode = "INVALID_FIELD" });
        Assert.That((await CheckAsync(run)).Single().Note, Is.EqualTo("the source would not count its Tasks (INVALID_FIELD)"));
    }

    [Test]
    public async Task A_purged_run_is_compared_by_number_only_and_says_so()
    {
        var run = await ReadAsync(Typed);
        await new Purge(Staging.Database, null, TimeProvider.System).RunAsync(run.Id, CancellationToken.None);
        Assert.That((await CheckAsync(run)).Single().Note, Is.EqualTo(NotAllThere));
    }

    [Test]
    public async Task A_run_of_a_staging_file_that_kept_no_groups_is_compared_by_number_only_and_says_so()
    {
        var run = await ReadAsync(Typed);
        await Staging.ExecuteAsync("DROP TABLE page_groups; ALTER TABLE call DROP COLUMN first_run; PRAGMA user_version = 2");
        Staging.Reopen();
        Assert.That((await CheckAsync(run with { Staging = Staging.Database })).Single().Note, Is.EqualTo(NotAllThere));
    }

    [Test]
    public async Task A_run_that_began_before_groups_were_kept_is_compared_by_number_only_and_says_so()
    {
        var run = await ReadAsync(Typed);
        await Staging.ExecuteAsync("DELETE FROM page_groups WHERE page < 2");
        Assert.That((await CheckAsync(run)).Single().Note, Is.EqualTo(NotAllThere));
    }

    /// <summary>A minute after all earlier changes, and as if begun just after the newest of them: the org's instants are whole seconds.</summary>
    private async Task<RunContext> ReadAsync(PlainMapping mapping, ForceClient? by = null)
    {
        Clock.Offset += TimeSpan.FromMinutes(1);
        var run = await Org.BeginAsync(Staging, mapping);
        await Org.ExtractAsync(by is null ? run : run with { Source = by });
        await foreach (var row in Org.Client.QueryAsync("SELECT MAX(SystemModstamp) newest FROM Task", all: true, CancellationToken.None))
        {
            await Staging.ExecuteAsync($"UPDATE run SET started = '{Instants.Text(Instants.Parse(row["newest"]!) - Org.Client.ClockSkew + TimeSpan.FromMilliseconds(1))}'");
        }

        return run;
    }

    private async Task<IReadOnlyList<(string Check, string Class, string Status, string? Task, string Expected, string Found, string Note)>> CheckAsync(RunContext run)
    {
        var writer = new FindingWriter(Staging.Database, run.Number);
        await new SourceCheck(run, writer).RunAsync(CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
        using var reader = Staging.Database.OpenReader();
        return reader.Rows(
            "SELECT check_name, class, status, task_id, expected, found, note FROM finding WHERE run = ?1 ORDER BY id", run.Number,
            s => (s.String(0)!, s.String(1)!, s.String(2)!, s.String(3), s.String(4) ?? "", s.String(5) ?? "", s.String(6) ?? ""));
    }

    private async Task<(string Id, long Seconds, string Month)> AnyCallAsync()
    {
        var staged = Staging.Rows("SELECT task_id FROM call").ToHashSet();
        await foreach (var row in Org.Client.QueryAsync("SELECT Id, CallDurationInSeconds, CreatedDate FROM Task WHERE CallDurationInSeconds > 0 AND CallType != null AND IsDeleted = false ORDER BY Id", all: true, CancellationToken.None))
        {
            if (staged.Contains(row["Id"]!))
            {
                return (row["Id"]!, long.Parse(row["CallDurationInSeconds"]!, System.Globalization.CultureInfo.InvariantCulture), row["CreatedDate"]![..7]);
            }
        }

        throw new InvalidOperationException("The org has no such call log.");
    }

    private async Task EditAsync(string task, long seconds)
    {
        var results = await Org.Client.UpdateAsync("Task", [new Dictionary<string, object?> { ["Id"] = task, ["CallDurationInSeconds"] = seconds }], allOrNone: true, CancellationToken.None);
        Assert.That(results.Single().Success, Is.True);
    }

    private static long Seconds(string text) => long.Parse(text.Split(", ")[^1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
