using Dapper;
using DataMigrator.Reporting;

namespace DataMigrator.Tests.Reporting;

/// <summary>The books of a run that could not write its result: they must be able not to balance.</summary>
internal sealed class BooksFromStagingTests
{
    private ReportFixture fixture = null!;

    [SetUp]
    public async Task Open()
    {
        fixture = new ReportFixture();
        await SampleRun.FillAsync(fixture.Staging, withResult: false, state: "interrupted");
    }

    [TearDown]
    public void Close() => fixture.Dispose();

    [Test]
    public void A_run_whose_rows_are_all_there_balances() => Assert.That(Books(), Has.All.Property(nameof(StageBooks.Balances)).True);

    [Test]
    public async Task A_window_that_was_read_short_does_not_balance()
    {
        await ChangeAsync("UPDATE window SET rows = 9");
        var extraction = Books().Single(books => books.Stage == "extraction");
        Assert.That((extraction.Read, extraction.Left, extraction.Sum, extraction.Balances), Is.EqualTo((10L, 0L, 9L, false)));
    }

    [Test]
    public async Task What_nothing_explains_is_not_called_left()
    {
        await ChangeAsync("UPDATE window SET rows = 9, state = 'planned', note = 'unexplained: counted 10 when planned'");
        Assert.That(Books().Single(books => books.Stage == "extraction").Balances, Is.False);
    }

    [Test]
    public async Task Rows_of_windows_still_to_be_read_are_left()
    {
        await ChangeAsync("INSERT INTO window (run, starts, ends, expected, rows, state) VALUES (1, '2024-04-01T00:00:00Z', '2024-05-01T00:00:00Z', 30, 7, 'reading')");
        var extraction = Books().Single(books => books.Stage == "extraction");
        Assert.That((extraction.Read, extraction.Left, extraction.Balances), Is.EqualTo((40L, 23L, true)));
    }

    [Test]
    public async Task A_mapped_row_that_left_by_no_door_does_not_balance()
    {
        await ChangeAsync($"DELETE FROM task WHERE id = '{SampleRun.TaskId(9)}'");
        var mapping = Books().Single(books => books.Stage == "mapping");
        Assert.That((mapping.Read, mapping.Left, mapping.Balances), Is.EqualTo((10L, 0L, false)));
        await ChangeAsync("UPDATE chunk SET repeated = 1");
        Assert.That(Books().Single(books => books.Stage == "mapping").Balances, Is.True, "a newer copy counts");
    }

    private IReadOnlyList<StageBooks> Books()
    {
        using var reader = fixture.Staging.OpenReader();
        return ReportReader.Read(reader, SampleRun.Id, CancellationToken.None).Books;
    }

    private async Task ChangeAsync(string sql)
    {
        using var scope = await fixture.Staging.WriteAsync(CancellationToken.None);
        scope.Connection.Execute(sql, null, scope.Transaction);
        scope.Commit();
    }
}
