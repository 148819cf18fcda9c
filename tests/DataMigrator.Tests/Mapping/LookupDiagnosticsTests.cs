using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;
using Salesforce.Force.Rest;

namespace DataMigrator.Tests.Mapping;

/// <summary>What a mapping looks up is held against the describes of those objects too, before a run starts.</summary>
[Parallelizable]
internal sealed class LookupDiagnosticsTests
{
    private static readonly SObjectDescribe Contact = Describes.Task() with { Name = "Contact", Fields = [Describes.Field("Id", "id", 18), Describes.Field("Phone", "phone", 40)] };

    private static readonly LookupDescribes Org = new(new Dictionary<LookupObject, SObjectDescribe?>
    {
        [new(LookupOrg.Source, "Contact")] = Contact, [new(LookupOrg.Source, "Lead")] = null, [new(LookupOrg.Source, "Regoin__c")] = null, [new(LookupOrg.Source, "Acount")] = null,
    });

    private static string[] Problems(string lookup, string rule) =>
    [
        .. Mapped.Load($$"""
            name: t
            lookups:
              it: {{lookup}}
            settings: { agentNumberWhenUnknown: U }
            calls: { field: Subject, empty: false }
            find: { direction: { constant: Inbound }, start: CreatedDate, customer: {{rule}} }
            fields: { CallType: $direction, CallStartDateTime: $start, CallEndDateTime: $end, FromPhoneNumber: $from, ToPhoneNumber: $to }
            """).Compile(Describes.Task(), Describes.VoiceCall(), new MigrationSettings(), Org).Diagnostics
            .Select(d => $"{d.Line}:{d.Column} {d.Level}: {d.Message}{(d.Nearest is null ? "" : $" [{d.Nearest}]")}"),
    ];

    [TestCase("{ object: Contact, by: WhoId }", "it.Phone", null)]
    [TestCase("{ object: Contact, by: WhoId }", "it.Phon", "6:73 Error: Contact has no field 'Phon' that this user sees. (One that only some orgs have is written 'it.Phon?'.) [Phone]")]
    [TestCase("{ object: Contact, by: WhoId }", "it.Own__c?", null)]
    [TestCase("{ object: Contact, by: WhoId }", "it.MailingCountryCode?", null)]
    [TestCase("{ object: Contact, by: WhoId }", "it.MobilePhone?", "6:73 Warning: Contact.MobilePhone is hidden from this user: it gives nothing.")]
    [TestCase("{ object: Contact, key: Nr__c, by: WhoId }", "it.Phone", "3:31 Error: Contact has no field 'Nr__c' that this user sees. (One that only some orgs have is written 'it.Nr__c?'.)")]
    [TestCase("{ object: Lead, by: WhoId }", "it.Phone", "3:17 Warning: This user sees no object Lead: what is looked up there gives nothing.")]
    [TestCase("{ object: Acount, by: WhoId }", "it.Phone", "3:17 Error: The org has no object 'Acount' that this user sees. (One that only some orgs have is written 'Acount?'.) [Account]")]
    [TestCase("{ object: Regoin__c?, by: WhoId }", "it.Phone", "3:17 Warning: This user sees no object Regoin__c: what is looked up there gives nothing.")]
    [TestCase("{ object: Case, by: WhatId }", "it.Phone", null, Description = "not described, not checked")]
    public void A_looked_up_field_is_checked(string lookup, string rule, string? problem) => Assert.That(Problems(lookup, rule), Is.EqualTo(problem is null ? Array.Empty<string>() : [problem]));

    [Test]
    public void A_field_that_is_hidden_is_not_asked_for()
    {
        var mapping = Mapped.Load("name: t\nextends: task-to-voicecall.yaml\n").Compile(Describes.Task(), Describes.VoiceCall(), new MigrationSettings(), Org).Mapping!;
        Assert.That(mapping.Lookups.Where(l => l.Object == "Contact").Select(l => string.Join(' ', l.ValueFields)), Is.EqualTo(new[] { "Phone" }));
    }

    [TestCase("00Q000000000001EAA", "003000000000001AAA", "003000000000001AAA", Description = "Org hides Lead")]
    [TestCase("003000000000001AAA", "00Q000000000001EAA", "003000000000001AAA")]
    [TestCase("00Q000000000001EAA", "", null)]
    public void A_record_of_a_hidden_object_is_not_referred_to(string what, string who, string? related)
    {
        var call = Mapped.Of(
            Mapped.Load("""
                name: t
                settings: { agentNumberWhenUnknown: "+14155550100" }
                calls: { field: Subject, empty: false }
                find: { direction: { constant: Inbound }, start: CreatedDate, customer: { constant: "+14155552671" } }
                fields:
                  CallType: $direction
                  CallStartDateTime: $start
                  CallEndDateTime: $end
                  FromPhoneNumber: $from
                  ToPhoneNumber: $to
                  RelatedRecordId: { reference: { from: [WhatId, WhoId] }, optional: true }
                """),
            lookups: Org).Map(("Subject", "Call"), ("WhatId", what), ("WhoId", who));
        Assert.That((call.Door, call["RelatedRecordId"]), Is.EqualTo(("mapped", related)));
    }

    [Test]
    public void A_mapping_says_which_objects_it_looks_up() => Assert.That(
        Mapped.Load("name: t\nextends: task-to-voicecall.yaml\n").LookupObjects.Select(o => $"{o.Org} {o.Name}"),
        Is.EqualTo(new[] { "Source User", "Source Contact", "Source Lead", "Source Account", "Source Case", "Target QueueSobject", "Target VoiceCall" }));
}
