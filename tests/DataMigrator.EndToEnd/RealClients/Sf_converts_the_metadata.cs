using System.Globalization;
using System.Xml.Linq;
using SalesforceEmulator;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>The fields that <c>scripts/salesforce</c> deploys are read by the Salesforce CLI, and are those that the embedded org has.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self)]
public sealed class Sf_converts_the_metadata
{
    private static readonly XNamespace Metadata = "http://soap.sforce.com/2006/04/metadata";

    [Test]
    public async Task Into_the_same_fields_as_in_the_embedded_org()
    {
        using var home = ClientHome.Create();
        var project = Path.Combine(Checkout.Root, "scripts", "salesforce");
        CopyTo(home.PathOf("salesforce"), project);
        var printed = await home.RunAsync("/bin/sh", "-c", $"cd salesforce && exec '{ClientTools.Node}' '{ClientTools.Sf}' project convert source --output-dir ../converted --json");
        Assert.That(printed.ExitCode, Is.Zero, printed.ToString);

        await using var org = await Emulator.StartAsync(new EmulatorOptions { Tasks = 10 }, CancellationToken.None);
        using var reader = new OrgReader(org);
        var describe = await reader.GetAsync("/services/data/v66.0/sobjects/VoiceCall/describe");
        var held = describe.GetProperty("fields").EnumerateArray().Where(f => f.GetProperty("custom").GetBoolean())
            .Select(f => $"{f.GetProperty("name")} unique={f.GetProperty("unique")} externalId={f.GetProperty("externalId")} length={f.GetProperty("length")}");
        var deployed = XDocument.Load(home.PathOf("converted/objects/VoiceCall.object")).Root!.Elements(Metadata + "fields")
            .Select(f => $"{Text(f, "fullName")} unique={Flag(f, "unique")} externalId={Flag(f, "externalId")} length={Length(f)}");
        Assert.That(deployed, Is.EquivalentTo(held).And.Not.Empty);
        Assert.That(Directory.GetFiles(home.PathOf("converted/permissionsets")), Is.Not.Empty);
    }

    private static string? Text(XElement field, string name) => field.Element(Metadata + name)?.Value;

    private static bool Flag(XElement field, string name) => Text(field, name) == "true";

    /// <summary>Url fields have no length in metadata and 255 in describe; date-times none in either.</summary>
    private static int Length(XElement field) =>
        Text(field, "length") is { } length ? int.Parse(length, CultureInfo.InvariantCulture) : Text(field, "type") == "Url" ? 255 : 0;

    private static void CopyTo(string target, string source)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
