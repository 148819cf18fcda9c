using DataMigrator.Mapping.Presets;

namespace DataMigrator.Tests.Mapping.Presets;

/// <summary>Which presets fit an org, by what its describe shows; and the fields that customers name.</summary>
[Parallelizable]
internal sealed class PresetDetectionTests
{
    // Field and object names as the reference lists them for each vendor.
    [TestCase("five9", "Five9__Five9SessionId__c", "")]
    [TestCase("five9", "Five9ANI__c", "")]
    [TestCase("ringcentral", "rcsfl__call_start_time__c", "")]
    [TestCase("ringcentral", "RingCentral__Call_Recording__c", "")]
    [TestCase("vonage", "NVMContactWorld__CW_Call_Start_Time__c", "")]
    [TestCase("vonage", "NVMConnect__DialList__c", "")]
    [TestCase("aircall", "", "aircall2gp__Aircall_Voice__c")]
    [TestCase("amazon-connect", "", "amazonconnect__AC_ContactTraceRecord__c")]
    [TestCase("genesys-cloud", "", "purecloud__PureCloud_Chat_Transcript__c")]
    [TestCase("nice-cxone", "", "icAgentConsole__incAgentConfigEntity__c")]
    [TestCase("cisco", "cnx__CTIInfo__c", "")]
    [TestCase("salesloft", "SalesLoft1__Call_Disposition__c", "")]
    [TestCase("ringdna", "ringdna__Call_Start_Time__c", "")]
    [TestCase("talkdesk", "", "talkdesk__Talkdesk_Activity__c")]
    [TestCase("natterbox", "", "nbavs__CallLog__c")]
    public void A_package_is_told_by_its_fields_and_objects(string preset, string field, string other)
    {
        var (presets, problems) = PresetCatalog.List(Mapped.ShippedFolder);
        Assert.That(problems, Is.Empty);
        var found = PresetCatalog.Detect(presets, Describes.Task([.. field.Length == 0 ? Array.Empty<string>() : [field]]), [.. other.Length == 0 ? Array.Empty<string>() : [other]], []);
        Assert.That(Vendors(found), Is.EqualTo(new[] { preset }));
    }

    [Test]
    public void An_org_without_packages_shows_none()
    {
        var (presets, _) = PresetCatalog.List(Mapped.ShippedFolder);
        Assert.That(Vendors(PresetCatalog.Detect(presets, Describes.Task(), ["Account", "Contact", "Task"], [("Call", "DemoCall")])), Is.Empty);
    }

    [TestCase("cti-toolkit")]
    [TestCase("genesys-engage")]
    [TestCase("twilio-flex")]
    [TestCase("avaya")]
    [TestCase("amc-davinci")]
    [TestCase("outreach")]
    [TestCase("aircall")]
    public void A_vendor_without_fields_of_its_own_is_told_by_its_rows(string preset)
    {
        var (presets, _) = PresetCatalog.List(Mapped.ShippedFolder);
        var rows = PresetFixture.Read(preset + ".csv").Select(row => (row["Subject"], row.GetValueOrDefault("CallObject", string.Empty))).ToList();
        Assert.That(Vendors(PresetCatalog.Detect(presets, Describes.Task(), [], rows)), Is.EqualTo(new[] { preset }));
    }

    private static IEnumerable<string> Vendors(IReadOnlyList<PresetMatch> found) => found.Select(match => match.Preset.Name);

    [Test]
    public void A_field_that_the_customer_named_fills_its_slot()
    {
        const string Yaml = "name: test\nextends: task-to-voicecall.yaml\npresets: [presets/nice-cxone.yaml]\nsettings: { region: US }\nslots: { cxoneAni: Who_Called__c, cxoneContact: Contact_Number_At_NICE__c }\n";
        var mapped = Mapped.Of(Mapped.Load(Yaml), Describes.Task("Who_Called__c", "Contact_Number_At_NICE__c"));
        var call = mapped.Map(("CallType", "Inbound"), ("Who_Called__c", "212-555-0123"), ("Contact_Number_At_NICE__c", "458812340001"));
        Assert.Multiple(() =>
        {
            Assert.That(call["FromPhoneNumber"], Is.EqualTo("+12125550123"));
            Assert.That(call["VendorCallKey"], Is.EqualTo("458812340001"));
            Assert.That(call.Call.LinkKey, Is.Not.Null);
        });
    }
}
