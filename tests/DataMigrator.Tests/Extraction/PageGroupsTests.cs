using System.Globalization;
using System.Text.RegularExpressions;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;
using Salesforce.Force.Errors;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Extraction;

/// <summary>What the Tasks add up to is kept with each page: no page more, none twice, whatever happens while they are read.</summary>
internal sealed partial class PageGroupsTests : SixtyTasks
{
    private int Pages => (All.Count + 6) / 7;

    [Test]
    public async Task Every_page_counts_its_Tasks_by_month_type_and_owner()
    {
        await ReadAsync();
        Assert.That(Staging.Scalar<long>("SELECT COUNT(*) FROM page_groups"), Is.EqualTo(Pages));
        await AssertCountedOnceAsync();
    }

    [Test]
    public async Task A_page_that_was_cut_and_fetched_again_counts_once()
    {
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBody, Path = "/results", AtBytes = 700, Nth = [2, 5, 6] });
        await ReadAsync();
        Assert.That(Org.Emulator.Requests.Count(r => r.Path.Contains("/results", StringComparison.Ordinal)), Is.GreaterThan(Pages));
        await AssertCountedOnceAsync();
    }

    [Test]
    public async Task A_run_killed_between_two_pages_goes_on_counting()
    {
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "/results", From = 4 });
        Assert.That(() => ReadAsync(), Throws.InstanceOf<ForceException>());
        Assert.That(Staging.Groups()!.Count, Is.EqualTo(3 * 7), "three pages");

        Staging.Reopen();
        Org.Emulator.ClearFaults();
        await ReadAsync();
        await AssertCountedOnceAsync();
    }

    [Test]
    public async Task A_window_whose_pages_were_dropped_and_that_was_split_counts_by_its_halves_alone()
    {
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.CutBefore, Path = "/results", From = 4 });
        Assert.That(() => ReadAsync(), Throws.InstanceOf<ForceException>());
        Org.Emulator.ClearFaults();
        await Org.Client.BulkQuery.DeleteAsync(Staging.Scalar<string>("SELECT job FROM window"), CancellationToken.None);
        Org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, Operation = "queryAll", AfterBatches = 0, Times = 1 });

        await ReadAsync();

        Assert.That(Staging.Rows("SELECT state, (SELECT COUNT(*) FROM page_groups WHERE window = w.id) > 0 FROM window w ORDER BY id"), Is.EqualTo(new[] { "split|0", "read|1", "read|1" }));
        await AssertCountedOnceAsync();
    }

    [Test]
    public async Task A_window_that_is_split_takes_its_groups_with_it()
    {
        await ReadAsync();
        var run = await Org.BeginAsync(Staging, StagedGroups.Typed);
        await new WindowStore(Staging.Database, run.Number).AddAsync([], instead: Staging.Scalar<long>("SELECT id FROM window"), note: null, CancellationToken.None);
        Assert.That(Staging.Rows("SELECT COUNT(*) FROM page UNION ALL SELECT COUNT(*) FROM page_groups"), Is.EqualTo(new[] { "0", "0" }));
    }

    [Test]
    public async Task A_window_that_is_asked_for_again_counts_by_its_last_reading()
    {
        // The org counts 40 more rows than its queries return: the window is read three times over, and once more by the next start.
        Org.Emulator.AddFault(new FaultRule
        {
            Action = FaultAction.Status, Path = "COUNT", Status = 200, ContentType = "application/json", Body = $$"""{"totalSize":{{All.Count + 40}},"done":true,"records":[]}""",
        });
        await ReadAsync();
        Org.Emulator.ClearFaults();
        await AssertCountedOnceAsync();
        await ReadAsync();
        await AssertCountedOnceAsync();
    }

    [Test]
    public async Task Seconds_written_as_a_scientific_number_are_as_many()
    {
        // Durations are all that stands in quotes as digits alone; Salesforce writes what is no int by its type as 6.1E1.
        using var client = Org.NewClient(new RewritingHandler("/results", csv => Seconds().Replace(csv, number => string.Create(
            CultureInfo.InvariantCulture, $"\"{double.Parse(number.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture):0.0###E0}\""))));
        await Org.ExtractAsync(await Org.BeginAsync(Staging, StagedGroups.Typed, client: client));
        await AssertCountedOnceAsync();
    }

    [Test]
    public async Task Tasks_without_their_date_are_not_counted()
    {
        var mapping = new PlainMapping { SourceFields = ["Id", "Subject", "Description", "CallDurationInSeconds", "OwnerId"] };
        await Org.ExtractAsync(await Org.BeginAsync(Staging, mapping));
        Assert.That((Staging.Scalar<long>("SELECT COUNT(*) FROM page_groups"), Staging.Groups()), Is.EqualTo((0L, (CallGroups?)null)));
    }

    [Test]
    public async Task Purge_takes_the_groups_of_its_run_and_of_no_other()
    {
        await ReadAsync();
        var second = await Org.BeginAsync(Staging, StagedGroups.Typed, name: "second");
        await Org.ExtractAsync(second);
        await new Purge(Staging.Database, null, TimeProvider.System).RunAsync("1", CancellationToken.None);
        Assert.That(Staging.Groups(), Is.Null);
        Assert.That(Staging.Groups(second.Number)!.Count, Is.EqualTo(All.Count));
    }

    [Test]
    public async Task A_range_that_was_read_again_keeps_only_the_groups_of_its_newest_copy()
    {
        await ReadAsync();
        await new MappingStage(await Org.BeginAsync(Staging, StagedGroups.Typed)).RunAsync(CancellationToken.None);
        var second = await Org.BeginAsync(Staging, StagedGroups.Typed, name: "second");
        await Org.ExtractAsync(second);
        await new MappingStage(second).RunAsync(CancellationToken.None);
        Assert.That(Staging.Scalar<long>("SELECT COUNT(*) FROM chunk WHERE LENGTH(data) > 0 AND run = 1"), Is.Zero, "superseded");
        Assert.That(Staging.Rows("SELECT DISTINCT w.run FROM page_groups g JOIN window w ON w.id = g.window"), Is.EqualTo(new[] { "2" }));
        Assert.That(Staging.Groups(second.Number)!.Count, Is.EqualTo(All.Count));
    }

    [GeneratedRegex("\"(?<seconds>[0-9]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seconds();

    private async Task ReadAsync() => await Org.ExtractAsync(await Org.BeginAsync(Staging, StagedGroups.Typed));

    private async Task AssertCountedOnceAsync()
    {
        var staged = Staging.Groups();
        Assert.That(staged, Is.Not.Null);
        Assert.That(staged!.Count, Is.EqualTo(All.Count));
        Assert.That(await Org.DifferencesAsync(staged), Is.Empty);
    }
}
