using System.Globalization;
using System.Runtime.CompilerServices;
using DataMigrator.Mapping;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Mapping.Presets;

/// <summary>Every shipped preset on rows as that vendor writes them: NAME.csv holds the rows, NAME.expected.csv what they must become, worked out
/// by hand; records.csv the agents, customers and accounts behind their ids.</summary>
[Parallelizable]
internal sealed class PresetTests
{
    private static readonly IReadOnlyList<Dictionary<string, string>> Records = PresetFixture.Read("records.csv");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(PresetFolder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    private static string PresetFolder => Path.Combine(Mapped.ShippedFolder, "presets");

    [Test]
    public void Twenty_one_presets_ship() => Assert.That(Names.Count(), Is.EqualTo(21));

    [TestCaseSource(nameof(Names))]
    public void Rows_become_what_their_vendor_meant(string preset)
    {
        var rows = PresetFixture.Read(preset + ".csv");
        var expected = PresetFixture.Read(preset + ".expected.csv");
        Assert.That(rows, Has.Count.GreaterThanOrEqualTo(6));
        Assert.That(rows.Select(row => row["Id"]), Is.EqualTo(expected.Select(row => row["Id"])));

        Check(preset, Load(File(preset), rows), rows, expected);
    }

    [Test]
    public void An_org_that_had_every_vendor_gets_the_same_calls()
    {
        var tasks = Names.Where(name => File(name).SourceObject == "Task").ToList();
        var all = Mapped.Load($"name: test\nextends: task-to-voicecall.yaml\npresets: [{string.Join(", ", tasks.Select(name => $"presets/{name}.yaml"))}]\nsettings: {{ region: US }}\n");
        foreach (var preset in tasks)
        {
            var rows = PresetFixture.Read(preset + ".csv");
            Check(preset, Load(all, rows), rows, PresetFixture.Read(preset + ".expected.csv"));
        }
    }

    private static void Check(string preset, Mapped mapped, IReadOnlyList<Dictionary<string, string>> rows, IReadOnlyList<Dictionary<string, string>> expected)
    {
        Assert.Multiple(() =>
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var result = mapped.Map([.. rows[i].Select(cell => (cell.Key, cell.Value)), .. Unset(rows[i])]);
                Assert.That(Actual(result, expected[i]), Is.EqualTo(Text(expected[i])), $"{preset}, row {i + 1}");
            }
        });
    }

    [TestCaseSource(nameof(Names))]
    public void Rows_of_one_call_share_a_link_and_others_do_not(string preset)
    {
        var rows = PresetFixture.Read(preset + ".csv");
        var expected = PresetFixture.Read(preset + ".expected.csv");
        var mapped = Load(File(preset), rows);
        if (mapped.Mapping.Links is null)
        {
            Assert.That(expected.Where(row => row["key"].Length > 0).Select(row => row["key"]), Is.Unique, "Rows that share a key need a rule for links.");
            return;
        }

        var keys = rows.Zip(expected).Where(pair => pair.Second["door"] == "mapped")
            .Select(pair => (Key: pair.Second["key"], Link: mapped.Map([.. pair.First.Select(cell => (cell.Key, cell.Value)), .. Unset(pair.First)]).Call.LinkKey)).ToList();
        Assert.That(keys.Where(k => k.Key.Length == 0).Select(k => k.Link), Is.All.Null);
        Assert.That(keys.Where(k => k.Key.Length > 0).Select(k => k.Link).Distinct().Count(), Is.EqualTo(keys.Select(k => k.Key).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal).Count()));
    }

    [TestCaseSource(nameof(Names))]
    public void An_org_without_the_vendors_fields_takes_the_preset_all_the_same(string preset)
    {
        var file = File(preset);
        if (file.SourceObject == "Task")
        {
            var compiled = file.Compile(Describes.Task(), Describes.DeployedVoiceCall(), new MigrationSettings());
            Assert.That(compiled.Diagnostics.Where(d => d.Level == DiagnosticLevel.Error), Is.Empty);
        }
        else
        {
            Assert.That(file.SourceObject, Does.EndWith("__c"));
        }
    }

    [TestCaseSource(nameof(Names))]
    public void A_slot_is_named_once_among_all_presets(string preset)
    {
        var others = Names.Where(name => name != preset).SelectMany(Slots);
        Assert.That(Slots(preset).Intersect(others, StringComparer.Ordinal), Is.Empty, "Presets are used side by side: a slot of two would be one field for both.");
    }

    [TestCaseSource(nameof(Names))]
    public void A_preset_says_who_it_is_for_where_it_knows_it_from_and_how_to_detect_it(string preset)
    {
        var root = MappingFile.Load(Path.Combine(PresetFolder, preset + ".yaml"), Mapped.ShippedFolder).Document!.Own.Root;
        Assert.Multiple(() =>
        {
            Assert.That(root["name"]?.Text, Is.EqualTo(preset));
            Assert.That(root["vendor"]?.Text, Is.Not.Empty.And.Not.Null);
            Assert.That(root["description"]?.Text, Is.Not.Empty.And.Not.Null);
            Assert.That(root["sources"]?.AsList().Select(source => source.Text), Is.Not.Empty.And.All.Match("^(public |[a-z0-9-]+([.][a-z0-9-]+)+[/,])"), "where others can look it up");
            Assert.That(root["settings"]?["createdDateMeans"]?.Text, Is.Not.Null);
            Assert.That(root["slots"]?.Entries.Select(slot => slot.Value["description"]?.Text ?? string.Empty) ?? [], Is.All.Not.Empty);
            // Those two are for what is left when no other fits.
            Assert.That(root["detect"]?.Entries.Count ?? 0, preset is "open-cti" or "generic" ? Is.Zero : Is.Positive);
        });
    }

    private static IEnumerable<string> Slots(string preset) =>
        MappingFile.Load(Path.Combine(PresetFolder, preset + ".yaml"), Mapped.ShippedFolder).Document!.Own.Root["slots"]?.Entries.Select(slot => slot.Key.Text) ?? [];

    private static MappingFile File(string preset)
    {
        var path = Path.Combine(PresetFolder, preset + ".yaml");
        return MappingFile.Load(path, Mapped.ShippedFolder).SourceObject != "Task"
            ? MappingFile.Load(path, Mapped.ShippedFolder)
            : Mapped.Load($"name: test\nextends: task-to-voicecall.yaml\npresets: [presets/{preset}.yaml]\nsettings: {{ region: US }}\n");
    }

    private static Mapped Load(MappingFile file, IReadOnlyList<Dictionary<string, string>> rows)
    {
        var columns = rows[0].Keys.ToArray();
        var standard = Describes.Task();
        var source = file.SourceObject == "Task"
            ? Describes.Task([.. columns.Where(column => standard.Field(column) is null)])
            : standard with { Name = file.SourceObject, Fields = [.. columns.Select(column => Describes.Field(column, "string", 255))] };
        var mapped = Mapped.Of(file, source);
        foreach (var record in Records.GroupBy(row => (Object: row["object"], Id: row["id"])))
        {
            var values = record.Select(row => (row["field"], row["value"])).ToArray();
            foreach (var lookup in mapped.Mapping.Lookups.Where(l => l.Object == record.Key.Object))
            {
                mapped.With(lookup.Name, record.Key.Id, values);
            }
        }

        return mapped;
    }

    // A column that the fixture does not have is null in the row, not what rows have by default.
    private static IEnumerable<(string, string)> Unset(Dictionary<string, string> row) => row.ContainsKey("TaskSubtype") ? [] : [("TaskSubtype", string.Empty)];

    private static string Actual(Mapped.Result result, Dictionary<string, string> expected)
    {
        if (result.Outcome.Door != TaskDoor.Mapped)
        {
            var reason = expected["reason"].Length > 0 ? result.Outcome.Reason!.Text : string.Empty;
            return result.Outcome.Door == TaskDoor.Skipped ? "skipped " + reason : "rejected " + reason;
        }

        var call = result.Call;
        return string.Create(CultureInfo.InvariantCulture,
            $"{result["CallType"]} {result["FromPhoneNumber"]} > {result["ToPhoneNumber"]} at {result["CallStartDateTime"]} for {call.Duration} s until {call.Ends - call.Starts} s later, found {Found(call.How.Start)}");
    }

    private static string Text(Dictionary<string, string> expected) => expected["door"] == "mapped"
        ? $"{(expected["type"] == "Internal" ? "InternalCall" : expected["type"])} {expected["from"]} > {expected["to"]} at {expected["start"].Replace("Z", ".000Z", StringComparison.Ordinal)} for {expected["seconds"]} s until {expected["seconds"]} s later, found {expected["found"]}"
        : $"{expected["door"]} {expected["reason"]}";

    private static string Found(StartSource source) => source == StartSource.DateOnly ? "date-only" : source.ToString().ToLowerInvariant();
}

/// <summary>Fixtures beside this file: a comma, a quote and a line break in a value are quoted as in RFC 4180.</summary>
internal static class PresetFixture
{
    public static IReadOnlyList<Dictionary<string, string>> Read(string name, [CallerFilePath] string here = "")
    {
        var records = Records(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, name))).ToList();
        return [.. records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal))];
    }

    private static IEnumerable<List<string>> Records(string text)
    {
        var (record, value, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in text)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                record.Add(value.ToString());
                value.Clear();
                if (c == '\n')
                {
                    yield return record;
                    record = [];
                }
            }
            else
            {
                value.Append(c);
            }
        }
    }
}
