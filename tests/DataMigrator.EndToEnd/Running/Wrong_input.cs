using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Running;

/// <summary>A mistake gets a sentence and exit 1 before anything is written.</summary>
public sealed class Wrong_input
{
    private Emulator org = null!;
    private Workplace work = null!;

    [SetUp]
    public async Task Start()
    {
        org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 20 }, CancellationToken.None);
        work = Workplace.For(org);
    }

    [TearDown]
    public async Task Stop()
    {
        work.Dispose();
        await org.DisposeAsync();
    }

    [TestCase("--from must be a date", "--from", "yesterday")]
    [TestCase("--from must be a date", "--from", "2024-13-01")]
    [TestCase("--from must be earlier than --to", "--from", "2024-02-01", "--to", "2024-01-01")]
    [TestCase("--from must be earlier than --to", "--from", "2024-01-01", "--to", "2024-01-01")]
    [TestCase("--limit must be a whole number of at least 1, not '0'", "--limit", "0")]
    [TestCase("no mapping file 'nowhere.yaml'", "--mapping", "nowhere.yaml")]
    [TestCase("MaxRejected", "--max-rejected", "many")]
    [TestCase("Unrecognized", "--exceute")]
    [TestCase("--incremental finds its own range", "--incremental", "--from", "2024-01-01")]
    public async Task On_the_command_line_is_named(string expected, params string[] args)
    {
        var outcome = await work.RunAsync(["run", .. args]);

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(outcome.Stdout + outcome.Stderr, Does.Contain(expected));
        AssertNothingWritten();
    }

    [TestCase("Migration:Windo", "month", "Unknown setting 'Migration:Windo'. Did you mean 'Migration:Window'?")]
    [TestCase("Sorce:InstanceUrl", "x", "Did you mean 'Source'?")]
    [TestCase("Migration:Parallelism", "many", "must be a whole number from 1 to 20")]
    [TestCase("Source:InstanceUrl", "http://example.com", "must use https")]
    [TestCase("Source:Auth:Flow", "magic", "must be one of jwt")]
    public async Task In_the_settings_is_named(string key, string value, string expected)
    {
        work.Set(key, value);

        var outcome = await work.RunAsync("run");

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(outcome.Stderr, Does.Contain(expected));
        AssertNothingWritten();
    }

    [Test]
    public async Task In_the_mapping_is_named_with_file_line_and_column()
    {
        var mapping = Path.Combine(work.Folder, "broken.yaml");
        await File.WriteAllTextAsync(mapping, "name: broken\nfields:\n  CallType: [unclosed\n");

        var outcome = await work.RunAsync("run", "--mapping", mapping);

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(outcome.Stderr, Does.Match(@"broken\.yaml:\d+:\d+"));
        AssertNothingWritten();
    }

    [Test]
    public async Task A_refused_login_is_a_sentence()
    {
        work.Set("Source:Auth:AccessToken", "00D000000000000!wrong");

        var outcome = await work.RunAsync("run");

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(outcome.Stderr, Does.Not.Contain("00D000000000000!wrong").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_staging_file_that_is_not_ours_is_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(work.StagingPath)!);
        await File.WriteAllTextAsync(work.StagingPath, "These are my holiday notes, not a database. Please keep them.");

        var outcome = await work.RunAsync("run");

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(work.StagingPath), Does.StartWith("These are my holiday notes"));
    }

    [Test]
    public async Task A_reports_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(work.Folder, "a-file");
        await File.WriteAllTextAsync(file, "in the way");

        var outcome = await work.RunAsync("run", "--reports", Path.Combine(file, "reports"));

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(outcome.Stderr, Does.Contain("Reports can't be written"));
        AssertNothingWritten();
    }

    [Test]
    public async Task Json_failures_are_json_alone_on_stdout()
    {
        var outcome = await work.RunAsync("run", "--mapping", "nowhere.yaml", "--json");

        Assert.That(outcome.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(1));
    }

    private void AssertNothingWritten() => Assert.That(org.Requests.Where(request => request.Path.Contains("/jobs/", StringComparison.Ordinal)), Is.Empty);
}
