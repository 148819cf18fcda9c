using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Soql;

/// <summary>Parent-to-child queries and TYPEOF.</summary>
internal sealed class NestedTests : SoqlFixture
{
    private string acme = "";
    private string ann = "";

    [SetUp]
    public void MakeParents()
    {
        acme = Save("Account", SaveOperation.Insert, null, ["Name"], ["Nested Acme"])[0].Id!;
        ann = Save("Contact", SaveOperation.Insert, null, ["LastName", "FirstName", "AccountId"], ["Nested", "Ann", acme], ["Nested", "Bob", acme], ["Nested", "Cid", acme])[0].Id!;
        var lead = Save("Lead", SaveOperation.Insert, null, ["LastName", "Company"], ["Nested", "Lead Co"])[0].Id!;
        Save(
            "Task", SaveOperation.Insert, null, ["Subject", "WhoId", "WhatId"],
            ["nested 1", ann, acme], ["nested 2", lead, ""], ["nested 3", "", ""]);
    }

    [Test]
    public void Children_come_in_their_own_order_and_number()
    {
        var account = First($"SELECT Id, (SELECT FirstName FROM Contacts ORDER BY FirstName DESC LIMIT 1 OFFSET 1), (SELECT Id FROM Cases) FROM Account WHERE Id = '{acme}'");
        var contacts = account.GetProperty("Contacts");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(contacts.GetProperty("totalSize").GetInt32(), Is.EqualTo(1));
            Assert.That(contacts.GetProperty("done").GetBoolean(), Is.True);
            Assert.That(contacts.GetProperty("records")[0].GetProperty("FirstName").GetString(), Is.EqualTo("Bob"));
            Assert.That(contacts.GetProperty("records")[0].GetProperty("attributes").GetProperty("type").GetString(), Is.EqualTo("Contact"));
            Assert.That(account.GetProperty("Cases").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    [Test]
    public void Children_have_children_and_conditions()
    {
        var contact = First($"SELECT (SELECT FirstName, (SELECT Subject FROM Tasks) FROM Contacts WHERE FirstName = 'Ann') FROM Account WHERE Id = '{acme}'").GetProperty("Contacts").GetProperty("records")[0];
        Assert.That(contact.GetProperty("Tasks").GetProperty("records")[0].GetProperty("Subject").GetString(), Is.EqualTo("nested 1"));
    }

    [Test]
    public void Every_relationship_of_a_describe_can_be_queried_once()
    {
        var names = ChildNames("Account");
        Assert.That(names, Is.Unique.And.SupersetOf(new[] { "Contacts", "Cases", "Tasks", "Opportunities" }));
        foreach (var name in names)
        {
            Assert.That(() => Org.Query($"SELECT (SELECT Id FROM {name}) FROM Account LIMIT 1", QueryScope.Rest), Throws.Nothing, name);
        }
    }

    [Test]
    public void Typeof_shows_the_fields_of_the_type_that_the_parent_has()
    {
        const string soql = "SELECT Subject, TYPEOF Who WHEN Contact THEN FirstName, Account.Name ELSE Name END FROM Task WHERE Subject LIKE 'nested %' ORDER BY Subject";
        var result = Org.Query(soql, QueryScope.Rest);
        var whos = Enumerable.Range(0, result.Count).Select(i => Record(result, i).GetProperty("Who")).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(whos[0].GetProperty("FirstName").GetString(), Is.EqualTo("Ann"));
            Assert.That(whos[0].GetProperty("Account").GetProperty("Name").GetString(), Is.EqualTo("Nested Acme"));
            Assert.That(whos[1].GetProperty("attributes").GetProperty("type").GetString(), Is.EqualTo("Lead"));
            Assert.That(whos[1].TryGetProperty("Name", out _), Is.True);
            Assert.That(whos[1].TryGetProperty("FirstName", out _), Is.False);
            Assert.That(whos[2].ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    [TestCase("SELECT Id, (SELECT Id FROM Nonsense) FROM Account", "INVALID_TYPE")]
    [TestCase("SELECT Id, (SELECT Nonsense FROM Contacts) FROM Account", "INVALID_FIELD")]
    [TestCase("SELECT Id, (SELECT Id FROM Contacts), (SELECT LastName FROM Contacts) FROM Account", "INVALID_FIELD")]
    [TestCase("SELECT COUNT(Id), (SELECT Id FROM Contacts) FROM Account", "MALFORMED_QUERY")]
    [TestCase("SELECT TYPEOF Account WHEN Account THEN Name END FROM Contact", "INVALID_FIELD")]
    [TestCase("SELECT TYPEOF Who WHEN Account THEN Name END FROM Task", "INVALID_TYPE")]
    [TestCase("SELECT TYPEOF Who ELSE Name END FROM Task", "MALFORMED_QUERY")]
    [TestCase("SELECT TYPEOF Who WHEN Lead THEN Company FROM Task", "MALFORMED_QUERY")]
    public void What_makes_no_sense_is_refused(string soql, string code) => Assert.That(Refused(soql).ErrorCode, Is.EqualTo(code));

    [TestCase("SELECT Id, (SELECT Id FROM Contacts) FROM Account")]
    [TestCase("SELECT TYPEOF Who WHEN Lead THEN Company END FROM Task")]
    public void Bulk_refuses_both(string soql) => Assert.That(Refused(soql, QueryScope.Bulk).ErrorCode, Is.EqualTo("API_ERROR"));

    [Test]
    public void Labels_keep_the_name_of_their_field_unless_they_are_given_another()
    {
        var record = First("SELECT toLabel(CallType) kind FROM VoiceCall WHERE Legacy_Task_Id__c = 'd'");
        var plain = First("SELECT toLabel(CallType) FROM VoiceCall WHERE Legacy_Task_Id__c = 'd'");
        Assert.That((record.GetProperty("kind").GetString(), plain.GetProperty("CallType").GetString()), Is.EqualTo(("Internal", "Internal")));
    }

    private JsonElement First(string soql) => Record(Org.Query(soql, QueryScope.Rest), 0);

    private static JsonElement Record(IQueryResult result, int index)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            result.WriteJsonRecord(index, "66.0", json);
        }

        return JsonDocument.Parse(text.ToArray()).RootElement;
    }

    private List<string> ChildNames(string sobject)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            Org.TryWriteDescribe(sobject, "66.0", json);
        }

        return [.. JsonDocument.Parse(text.ToArray()).RootElement.GetProperty("childRelationships").EnumerateArray()
            .Select(c => c.GetProperty("relationshipName").GetString()).OfType<string>()];
    }
}
