using CsvHelper;
using DataMigrator.Reporting;
using DataMigrator.Reporting.Csv;

namespace DataMigrator.Tests.Reporting;

internal sealed class ReportFilesTests
{
    private ReportFixture fixture = null!;

    [SetUp]
    public void Open() => fixture = new ReportFixture();

    [TearDown]
    public void Close() => fixture.Dispose();

    [Test]
    public async Task The_same_staging_gives_the_same_bytes()
    {
        await SampleRun.FillAsync(fixture.Staging, findings: 40);
        var first = await fixture.ReportAsync("one");
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            await fixture.ReportAsync("two");
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(first.Html)!).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.That(files, Is.EqualTo(new[] { "changes.csv", "failed.csv", "findings.csv", "linked.csv", "rejected.csv", "report.html", "report.json" }));
        foreach (var file in files)
        {
            Assert.That(
                await File.ReadAllBytesAsync(Path.Combine(fixture.PathOf("two"), SampleRun.Id, file!)),
                Is.EqualTo(await File.ReadAllBytesAsync(Path.Combine(fixture.PathOf("one"), SampleRun.Id, file!))), file);
        }
    }

    [Test, Platform(Exclude = "Win")]
    public async Task Only_the_owner_may_read_a_report()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var paths = await fixture.ReportAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(paths.Rejected), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(File.GetUnixFileMode(Path.GetDirectoryName(paths.Html)!), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    [Test]
    public async Task Rejected_rows_carry_their_reason_and_the_Task_as_it_came()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var rows = Read((await fixture.ReportAsync()).Rejected);
        Assert.That(rows[0], Is.EqualTo(new[] { "reasonField", "reasonRule", "reason", "reasonDetail", "Id", "Subject", "Description", "CallType" }));
        Assert.That(rows, Has.Count.EqualTo(4));
        Assert.That(rows[1][..5], Is.EqualTo(new[] { "FromPhoneNumber", "phone", "no number found", "", SampleRun.TaskId(7) }));
        Assert.That(rows.Skip(1).Select(r => ReportCsv.Restore(r[5])), Is.EqualTo(new[] { "=HYPERLINK(\"http://evil\",\"x\")", "'quoted, \"and\"\nmore", "+1 415 555 0100" }));
        Assert.That(rows[3][6], Is.EqualTo(SampleRun.Evil));
    }

    [Test]
    public async Task Failed_rows_carry_the_error_and_the_Task_as_it_came()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var rows = Read((await fixture.ReportAsync()).Failed);
        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.That(rows[1], Is.EqualTo(new[] { "UNABLE_TO_LOCK_ROW", "'=cmd|' /C calc'!A0", "5", "", SampleRun.TaskId(5), "Call 5", "", "Outbound" }));
    }

    [Test]
    public async Task What_was_merged_or_chained_and_what_has_several_legs_is_named()
    {
        await SampleRun.FillAsync(fixture.Staging);
        var rows = Read(Path.Combine(Path.GetDirectoryName((await fixture.ReportAsync()).Html)!, "linked.csv"));
        Assert.That(rows, Is.EqualTo(new[]
        {
            new[] { "kind", "taskId", "withTaskId", "voiceCallId", "legs" },
            ["merged", SampleRun.TaskId(6), SampleRun.TaskId(2), "", ""],
            ["leg", SampleRun.TaskId(1), SampleRun.TaskId(0), "", ""],
            ["several legs", SampleRun.TaskId(3), "", "", "4"],
        }));
    }

    [Test]
    public async Task No_cell_of_a_CSV_begins_like_a_formula()
    {
        await SampleRun.FillAsync(fixture.Staging, findings: 12);
        var paths = await fixture.ReportAsync();
        var cells = new[] { paths.Findings, paths.Rejected, paths.Failed, Path.Combine(Path.GetDirectoryName(paths.Html)!, "changes.csv") }.SelectMany(Read).SelectMany(r => r).ToList();
        Assert.That(cells, Has.Count.GreaterThan(100));
        Assert.That(cells.Where(c => c.Length > 0 && "=+-@\t\r".Contains(c[0], StringComparison.Ordinal)), Is.Empty);
    }

    [FsCheck.NUnit.Property]
    public bool A_safe_cell_restores_to_the_value_it_was(FsCheck.NonNull<string> text, int prefix)
    {
        var value = new[] { "", "=", "+", "-", "@", "\t", "\r", "'", "''", "'=" }[Math.Abs(prefix % 10)] + text.Get.Replace("\0", "", StringComparison.Ordinal);
        if (value.Any(char.IsSurrogate))
        {
            return true;
        }

        using var buffer = new MemoryStream();
        using (var csv = new ReportCsv(buffer))
        {
            csv.Cell("x");
            csv.Cell(value);
            csv.EndRecord();
        }

        using var reader = CsvReader.Create(buffer.ToArray(), new CsvReaderOptions { HasHeader = false, Separator = ',' });
        return reader.Read() && ReportCsv.Restore(reader.GetString(1)) == value;
    }

    [Test]
    public async Task A_run_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<ReportException>(() => new ReportStage(fixture.Staging, fixture.PathOf("reports")).RunAsync("nope", CancellationToken.None));
        Assert.That(error!.Message, Does.Contain("no run 'nope'"));
    }

    internal static List<string[]> Read(string path)
    {
        using var reader = CsvReader.FromFile(path, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        List<string[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }
}
