namespace DataMigrator.Cli.Tests;

/// <summary>--help is reviewed like code: Expectations/help.txt holds it. To accept a change, run with DATAMIGRATOR_ACCEPT=1 and read the diff.</summary>
public sealed class Help_of_each_command
{
    private static readonly string[] Commands =
    [
        "", "run", "extract", "map", "load", "reconcile", "report", "check", "assess", "mapping", "mapping validate", "mapping explain", "mapping presets", "mapping init",
        "status", "show", "retry", "repair", "rollback", "purge", "schedule", "demo", "emulate",
    ];

    [Test]
    public async Task Is_as_reviewed()
    {
        var all = new StringWriter { NewLine = "\n" };
        foreach (var command in Commands)
        {
            var help = await Invoked.WithAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.That(help.ExitCode, Is.Zero, command);
            Assert.That(help.Stderr, Is.Empty, command);
            await all.WriteLineAsync($"$ datamigrator {command} --help".Replace("  ", " ", StringComparison.Ordinal));
            await all.WriteLineAsync(string.Join('\n', help.Stdout.Split('\n').Select(line => line.TrimEnd())).Replace("DataMigrator.Cli ", "datamigrator ", StringComparison.Ordinal).Replace("testhost ", "datamigrator ", StringComparison.Ordinal));
        }

        var file = Path.Combine(Checkout.Root, "tests", "DataMigrator.Cli.Tests", "Expectations", "help.txt");
        if (Environment.GetEnvironmentVariable("DATAMIGRATOR_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(file, all.ToString());
        }

        Assert.That(all.ToString(), Is.EqualTo(await File.ReadAllTextAsync(file)));
    }

    [Test]
    public void Covers_every_command()
    {
        var root = CommandLine.Build(new CommandHost(TextWriter.Null, TextWriter.Null, TimeProvider.System));
        var names = root.Subcommands.SelectMany(command => command.Subcommands.Select(sub => $"{command.Name} {sub.Name}").Prepend(command.Name));
        Assert.That(Commands.Skip(1), Is.EquivalentTo(names));
    }
}
