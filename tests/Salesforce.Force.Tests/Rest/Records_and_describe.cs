using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Rest;

[TestFixture]
internal sealed class Records_and_describe
{
    private const string Ok = """[{"id":"0LQ000000000001AAA","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","message":"m","fields":["Name"]}]}]""";
    private static readonly Dictionary<string, object?>[] Two = [new(StringComparer.Ordinal) { ["Name"] = "a\"b", ["N"] = 1, ["B"] = true, ["Z"] = null }, new(StringComparer.Ordinal) { ["Name"] = "c" }];

    [Test]
    public async Task Records_are_created_and_their_results_come_in_order()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(Ok));
        using var client = Clients.With(server);

        var results = await client.CreateAsync("VoiceCall", Two, false, CancellationToken.None);

        Assert.That(results.Select(r => r.Success), Is.EqualTo([true, false]));
        Assert.That((results[1].Errors[0].StatusCode, results[1].Errors[0].Fields.Single()), Is.EqualTo(("STRING_TOO_LONG", "Name")));
        Assert.That(server.Requests.Single().Text, Is.EqualTo(
            """{"allOrNone":false,"records":[{"attributes":{"type":"VoiceCall"},"Name":"a\u0022b","N":1,"B":true,"Z":null},{"attributes":{"type":"VoiceCall"},"Name":"c"}]}"""));
    }

    [Test]
    public async Task A_create_whose_answer_was_lost_is_not_repeated_and_says_so()
    {
        await using var server = new RawServer(_ => RawAnswer.Lost);
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.CreateAsync("VoiceCall", Two, false, CancellationToken.None)))!;

        Assert.That(error.IsAmbiguous, Is.True);
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_upsert_whose_answer_was_lost_is_repeated()
    {
        var calls = 0;
        await using var server = new RawServer(_ => calls++ == 0 ? RawAnswer.Lost : RawAnswer.Json(Ok));
        using var client = Clients.With(server);

        await client.UpsertExternalAsync("VoiceCall", "Legacy_Task_Id__c", Two, false, CancellationToken.None);

        Assert.That(server.Requests.Select(r => (r.Method, r.Target)), Is.All.EqualTo(("PATCH", "/services/data/v66.0/composite/sobjects/VoiceCall/Legacy_Task_Id__c")));
        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_delete_whose_answer_was_lost_counts_what_it_finds_deleted()
    {
        var calls = 0;
        await using var server = new RawServer(_ => calls++ == 0 ? RawAnswer.Lost : RawAnswer.Json("""[{"id":"0LQ000000000001AAA","success":false,"errors":[{"statusCode":"ENTITY_IS_DELETED","message":"entity is deleted","fields":[]}]}]"""));
        using var client = Clients.With(server);

        var results = await client.DeleteAsync(["0LQ000000000001AAA"], false, CancellationToken.None);

        Assert.That(results.Single().Success, Is.True);
    }

    [Test]
    public async Task A_delete_that_finds_a_record_deleted_at_once_says_so()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""[{"success":false,"errors":[{"statusCode":"ENTITY_IS_DELETED","message":"entity is deleted","fields":[]}]}]"""));
        using var client = Clients.With(server);

        Assert.That((await client.DeleteAsync(["0LQ000000000001AAA"], false, CancellationToken.None)).Single().Success, Is.False);
        Assert.That(server.Requests.Single().Target, Is.EqualTo("/services/data/v66.0/composite/sobjects?ids=0LQ000000000001AAA&allOrNone=false"));
    }

    [Test]
    public async Task A_result_that_is_missing_is_noticed([Values] bool delete)
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""[{"id":"0LQ000000000001AAA","success":true,"errors":[]}]"""));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => delete
            ? client.DeleteAsync(["0LQ000000000001AAA", "0LQ000000000002AAA"], false, CancellationToken.None)
            : client.CreateAsync("VoiceCall", Two, false, CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.IsAmbiguous), Is.EqualTo(("INCOMPLETE_RESULT", true)));
    }

    [Test]
    public async Task An_error_in_another_shape_is_an_error_all_the_same()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""[{"success":false,"errors":["no"]},{"success":false,"errors":[{"statusCode":"A","message":7}]}]"""));
        using var client = Clients.With(server);

        var results = await client.CreateAsync("VoiceCall", Two, false, CancellationToken.None);

        Assert.That(results.Select(r => (r.Errors[0].StatusCode, r.Errors[0].Message)), Is.EqualTo([("UNKNOWN_EXCEPTION", string.Empty), ("A", "7")]));
    }

    [Test]
    public async Task Describe_is_read_and_an_unchanged_one_is_null()
    {
        await using var server = new RawServer(r => r.Headers.TryGetValue("If-Modified-Since", out var since) && since == "Fri, 20 Nov 2026 04:15:00 GMT"
            ? new RawAnswer(304)
            : RawAnswer.Json("""
                {"name":"VoiceCall","label":"Voice Call","keyPrefix":"0LQ","createable":true,"updateable":true,"deletable":true,"queryable":true,
                 "fields":[{"name":"CallType","label":"Call Type","type":"picklist","length":"255","nillable":false,"createable":true,"updateable":false,"defaultedOnCreate":false,
                   "restrictedPicklist":true,"referenceTo":[],"picklistValues":[{"active":true,"defaultValue":false,"label":"Inbound","value":"Inbound","validFor":null}]},
                   {"name":"OwnerId","label":"Owner","type":"reference","referenceTo":["Group","User"],"relationshipName":"Owner","polymorphicForeignKey":true}],
                 "recordTypeInfos":[{"recordTypeId":"012000000000000AAA","name":"Master","developerName":"Master","active":true,"available":true,"defaultRecordTypeMapping":true,"master":true}]}
                """));
        using var client = Clients.With(server);

        var describe = await client.DescribeAsync("VoiceCall", CancellationToken.None);
        var unchanged = await client.DescribeAsync("VoiceCall", new DateTimeOffset(2026, 11, 20, 5, 15, 0, TimeSpan.FromHours(1)), CancellationToken.None);

        var type = describe.Field("calltype")!;
        Assert.That((type.Type, type.Length, type.RequiredOnCreate, type.PicklistValues.Single().Value), Is.EqualTo(("picklist", 255, true, "Inbound")));
        Assert.That(describe.Field("OwnerId")!.ReferenceTo, Is.EqualTo(["Group", "User"]));
        Assert.That(describe.RecordTypeInfos.Single().Master, Is.True);
        Assert.That(unchanged, Is.Null);
    }

    [Test]
    public async Task What_a_describe_does_not_forbid_may_be_tried()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""
            {"name":"VoiceCall","fields":[
              {"name":"Legacy_Task_Id__c","type":"string","length":18,"createable":true,"externalId":true,"unique":true,"referenceTo":null,"picklistValues":null},
              {"name":"CallType","type":"picklist","nillable":false,"createable":true,"picklistValues":[{"value":"Inbound"}]},
              {"name":"OwnerId","type":"reference","nillable":false,"createable":true,"defaultedOnCreate":false,"referenceTo":["User"]}]}
            """));
        using var client = Clients.With(server);

        var describe = await client.DescribeAsync("VoiceCall", CancellationToken.None);

        var key = describe.Field("Legacy_Task_Id__c")!;
        Assert.That((describe.Createable, describe.Queryable, key.Filterable, key.Groupable, key.Nillable, key.Updateable), Is.EqualTo((true, true, true, true, true, false)));
        Assert.That(describe.Field("CallType")!.PicklistValues.Single().Active, Is.True);
        Assert.That(describe.Fields.Where(f => f.RequiredOnCreate).Select(f => f.Name), Is.EqualTo(["CallType"]), "the owner is otherwise the user who creates");
    }

    [Test]
    public async Task An_object_that_does_not_exist_is_not_found()
    {
        await using var server = new RawServer(_ => RawAnswer.Error(404, "NOT_FOUND", "The requested resource does not exist"));
        using var client = Clients.With(server);

        Assert.That((await Assert.ThrowsAsync<ForceException>(() => client.DescribeAsync("VoiceCall", CancellationToken.None)))!.ErrorCode, Is.EqualTo("NOT_FOUND"));
    }

    [Test]
    public async Task Versions_come_oldest_first()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""[{"label":"x","url":"/services/data/v100.0","version":"100.0"},{"version":"66.0"},{"version":"9.0"}]"""));
        using var client = Clients.With(server);

        Assert.That(await client.VersionsAsync(CancellationToken.None), Is.EqualTo(["9.0", "66.0", "100.0"]));
    }
}
