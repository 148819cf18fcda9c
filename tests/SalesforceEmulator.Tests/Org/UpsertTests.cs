using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class UpsertTests : CallFixture
{
    private const string Key = "Legacy_Task_Id__c";

    [Test]
    public void No_match_creates_and_one_match_updates_what_may_change()
    {
        var first = Save("VoiceCall", SaveOperation.Upsert, Key, Columns, Call("t1"))[0];
        Clock.Advance(TimeSpan.FromMinutes(5));
        var second = Save("VoiceCall", SaveOperation.Upsert, Key, [Key, "Description", "Legacy_Queue__c"], ["t1", "new text", ""])[0];

        Assert.That((first.Created, second.Created, second.Error, second.Id), Is.EqualTo((true, false, (OrgError?)null, first.Id)));
        Assert.That(
            Csv("SELECT Description, CallType, CreatedDate, LastModifiedDate, SystemModstamp FROM VoiceCall"),
            Is.EqualTo(new[] { "\"new text\",\"Inbound\",\"2026-11-20T09:30:15.000Z\",\"2026-11-20T09:35:15.000Z\",\"2026-11-20T09:35:15.000Z\"" }));
    }

    [Test]
    public void A_match_with_create_only_columns_fails_and_changes_nothing()
    {
        var id = Insert(Call("t1")).Id;
        var outcome = Save("VoiceCall", SaveOperation.Upsert, Key, [Key, "CallType", "Description", "FromPhoneNumber"], ["t1", "Outbound", "text", ""])[0];

        Assert.That(outcome.Error!.ToBulkText(), Is.EqualTo(
            "INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create/update fields: CallType. Please check the security settings of this field and verify that it is read/write for your profile or permission set.:CallType --"));
        Assert.That(outcome.Id, Is.EqualTo(id));
        Assert.That(Csv("SELECT CallType, Description FROM VoiceCall"), Is.EqualTo(new[] { "\"Inbound\",\"\"" }));
    }

    [Test]
    public void An_empty_cell_changes_nothing_and_NA_sets_null()
    {
        Save("VoiceCall", SaveOperation.Insert, null, [.. Columns, "Description", "Legacy_Queue__c"], Call("t1", more: ["text", "Billing"]));
        Save("VoiceCall", SaveOperation.Upsert, Key, [Key, "Description", "Legacy_Queue__c"], ["t1", "", "#N/A"]);

        Assert.That(Csv("SELECT Description, Legacy_Queue__c FROM VoiceCall"), Is.EqualTo(new[] { "\"text\",\"\"" }));
    }

    [Test]
    public void The_key_is_case_sensitive_and_ignores_deleted_rows()
    {
        var first = Insert(Call("abc"));
        var other = Save("VoiceCall", SaveOperation.Upsert, Key, Columns, Call("ABC"))[0];
        Save("VoiceCall", SaveOperation.Delete, null, ["Id"], [first.Id!]);
        var again = Save("VoiceCall", SaveOperation.Upsert, Key, Columns, Call("abc"))[0];

        Assert.That((other.Created, again.Created), Is.EqualTo((true, true)));
        Assert.That(again.Id, Is.Not.EqualTo(first.Id));
    }

    [Test]
    public void A_key_that_comes_twice_in_a_chunk_fails_all_its_rows()
    {
        var outcomes = Save("VoiceCall", SaveOperation.Upsert, Key, Columns, Call("a"), Call("b"), Call("a"), Call("a"));

        Assert.That(outcomes.Select(o => o.Error?.ToBulkText()), Is.EqualTo(new[]
        {
            "DUPLICATE_VALUE:Duplicate external id specified: a:Legacy_Task_Id__c --", null,
            "DUPLICATE_VALUE:Duplicate external id specified: a:Legacy_Task_Id__c --", "DUPLICATE_VALUE:Duplicate external id specified: a:Legacy_Task_Id__c --",
        }));
    }

    [Test]
    public void An_insert_that_repeats_a_unique_value_names_the_record_that_has_it()
    {
        var first = Insert(Call("a"));
        var outcomes = Save("VoiceCall", SaveOperation.Insert, null, Columns, Call("a"), Call("b"), Call("b"));

        Assert.That(outcomes.Select(o => o.Error?.ToBulkText()), Is.EqualTo(new[]
        {
            $"DUPLICATE_VALUE:duplicate value found: Legacy_Task_Id__c duplicates value on record with id: {first.Id}:--", null,
            "DUPLICATE_VALUE:duplicate value found: <unknown> duplicates value on record with id: <unknown>:--",
        }));
    }

    [Test]
    public void A_key_that_is_not_unique_and_matches_two_rows_fails()
    {
        var columns = new[] { "VendorCallKey", "CallStartDateTime", "CallEndDateTime", "FromPhoneNumber", "ToPhoneNumber", "CallType" };
        var one = Save("VoiceCall", SaveOperation.Insert, null, columns, Call("leg"), Call("leg"));
        var outcome = Save("VoiceCall", SaveOperation.Upsert, "VendorCallKey", ["VendorCallKey", "Description"], ["leg", "x"])[0];

        Assert.That(outcome.Error!.ToBulkText(), Is.EqualTo($"DUPLICATE_EXTERNAL_ID:Vendor Call Key: more than one record found for external id field: [{one[0].Id}, {one[1].Id}]:--"));
    }

    [Test]
    public void Upsert_by_Id_updates_and_without_one_creates()
    {
        var id = Insert(Call("a")).Id!;
        var outcomes = Save("VoiceCall", SaveOperation.Upsert, "Id", ["Id", "Legacy_Queue__c"], [id[..15], "Q"], ["", "Q"]);

        Assert.That(outcomes[0], Is.EqualTo(new SaveOutcome(id, Created: false, null)));
        Assert.That(outcomes[1].Error!.StatusCode, Is.EqualTo("REQUIRED_FIELD_MISSING"));
    }

    [Test]
    public void An_update_needs_a_living_row()
    {
        var id = Insert(Call("a")).Id!;
        Save("VoiceCall", SaveOperation.Delete, null, ["Id"], [id]);
        var outcomes = Save("VoiceCall", SaveOperation.Update, null, ["Id", "Description"], [id, "x"], [id[..6] + "00000zzzz", "x"], ["005" + id[3..15], "x"], ["", "x"]);

        Assert.That(outcomes.Select(o => o.Error!.StatusCode), Is.EqualTo(new[] { "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID", "MISSING_ARGUMENT" }));
    }

    [Test]
    public void Defaults_and_system_fields_come_from_the_org()
    {
        Insert(Call("a"));

        Assert.That(
            Csv("SELECT Name, Owner.Username, CreatedBy.Username, IsRecorded, IsDeleted, LastModifiedDate FROM VoiceCall"),
            Is.EqualTo(new[] { "\"VC-00000001\",\"migration@embedded.example\",\"migration@embedded.example\",\"false\",\"false\",\"2026-11-20T09:30:15.000Z\"" }));
    }
}
