using System.Text.Json;
using DataMigrator.Mapping.Format;

namespace DataMigrator.Tests.Mapping;

/// <summary>The schema that editors use and the engine that reads the files must say the same.</summary>
[Parallelizable]
internal sealed class SchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Mapped.ShippedFolder, "mapping.schema.json"))).RootElement;

    public static IEnumerable<string> ShippedFiles() => Directory.EnumerateFiles(Mapped.ShippedFolder, "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Mapped.ShippedFolder, f));

    [TestCaseSource(nameof(ShippedFiles))]
    public void Every_shipped_file_is_valid(string file) => Assert.That(Problems(File.ReadAllText(Path.Combine(Mapped.ShippedFolder, file))), Is.Empty);

    [TestCase("fields: { CallType: { mapp: x } }")]
    [TestCase("finds: {}")]
    [TestCase("settings: { createdDateMeans: later }")]
    [TestCase("skip: [{ reason: x }]")]
    [TestCase("settings: { maxDuration: soon }")]
    [TestCase("calls: { field: X, contians: a }")]
    [TestCase("fields: { CallType: [] }")]
    public void What_the_engine_refuses_the_schema_refuses(string yaml) => Assert.That(Problems(yaml), Is.Not.Empty);

    [Test]
    public void The_schema_knows_every_section() => Assert.That(Names(Schema), Is.EquivalentTo(Sections.All));

    [Test]
    public void The_schema_knows_every_setting() =>
        Assert.That(Names(Schema.GetProperty("properties").GetProperty("settings").GetProperty("anyOf")[0]), Is.EquivalentTo(Sections.Settings));

    [Test]
    public void The_schema_knows_every_rule()
    {
        var bag = new DiagnosticBag();
        var document = new MappingDocument(new MappingLayer("t", string.Empty, new YamlNode("t", 1, 1, YamlKind.Mapping), null, "t"), [], []);
        var scope = new DataMigrator.Mapping.Compiling.CompilerScope(document, Describes.Task(), Describes.VoiceCall(), new(), bag);
        var verbs = new DataMigrator.Mapping.Compiling.RuleCompiler(scope, DataMigrator.Mapping.Lookups.LookupDescribes.None, "Legacy_Task_Id__c").Verbs;
        Assert.That(Names(Schema.GetProperty("$defs").GetProperty("ruleBlock")), Is.EquivalentTo(verbs.Concat(["if", "found-in", "note", "else"])));
    }

    private static IEnumerable<string> Names(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(p => p.Name);

    private static List<string> Problems(string yaml)
    {
        var bag = new DiagnosticBag();
        var root = YamlReader.Read("test.yaml", yaml, bag);
        Assert.That(bag.All, Is.Empty);
        return new SchemaCheck(Schema).Check(root);
    }
}
