using DataMigrator.EndToEnd.Killed;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.Running;

/// <summary>mapping explain: one record of the source org, whatever object the mapping reads.</summary>
public sealed class Explaining
{
    private const string Mapping = """
        name: cases
        source: { object: Case }
        calls: { field: Subject, empty: false }
        find:
          direction: { constant: Inbound }
          start: CreatedDate
          duration: { constant: "60" }
          from: { constant: "+14155550100" }
          to: { constant: "+14155550101" }
        fields: { CallType: $direction, CallStartDateTime: $start, CallEndDateTime: $end, FromPhoneNumber: $from, ToPhoneNumber: $to }
        """;

    [TestCase("Task", null)]
    [TestCase("Case", Mapping)]
    public async Task Tells_where_each_value_is_from(string sobject, string? yaml)
    {
        await using var org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 150, Seed = 5 }, CancellationToken.None);
        using var work = Workplace.For(org);
        var id = (await TargetCalls.QueryAsync(org, $"SELECT Id FROM {sobject} LIMIT 1"))[0].GetProperty("Id").GetString()!;
        string[] mapping = [];
        if (yaml is not null)
        {
            mapping = ["--mapping", Path.Combine(work.Folder, "own.yaml")];
            await File.WriteAllTextAsync(mapping[1], yaml);
        }

        var explained = await work.RunAsync((string[])["mapping", "explain", id, .. mapping, "--json"]);
        var gone = await work.RunAsync((string[])["mapping", "explain", id[..6] + "00000zzzz", .. mapping]);

        Assert.That((explained.ExitCode, gone.ExitCode), Is.EqualTo((0, 1)));
        Assert.That(explained.Json.GetProperty("taskId").GetString(), Is.EqualTo(id));
        Assert.That(gone.Stderr, Does.Contain($"There is no {sobject} {id[..6]}00000zzzz"));
    }
}
