namespace DataMigrator.Cli.Tests;

/// <summary>What the command line says to a person who does not know it yet. All of it on stderr, with exit code 1.</summary>
public sealed class Mistyped_commands
{
    [TestCase("datamigrator [command]", "reconcile ")]
    [TestCase("datamigrator mapping [command]", "validate ", "mapping")]
    public async Task A_group_alone_shows_what_is_in_it(string usage, string member, params string[] args)
    {
        var outcome = await Invoked.WithAsync(args);

        Assert.That((outcome.ExitCode, outcome.Stdout), Is.EqualTo((1, string.Empty)));
        Assert.That(outcome.Stderr.Replace("testhost ", "datamigrator ", StringComparison.Ordinal), Does.Contain(usage).And.Contain(member));
    }

    [TestCase("'datamigrator --help' shows", "runn")]
    [TestCase("Did you mean 'run'?", "runn")]
    [TestCase("Did you mean 'validate'?", "mapping", "vaildate")]
    [TestCase("Did you mean '--execute'?", "run", "--exceute")]
    [TestCase("'datamigrator mapping explain --help' shows", "mapping", "explain")]
    [TestCase("--staging needs a value; it is empty.", "run", "--staging", "")]
    [TestCase("--log-file needs a value; it is empty.", "run", "--log-file", "")]
    [TestCase("--data needs a value; it is empty.", "emulate", "--data", "")]
    [TestCase("file needs a value; it is empty.", "mapping", "init", "")]
    [TestCase("--from must be a date or an instant", "run", "--from", "0001-01-01")]
    [TestCase("--to must be a date or an instant", "run", "--to", "9999-12-31")]
    [TestCase("--before must be a date or an instant", "purge", "--before", "2024-13-01")]
    [TestCase("--limit must be a whole number of at least 1, not 'many'.", "run", "--limit", "many")]
    [TestCase("--port must be a whole number from 0 to 65535, not '99999'.", "emulate", "--port", "99999")]
    [TestCase("--runs must be a whole number from 1 to 2147483647, not '-3'.", "status", "--runs", "-3")]
    public async Task Are_answered_with_a_sentence(string sentence, params string[] args)
    {
        var outcome = await Invoked.WithAsync(args);

        Assert.That((outcome.ExitCode, outcome.Stdout), Is.EqualTo((1, string.Empty)));
        Assert.That(outcome.Stderr, Does.Contain(sentence).And.Not.Contain("Required command").And.Not.Contain("System."));
    }

    [Test]
    public async Task Without_a_command_programs_get_json()
    {
        var outcome = await Invoked.WithAsync("--json");

        Assert.That(outcome.ExitCode, Is.EqualTo(1));
        Assert.That(System.Text.Json.Nodes.JsonNode.Parse(outcome.Stdout)!["command"]!.GetValue<string>(), Is.EqualTo("datamigrator"));
    }

    [TestCase("retry")]
    [TestCase("repair")]
    [TestCase("reconcile")]
    public async Task Work_on_a_run_makes_no_staging_file(string command)
    {
        var folder = Directory.CreateTempSubdirectory("datamigrator-test-");
        try
        {
            var outcome = await Invoked.WithAsync(command, "--run", "last", "--staging", Path.Combine(folder.FullName, "none.db"), "--reports", Path.Combine(folder.FullName, "reports"));

            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.Stderr, Does.Contain("There is no staging database"));
            Assert.That(File.Exists(Path.Combine(folder.FullName, "none.db")), Is.False);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
