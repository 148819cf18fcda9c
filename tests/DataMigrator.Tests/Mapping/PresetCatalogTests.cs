using DataMigrator.Mapping;
using DataMigrator.Mapping.Presets;

namespace DataMigrator.Tests.Mapping;

/// <summary>Presets are listed, found to fit, and ask for the fields that each customer names differently.</summary>
[Parallelizable]
internal sealed class PresetCatalogTests
{
    private static readonly IReadOnlyList<PresetInfo> Presets = PresetCatalog.List(Mapped.ShippedFolder).Presets;

    [Test]
    public void Every_preset_says_its_vendor_and_its_sources() => Assert.That(Presets.Where(p => p.Sources.Count == 0 || string.IsNullOrEmpty(p.Description)).Select(p => p.Name), Is.Empty);

    [Test]
    public void All_vendors_are_there() => Assert.That(
        Presets.Select(p => p.Name),
        Is.SupersetOf(new[] { "open-cti", "cti-toolkit", "five9", "ringcentral", "vonage", "aircall", "amazon-connect", "genesys-cloud", "genesys-engage", "nice-cxone", "twilio-flex", "cisco", "amc-davinci", "avaya", "salesloft", "outreach", "ringdna", "talkdesk", "natterbox", "generic" }));

    [Test]
    public void A_package_is_found_by_its_fields()
    {
        var matches = PresetCatalog.Detect(Presets, Describes.Task("Five9__Five9ANI__c", "rcsfl__to_number__c"), []);
        Assert.That(matches.Where(m => m.Evidence.Count > 0).Select(m => m.Preset.Name), Is.EquivalentTo(new[] { "five9", "ringcentral" }));
    }

    [Test]
    public void A_package_is_found_by_its_objects() => Assert.That(
        PresetCatalog.Detect(Presets, Describes.Task(), ["Account", "talkdesk__Talkdesk_Activity__c"]).First().Preset.Name, Is.EqualTo("talkdesk"));

    [Test]
    public void An_adapter_without_fields_is_found_by_its_rows() => Assert.That(
        PresetCatalog.Detect(Presets, Describes.Task(), [], [("Telephony[+14155550100]", string.Empty), ("x", "CA0123456789abcdef0123456789abcdef")]).Select(m => m.Preset.Name),
        Is.EquivalentTo(new[] { "amc-davinci", "twilio-flex" }));

    [Test]
    public void A_slot_that_is_open_is_asked_for()
    {
        var file = Mapped.Load("name: t\nextends: task-to-voicecall.yaml\npresets: presets/genesys-cloud.yaml\n");
        var findings = file.Compile(Describes.Task(), Describes.DeployedVoiceCall(), new MigrationSettings()).Diagnostics;
        Assert.That(findings.Select(f => f.Message), Has.Some.StartsWith("The slot genesysAni is open: the customer's number"));
    }

    [TestCase("", new string[0])]
    [TestCase("ANI__c", new[] { "cxoneDnis", "cxoneContact", "cxoneSkill", "cxoneDirection", "cxoneDisposition" })]
    public void The_default_asks_only_for_slots_of_vendors_that_the_org_shows(string field, string[] slots)
    {
        var file = MappingFile.Load(Path.Combine(Mapped.ShippedFolder, "task-to-voicecall.yaml"), Mapped.ShippedFolder);
        var findings = file.Compile(Describes.Task(field.Length == 0 ? [] : [field]), Describes.DeployedVoiceCall(), new MigrationSettings()).Diagnostics;
        Assert.That(findings.Where(f => f.Message.StartsWith("The slot", StringComparison.Ordinal)).Select(f => f.Message.Split(' ')[2]), Is.EqualTo(slots));
    }

    [Test]
    public void Rules_of_vendors_that_the_org_does_not_show_vanish()
    {
        static IEnumerable<string> Vendors(Mapped mapped) => ((DataMigrator.Mapping.Running.CompiledMapping)mapped.Mapping).Presets.Select(p => System.Text.Encoding.UTF8.GetString(p.Name));
        // Those that are left tell their rows by Subject, CallObject or CallDisposition.
        Assert.That(Vendors(Mapped.Default()), Is.EqualTo(new[] { "aircall", "outreach", "twilio-flex", "avaya", "amc-davinci", "cti-toolkit", "genesys-engage", "3cx" }));
        Assert.That(Vendors(Mapped.Default(Describes.Task("Five9ANI__c"))), Has.Some.EqualTo("five9"));
    }

    [Test]
    public void A_field_of_ones_own_takes_the_place_of_the_presets_usual_one()
    {
        var mapped = Mapped.Of(
            Mapped.Load("name: t\nextends: task-to-voicecall.yaml\npresets: presets/genesys-cloud.yaml\nslots: { genesysAni: Caller__c, genesysCalledNumber: Called__c, genesysConversation:, genesysQueue: }\n"),
            Describes.Task("Caller__c", "Called__c"));
        var call = mapped.Map(("CallObject", "4f2c7a0e-1111-4222-8333-abcdefabcdef"), ("CallType", "Inbound"), ("Caller__c", "+49301234567"), ("Called__c", "+4989998877"));
        Assert.That((call["FromPhoneNumber"], call["ToPhoneNumber"]), Is.EqualTo(("+49301234567", "+4989998877")));
    }

    [Test]
    public void A_slot_that_no_preset_asks_for_is_told() => Assert.That(
        Mapped.Load("name: t\nextends: task-to-voicecall.yaml\npresets: presets/genesys-cloud.yaml\nslots: { genesysAnni: Caller__c }\n")
            .Compile(Describes.Task("Caller__c"), Describes.VoiceCall(), new MigrationSettings()).Diagnostics.Single(d => d.Level == DiagnosticLevel.Error).Nearest, Is.EqualTo("genesysAni"));

    [Test]
    public void A_started_mapping_is_valid_and_keeps_fields_that_both_sides_have()
    {
        var source = Describes.Task("Region__c", "Genesys_Ani__c", "Own__c");
        var target = Describes.VoiceCall(Describes.Custom("Region__c", "string", 255));
        var text = MappingStarter.Write(source, target, PresetCatalog.Detect(Presets, source, ["purecloud__PureCloud_Chat_Transcript__c"]), ["Genesys_Ani__c"], new MigrationSettings());
        var mapped = Mapped.Of(Mapped.Load(text), source, target);
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("  - presets/genesys-cloud.yaml").And.Contain("#   ….: Own__c".Replace(".:", ":", StringComparison.Ordinal)));
            Assert.That(mapped.With("contact", "003000000000001AAA", ("Phone", "+442079460123")).Map(("CallType", "Inbound"), ("WhoId", "003000000000001AAA"), ("Region__c", "North"))["Region__c"], Is.EqualTo("North"));
        });
    }
}
