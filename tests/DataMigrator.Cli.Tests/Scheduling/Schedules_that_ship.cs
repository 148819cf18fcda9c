using System.Text.Json;
using System.Text.RegularExpressions;
using DataMigrator.Cli.Scheduling;

namespace DataMigrator.Cli.Tests.Scheduling;

/// <summary>What scripts/schedule starts is a command that this program takes, at a time that exists. The options are not checked by cron, systemd or Kubernetes.</summary>
public sealed partial class Schedules_that_ship
{
    [TestCase("crontab")]
    [TestCase("datamigrator.service")]
    [TestCase("cronjob.yaml")]
    public void Start_an_incremental_run_that_writes(string file)
    {
        var args = ArgumentsIn(file);
        var parse = CommandLine.Build(new CommandHost(TextWriter.Null, TextWriter.Null, TimeProvider.System)).Parse(args);

        Assert.That(parse.Errors, Is.Empty);
        Assert.That(args[..3], Is.EqualTo(new[] { "run", "--incremental", "--execute" }));
    }

    [TestCase("crontab", @"(?m)^(\S+ \S+ \S+ \S+ \S+) cd ")]
    [TestCase("cronjob.yaml", "schedule: \"(.*)\"")]
    public void Begin_at_a_quarter_past_two(string file, string pattern)
    {
        var cron = Regex.Match(Read(file), pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

        Assert.That(NightlyClock.TryParse(cron, TimeZoneInfo.Utc, out var clock), Is.True);
        Assert.That(clock!.Due(null, new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero)), Is.EqualTo(new DateTimeOffset(2026, 11, 21, 2, 15, 0, TimeSpan.Zero)));
    }

    private static string[] ArgumentsIn(string file) => file == "cronjob.yaml"
        ? JsonSerializer.Deserialize<string[]>(ManifestArguments().Match(Read(file)).Groups["args"].Value)!
        : ShellArguments().Match(Read(file)).Groups["args"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Checkout.Root, "scripts", "schedule", file));

    [GeneratedRegex(@"args: (?<args>\[.*\])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ManifestArguments();

    [GeneratedRegex(@"/DataMigrator\.Cli (?<args>[^>|\n]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShellArguments();
}
