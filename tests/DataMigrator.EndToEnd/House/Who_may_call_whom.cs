using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DataMigrator.EndToEnd.House;

/// <summary>Reads project references and using lines, and holds the code to the picture in README: stages don't know each other.</summary>
public sealed partial class Who_may_call_whom
{
    [TestCase("Salesforce.Force", new string[0])]
    [TestCase("SalesforceEmulator", new string[0])]
    [TestCase("DataMigrator", new[] { "Salesforce.Force" })]
    [TestCase("DataMigrator.Cli", new[] { "DataMigrator", "SalesforceEmulator" })]
    public void A_project_references_only_the_rooms_below_it(string project, string[] allowed)
    {
        var file = Path.Combine(Checkout.Root, "src", project, project + ".csproj");
        var references = XDocument.Load(file).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.That(references, Is.EquivalentTo(allowed));
    }

    [TestCase("Extraction", new[] { "Loading", "Reconciliation", "Reporting" })]
    [TestCase("Mapping", new[] { "Extraction", "Loading", "Reconciliation", "Reporting", "Target" })]
    [TestCase("Staging", new[] { "Extraction", "Loading", "Reconciliation", "Reporting", "Target" })]
    [TestCase("Loading", new[] { "Extraction", "Reconciliation", "Reporting" })]
    [TestCase("Reconciliation", new[] { "Extraction", "Loading", "Reporting" })]
    [TestCase("Reporting", new[] { "Extraction", "Loading", "Reconciliation", "Target" })]
    [TestCase("Target", new[] { "Extraction", "Loading", "Reconciliation", "Reporting" })]
    public void A_stage_does_not_know_another(string stage, string[] forbidden)
    {
        var files = SourceFiles(Path.Combine("DataMigrator", stage));
        Assert.That(files, Is.Not.Empty, "the test must see the files it is about");
        var offenders = files.SelectMany(file => Usings(file)
            .Where(name => forbidden.Any(other => name == $"DataMigrator.{other}" || name.StartsWith($"DataMigrator.{other}.", StringComparison.Ordinal)))
            .Select(name => $"{Path.GetRelativePath(Checkout.Root, file)} uses {name}"));
        Assert.That(offenders, Is.Empty);
    }

    [TestCase("Mapping")]
    [TestCase("Reporting")]
    public void Mapping_and_reporting_never_touch_the_network(string stage)
    {
        var files = SourceFiles(Path.Combine("DataMigrator", stage));
        Assert.That(files, Is.Not.Empty);
        string[] network = ["System.Net.Http", "System.Net.Sockets", "Salesforce.Force", "Salesforce.Force.Bulk", "Salesforce.Force.Authentication"];
        var offenders = files.SelectMany(file => Usings(file).Intersect(network).Select(name => $"{Path.GetRelativePath(Checkout.Root, file)} uses {name}"));
        Assert.That(offenders, Is.Empty);
    }

    [Test]
    public void Client_and_emulator_share_no_type()
    {
        var client = SourceFiles("Salesforce.Force");
        var emulator = SourceFiles("SalesforceEmulator");
        Assert.That(client, Is.Not.Empty);
        Assert.That(emulator, Is.Not.Empty);
        Assert.That(client.SelectMany(Usings).Where(name => name.StartsWith("SalesforceEmulator", StringComparison.Ordinal) || name.StartsWith("DataMigrator", StringComparison.Ordinal)), Is.Empty);
        Assert.That(emulator.SelectMany(Usings).Where(name => name.StartsWith("Salesforce.Force", StringComparison.Ordinal) || name.StartsWith("DataMigrator", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void No_folder_is_called_Utils_or_its_cousins()
    {
        var folders = Directory.GetDirectories(Path.Combine(Checkout.Root, "src"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.That(folders, Has.Count.GreaterThan(10));
        Assert.That(folders.Intersect(["Utils", "Helpers", "Services", "Models", "Common"]), Is.Empty);
    }

    private static List<string> SourceFiles(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

    private static IEnumerable<string> Usings(string file) => UsingLine().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+|\w+\s*=\s*)?(?<name>[\w.]+)\s*;", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UsingLine();
}
