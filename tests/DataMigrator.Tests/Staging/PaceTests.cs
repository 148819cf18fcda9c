using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

/// <summary>How long it will take, from what this process did in the last minutes.</summary>
public sealed class PaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private TemporaryStaging staging = null!;

    [SetUp]
    public void Open() => staging = new TemporaryStaging();

    [TearDown]
    public void Close() => staging.Dispose();

    [Test]
    public async Task Of_reading_counts_the_pages_of_this_process_only()
    {
        await staging.ExecuteAsync("INSERT INTO window (id, run, starts, ends, expected, rows, state) VALUES (1, 1, '', '', 1350, 900, 'reading')");
        await PageAsync(0, 5_000, Now.AddMinutes(-3));
        await PageAsync(1, 400, Now.AddSeconds(-40));
        await PageAsync(2, 500, Now.AddSeconds(-10));

        // 900 rows in the 60 seconds since the process began.
        Assert.That(Reading(450, Now.AddSeconds(-60)), Is.EqualTo(new Pace("extraction", 450, 15, 30)));
        Assert.That(Reading(null, Now.AddSeconds(-60)), Is.EqualTo(new Pace("extraction", null, 15, null)), "not counted");
        Assert.That(Reading(450, Now.AddSeconds(-5)), Is.EqualTo(new Pace("extraction", 450, 0, null)), "nothing yet");
    }

    [Test]
    public async Task Of_reading_forgets_what_was_long_ago()
    {
        await staging.ExecuteAsync("INSERT INTO window (id, run, starts, ends, expected, rows, state) VALUES (1, 1, '', '', 100000, 66000, 'reading')");
        await PageAsync(0, 60_000, Now.AddMinutes(-50));
        await PageAsync(1, 6_000, Now.AddMinutes(-2));

        // 6,000 rows in the last ten minutes.
        Assert.That(Reading(34_000, Now.AddHours(-1)), Is.EqualTo(new Pace("extraction", 34_000, 10, 3_400)));
    }

    [Test]
    public async Task Of_loading_begins_with_the_first_job_and_counts_jobs_whose_results_are_in()
    {
        await JobAsync(1, 300, Now.AddSeconds(-50), Now.AddSeconds(-20));
        await JobAsync(2, 200, Now.AddSeconds(-50), Now.AddSeconds(-5));
        await JobAsync(3, null, Now.AddSeconds(-5), null);

        using var reader = staging.Database.OpenReader();
        Assert.That(Pace.Loading(reader, 1, 70, Now.AddSeconds(-100), Now), Is.EqualTo(new Pace("loading", 70, 10, 7)));
    }

    private Pace Reading(long? left, DateTimeOffset since)
    {
        using var reader = staging.Database.OpenReader();
        return Pace.Reading(reader, 1, left, since, Now);
    }

    private Task PageAsync(int ordinal, int rows, DateTimeOffset at) =>
        staging.ExecuteAsync($"INSERT INTO page (window, ordinal, rows, bytes, read_at) VALUES (1, {ordinal}, {rows}, 0, '{Instants.Text(at)}')");

    private Task JobAsync(int id, int? processed, DateTimeOffset started, DateTimeOffset? ended) => staging.ExecuteAsync(
        $"INSERT INTO job (id, run, operation, round, columns, rows, bytes, state, processed, started, ended) VALUES ({id}, 1, 'upsert', 0, '[]', 500, 0, '{(ended is null ? "closed" : "collected")}', {processed?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "NULL"}, '{Instants.Text(started)}', {(ended is { } end ? $"'{Instants.Text(end)}'" : "NULL")})");
}
