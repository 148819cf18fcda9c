using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Soql;

internal sealed class SelectTests : SoqlFixture
{
    [Test]
    public void Parents_nest_in_the_order_of_the_select()
    {
        using var record = JsonDocument.Parse(Json("SELECT Id, Owner.Name, CallDurationInSeconds, Activity.Who.Name, Owner.Type, IsRecorded, CreatedBy.Profile.Name, CreatedDate FROM VoiceCall WHERE Legacy_Task_Id__c = 'a'"));
        var root = record.RootElement;

        Assert.That(root.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "attributes", "Id", "Owner", "CallDurationInSeconds", "Activity", "IsRecorded", "CreatedBy", "CreatedDate" }));
        Assert.That(root.GetProperty("attributes").GetProperty("url").GetString(), Is.EqualTo("/services/data/v66.0/sobjects/VoiceCall/" + root.GetProperty("Id").GetString()));
        Assert.That(root.GetProperty("Owner").GetProperty("attributes").GetProperty("type").GetString(), Is.EqualTo("User"));
        Assert.That(root.GetProperty("Owner").GetProperty("Type").GetString(), Is.EqualTo("User"));
        Assert.That(root.GetProperty("CallDurationInSeconds").GetInt32(), Is.EqualTo(10));
        Assert.That(root.GetProperty("Activity").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(root.GetProperty("IsRecorded").ValueKind, Is.EqualTo(JsonValueKind.False));
        Assert.That(root.GetProperty("CreatedBy").GetProperty("Profile").GetProperty("Name").GetString(), Is.EqualTo("System Administrator"));
        Assert.That(root.GetProperty("CreatedDate").GetString(), Is.EqualTo("2026-11-20T09:30:15.000+0000"));
    }

    [Test]
    public void Names_are_given_as_describe_spells_them_whatever_the_query_says()
    {
        var result = Org.Query("select ID, v.calltype, owner.NAME from voicecall v where v.CALLTYPE = 'Internal'", QueryScope.Bulk);

        Assert.That(result.Columns, Is.EqualTo(new[] { "Id", "CallType", "Owner.Name" }));
        Assert.That(result.SObject, Is.EqualTo("VoiceCall"));
        Assert.That(result.Count, Is.EqualTo(1));
    }

    [Test]
    public void Csv_quotes_everything_and_doubles_quotes()
    {
        Save("VoiceCall", SaveOperation.Upsert, "Legacy_Task_Id__c", ["Legacy_Task_Id__c", "Description"], ["a", "\"q\", \"\"\nline;"]);

        Assert.That(Csv("SELECT Legacy_Task_Id__c, Description, ActivityId FROM VoiceCall WHERE Legacy_Task_Id__c = 'a'"), Is.EqualTo(new[] { "\"a\",\"\"\"q\"\", \"\"\"\"\nline;\",\"\"" }));
    }

    [Test]
    public void All_fields_can_be_asked_for()
    {
        var result = Org.Query("SELECT FIELDS(ALL) FROM VoiceCall LIMIT 200", QueryScope.Rest);
        var standard = Org.Query("SELECT FIELDS(STANDARD) FROM VoiceCall", QueryScope.Rest);

        Assert.That(result.Columns, Has.Count.EqualTo(standard.Columns.Count + 13).And.Contains("Legacy_Task_Id__c"));
    }

    [Test]
    public void A_compound_address_is_an_object()
    {
        using var record = JsonDocument.Parse(Json("SELECT BillingAddress FROM Account LIMIT 1"));

        Assert.That(record.RootElement.GetProperty("BillingAddress").GetProperty("country").GetString(), Has.Length.EqualTo(2));
    }

    [Test]
    public void Column_metadata_nests_parents()
    {
        var json = Write(Org.Query("SELECT Id, Owner.Name, CreatedBy.Profile.Name, Owner.Type FROM VoiceCall", QueryScope.Rest).WriteColumnMetadata);
        using var columns = JsonDocument.Parse(json);

        string Tree(JsonElement column) => column.GetProperty("columnName").GetString() + (column.GetProperty("joinColumns").GetArrayLength() == 0 ? "" : "(" + string.Join(',', column.GetProperty("joinColumns").EnumerateArray().Select(Tree)) + ")");
        Assert.That(columns.RootElement.EnumerateArray().Select(Tree), Is.EqualTo(new[] { "Id", "Owner(Name,Type)", "CreatedBy(Profile(Name))" }));
    }

    [TestCase("SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization", 1)]
    [TestCase("SELECT Id, OrganizationType, IsSandbox FROM Organization LIMIT 1", 1)]
    [TestCase("SELECT QualifiedApiName, Label FROM EntityDefinition WHERE IsDeprecatedAndHidden = false AND QualifiedApiName IN ('Task', 'VoiceCall') ORDER BY QualifiedApiName", 2)]
    [TestCase("SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinitionId = 'VoiceCall' AND IsPolymorphicForeignKey = true", 2)]
    [TestCase("SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'VoiceCall' AND IsPolymorphicForeignKey = true", 2)]
    [TestCase("SELECT MasterLabel FROM TaskStatus WHERE IsClosed = true", 4)]
    [TestCase("SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = 'migration@embedded.example' AND PermissionSet.PermissionsModifyAllData = true", 1)]
    [TestCase("SELECT ApiName FROM FlowDefinitionView WHERE IsActive = true AND TriggerObjectOrEventId = 'VoiceCall'", 0)]
    [TestCase("SELECT Name FROM ApexTrigger WHERE TableEnumOrId = 'Task' AND Status = 'Active'", 1)]
    [TestCase("SELECT Id FROM RecordType WHERE SobjectType = 'VoiceCall'", 0)]
    [TestCase("SELECT COUNT(Id) CNT FROM VoiceCall", 1)]
    public void What_clients_ask_an_org_is_answered(string soql, int rows) => Assert.That(Org.Query(soql, QueryScope.Rest).Count, Is.EqualTo(rows));
}
