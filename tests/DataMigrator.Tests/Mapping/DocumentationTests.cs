using System.Text.RegularExpressions;
using DataMigrator.Mapping.Format;

namespace DataMigrator.Tests.Mapping;

/// <summary>docs/mapping.md is tried, not believed: its blocks are valid mappings, and it names every verb, test, setting and section.</summary>
[Parallelizable]
internal sealed class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Mapped.ShippedFolder, "..", "docs", "mapping.md"));

    public static IEnumerable<string> Blocks() => Regex.Matches(Text, "```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["yaml"].Value);

    [TestCaseSource(nameof(Blocks))]
    public void Every_block_compiles_on_top_of_the_default(string yaml)
    {
        var whole = yaml.Contains("extends:", StringComparison.Ordinal) ? yaml : "extends: task-to-voicecall.yaml\n" + yaml;
        whole = whole.StartsWith("extends: task-to-voicecall.yaml\nslots:", StringComparison.Ordinal) ? whole + "presets: preset.yaml\n" : whole;
        var preset = Blocks().Single(b => b.Contains("vendor:", StringComparison.Ordinal));
        var file = Mapped.Load(whole, ("preset.yaml", preset));
        var target = Describes.VoiceCall(Describes.Custom("Region__c", "string", 80));
        var compiled = file.Compile(Describes.Task("Sales_Region__c", "My_Caller__c", "acme__Call_Id__c"), target, new MigrationSettings());
        Assert.That(compiled.Diagnostics.Where(d => d.Level == DataMigrator.Mapping.DiagnosticLevel.Error), Is.Empty);
    }

    [Test]
    public void It_has_blocks_to_try() => Assert.That(Blocks().Count(), Is.GreaterThanOrEqualTo(5));

    [Test]
    public void It_names_every_setting() => Assert.That(Sections.Settings.Where(s => !Text.Contains(s, StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void It_names_every_slot_of_the_engine() => Assert.That(Sections.KnownSlots.Where(s => !Text.Contains($"`{s}`", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void It_shows_every_rule()
    {
        var document = new MappingDocument(new MappingLayer("t", string.Empty, new YamlNode("t", 1, 1, YamlKind.Mapping), null, "t"), [], []);
        var scope = new DataMigrator.Mapping.Compiling.CompilerScope(document, Describes.Task(), Describes.VoiceCall(), new(), new DiagnosticBag());
        var verbs = new DataMigrator.Mapping.Compiling.RuleCompiler(scope, DataMigrator.Mapping.Lookups.LookupDescribes.None, "Legacy_Task_Id__c").Verbs;
        Assert.That(verbs.Where(v => !Text.Contains($"{{ {v}:", StringComparison.Ordinal)), Is.Empty);
    }
}
