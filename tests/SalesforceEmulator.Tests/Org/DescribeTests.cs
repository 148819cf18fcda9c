using System.Text.Json;
using SalesforceEmulator.Org.Describe;
using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Tests.Org;

internal sealed class DescribeTests : OrgFixture
{
    /// <summary>Every key that a field of a real describe has.</summary>
    private static readonly string[] FieldKeys =
        ("aggregatable autoNumber byteLength calculated calculatedFormula cascadeDelete caseSensitive compoundFieldName controllerName createable custom defaultValue defaultValueFormula defaultedOnCreate "
        + "dependentPicklist deprecatedAndHidden digits displayLocationInDecimal encrypted externalId extraTypeInfo filterable filteredLookupInfo formulaTreatNullNumberAsZero groupable highScaleNumber "
        + "htmlFormatted idLookup inlineHelpText label length mask maskType name nameField namePointing nillable permissionable picklistValues polymorphicForeignKey precision queryByDistance referenceTargetField "
        + "referenceTo relationshipName relationshipOrder restrictedDelete restrictedPicklist scale searchPrefilterable soapType sortable type unique updateable writeRequiresMasterRead").Split(' ');

    private static readonly string[] ObjectKeys =
        "name label labelPlural keyPrefix custom customSetting createable updateable deletable undeletable queryable retrieveable searchable replicateable triggerable mergeable layoutable childRelationships recordTypeInfos supportedScopes urls fields".Split(' ');

    protected override EmulatorOptions Options => new() { Tasks = 0 };

    [TestCase("Task")]
    [TestCase("voicecall")]
    [TestCase("User")]
    [TestCase("Contact")]
    [TestCase("EntityDefinition")]
    public void A_describe_has_every_key(string sobject)
    {
        using var describe = Describe(sobject);

        Assert.That(describe.RootElement.EnumerateObject().Select(p => p.Name), Is.SupersetOf(ObjectKeys));
        foreach (var field in describe.RootElement.GetProperty("fields").EnumerateArray())
        {
            Assert.That(field.EnumerateObject().Select(p => p.Name), Is.SupersetOf(FieldKeys).And.Unique, field.GetProperty("name").GetString());
        }
    }

    [Test]
    public void Required_on_create_are_the_five_documented_fields() => Assert.That(
        VoiceCallFields(f => Flag(f, "createable") && !Flag(f, "nillable") && !Flag(f, "defaultedOnCreate") && Text(f, "type") != "boolean"),
        Is.EquivalentTo(new[] { "CallStartDateTime", "CallEndDateTime", "FromPhoneNumber", "ToPhoneNumber", "CallType" }));

    [Test]
    public void After_create_only_the_documented_standard_fields_can_change() => Assert.That(
        VoiceCallFields(f => Flag(f, "updateable") && !Flag(f, "custom")),
        Is.EquivalentTo(new[] { "ActivityId", "CallResolution", "Description", "IvrDuration", "OwnerId", "QualityScore", "RelatedRecordId", "SourceType" }));

    [Test]
    public void The_restricted_picklists_of_VoiceCall_are_the_documented_ones() => Assert.That(
        VoiceCallFields(f => Flag(f, "restrictedPicklist")), Is.EquivalentTo(new[] { "CallType", "VendorType", "CallOrigin", "CallSubtype", "SourceType", "CallerIdType", "CurrencyCode" }));

    [Test]
    public void The_migrations_fields_are_deployed()
    {
        using var describe = Describe("VoiceCall");
        var key = Field(describe, "Legacy_Task_Id__c");

        Assert.That((Text(key, "type"), key.GetProperty("length").GetInt32(), Flag(key, "unique"), Flag(key, "externalId"), Flag(key, "caseSensitive"), Flag(key, "idLookup")), Is.EqualTo(("string", 18, true, true, true, true)));
        Assert.That(VoiceCallFields(f => Flag(f, "custom")), Has.Length.EqualTo(13));
        Assert.That((Text(Field(describe, "Legacy_Recording_URL__c"), "type"), Text(Field(describe, "Legacy_Created_Date__c"), "type"), Text(Field(describe, "Legacy_Merged_Task_Ids__c"), "type")), Is.EqualTo(("url", "datetime", "textarea")));
    }

    [Test]
    public void References_say_where_they_point()
    {
        using var call = Describe("VoiceCall");
        using var task = Describe("Task");

        Assert.That(To(Field(call, "ActivityId")), Is.EqualTo("Activity: Task"));
        Assert.That(To(Field(call, "PreviousCallId")), Is.EqualTo("PreviousCall: VoiceCall"));
        Assert.That(To(Field(call, "OwnerId")), Is.EqualTo("Owner: Group,User"));
        Assert.That(To(Field(call, "RelatedRecordId")), Is.EqualTo("RelatedRecord: Account,Case,Contact,Lead,Opportunity"));
        Assert.That(To(Field(task, "WhoId")), Is.EqualTo("Who: Contact,Lead"));
        Assert.That(Field(call, "RelatedRecordId").GetProperty("polymorphicForeignKey").GetBoolean(), Is.True);
    }

    [Test]
    public void Task_has_no_phone_and_an_unfilterable_description_of_32000()
    {
        using var task = Describe("Task");
        var description = Field(task, "Description");

        Assert.That(task.RootElement.GetProperty("fields").EnumerateArray().Select(f => Text(f, "name")), Has.None.EqualTo("Phone"));
        Assert.That((Flag(description, "filterable"), Flag(description, "groupable"), Flag(description, "sortable"), description.GetProperty("length").GetInt32()), Is.EqualTo((false, false, false, 32000)));
        Assert.That(Field(task, "CallType").GetProperty("picklistValues").EnumerateArray().Select(v => Text(v, "value")), Is.EqualTo(new[] { "Internal", "Inbound", "Outbound" }));
    }

    [TestCase("five9", "Five9__Five9SessionId__c", true)]
    [TestCase("ringcentral", "Five9__Five9SessionId__c", false)]
    [TestCase("mixed", "rcsfl__from_number__c", true)]
    [TestCase("open-cti", "rcsfl__from_number__c", false)]
    public void Package_fields_exist_where_the_package_is_installed(string profile, string field, bool exists)
    {
        var schema = new OrgSchema(profile);
        var json = Write(writer => new DescribeWriter(schema, "66.0", writer).WriteObject(schema["Task"]));

        Assert.That(json.Contains($"\"name\":\"{field}\"", StringComparison.Ordinal), Is.EqualTo(exists));
    }

    [Test]
    public void The_global_describe_lists_objects_but_no_tooling_objects()
    {
        using var global = JsonDocument.Parse(Write(writer => Org.WriteDescribeGlobal("66.0", writer)));
        var names = global.RootElement.GetProperty("sobjects").EnumerateArray().Select(o => Text(o, "name")).ToList();

        Assert.That(global.RootElement.GetProperty("maxBatchSize").GetInt32(), Is.EqualTo(200));
        Assert.That(names, Is.SupersetOf(new[] { "Task", "VoiceCall", "User", "Group", "CallCenter" }).And.None.EqualTo("ValidationRule"));
        Assert.That(Org.TryWriteDescribe("Nothing__c", "66.0", new Utf8JsonWriter(Stream.Null)), Is.False);
    }

    private static JsonElement Field(JsonDocument describe, string name) => describe.RootElement.GetProperty("fields").EnumerateArray().Single(f => Text(f, "name") == name);

    private static bool Flag(JsonElement field, string key) => field.GetProperty(key).GetBoolean();

    private static string? Text(JsonElement element, string key) => element.GetProperty(key).GetString();

    private static string To(JsonElement field) => Text(field, "relationshipName") + ": " + string.Join(',', field.GetProperty("referenceTo").EnumerateArray().Select(r => r.GetString()));

    private JsonDocument Describe(string sobject) => JsonDocument.Parse(Write(writer => Assert.That(Org.TryWriteDescribe(sobject, "66.0", writer), Is.True)));

    private string?[] VoiceCallFields(Func<JsonElement, bool> which)
    {
        using var describe = Describe("VoiceCall");
        return [.. describe.RootElement.GetProperty("fields").EnumerateArray().Where(which).Select(f => Text(f, "name"))];
    }
}
