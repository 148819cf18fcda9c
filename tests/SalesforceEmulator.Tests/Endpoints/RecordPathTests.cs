using System.Globalization;
using System.Text;

namespace SalesforceEmulator.Tests.Endpoints;

public sealed class RecordPathTests
{
    [TestCase("GET", "Task/xyz", 404, "NOT_FOUND")]
    [TestCase("GET", "Task/listviews", 404, "NOT_FOUND")]
    [TestCase("GET", "Task/describe/layouts", 404, "NOT_FOUND")]
    [TestCase("GET", "Contact/LastName/Kumar", 404, "NOT_FOUND")]
    [TestCase("GET", "Contact/Id/xyz", 404, "NOT_FOUND")]
    [TestCase("DELETE", "Task/xyz", 404, "NOT_FOUND")]
    [TestCase("PATCH", "Task/xyz", 404, "NOT_FOUND")]
    [TestCase("PATCH", "Task/0016g0000000001AAA", 400, "MALFORMED_ID")]
    [TestCase("PATCH", "Contact/0036g0000000001AAA?withId", 400, "INVALID_FIELD")]
    [TestCase("GET", "Contact/0036g0000000001AAA?fields=Nope", 400, "INVALID_FIELD")]
    public async Task A_path_that_names_no_record_is_refused_without_a_word_about_queries(string method, string path, int status, string code)
    {
        await using var wire = await Wire.StartAsync();
        var json = path.EndsWith("withId", StringComparison.Ordinal) ? """{"Id":"0036g0000000001AAA"}""" : method == "PATCH" ? "{}" : null;
        var answer = await wire.SendAsync(new HttpMethod(method), $"{Wire.Api}/sobjects/{path}", json);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.ErrorCode), Is.EqualTo((status, code)));
            Assert.That(answer.Body, Does.Not.Contain("WHERE"));
        }
    }

    [Test]
    public async Task The_method_may_stand_in_the_query_string_of_a_POST()
    {
        await using var wire = await Wire.StartAsync();
        var id = (await wire.GetAsync($"{Wire.Api}/query?q=SELECT+Id+FROM+Contact+LIMIT+1")).Json.GetProperty("records")[0].GetProperty("Id").GetString();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/sobjects/Contact/{id}?_HttpMethod=PATCH", """{"LastName":"By POST"}""");
        var read = await wire.GetAsync($"{Wire.Api}/sobjects/Contact/{id}?fields=LastName");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(204));
            Assert.That(read.Json.GetProperty("LastName").GetString(), Is.EqualTo("By POST"));
        }
    }

    [Test]
    public async Task A_new_record_is_told_in_the_Location_header()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/sobjects/Account", """{"Name":"Acme"}""");
        Assert.That(answer.Headers["Location"], Is.EqualTo($"{Wire.Api}/sobjects/Account/{answer.Json.GetProperty("id").GetString()}"));
    }

    [Test]
    public async Task Only_JSON_is_read()
    {
        await using var wire = await Wire.StartAsync();
        using var xml = new StringContent("<Account/>", Encoding.UTF8, "application/xml");
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/sobjects/Account", xml);
        Assert.That((answer.Status, answer.ErrorCode), Is.EqualTo((415, "UNSUPPORTED_MEDIA_TYPE")));
    }

    [TestCase("/sobjects/Account")]
    [TestCase("/composite/sobjects")]
    [TestCase("/composite/tree/Account")]
    [TestCase("/jobs/query")]
    public async Task Text_that_is_not_Unicode_is_not_JSON(string path)
    {
        await using var wire = await Wire.StartAsync();
        var half = await wire.SendAsync(HttpMethod.Post, Wire.Api + path, """{"Name":"\ud800"}""");
        using var bytes = new ByteArrayContent([.. "{\"Name\":\""u8, 0xFF, .. "\"}"u8]);
        bytes.Headers.ContentType = new("application/json");
        var broken = await wire.SendAsync(HttpMethod.Post, Wire.Api + path, bytes);
        Assert.That(new[] { (half.Status, half.ErrorCode), (broken.Status, broken.ErrorCode) }, Is.All.EqualTo((400, "JSON_PARSER_ERROR")));
    }

    [TestCase("ActivityDate", "\"01/02/2026\"")]
    [TestCase("CallDurationInSeconds", "\"abc\"")]
    [TestCase("CallDurationInSeconds", "1.5")]
    [TestCase("IsReminderSet", "\"yes\"")]
    public async Task A_value_that_is_not_of_its_type_spoils_the_whole_request(string field, string value)
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/composite/sobjects", $$"""
            {"records":[{"attributes":{"type":"Task"},"Subject":"spoilt"},{"attributes":{"type":"Task"},"Subject":"spoilt","{{field}}":{{value}}}]}
            """);
        var left = await wire.GetAsync($"{Wire.Api}/query?q=SELECT+COUNT()+FROM+Task+WHERE+Subject='spoilt'");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Status, answer.ErrorCode), Is.EqualTo((400, "JSON_PARSER_ERROR")));
            Assert.That(left.Json.GetProperty("totalSize").GetInt32(), Is.Zero);
        }
    }

    [Test]
    public async Task An_upsert_by_id_makes_the_records_that_have_none()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/composite/sobjects/Contact/Id", """{"records":[{"attributes":{"type":"Contact"},"LastName":"New"}]}""");
        Assert.That((answer.Json[0].GetProperty("success").GetBoolean(), answer.Json[0].GetProperty("created").GetBoolean()), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task What_changed_and_what_went_is_told_for_a_span_of_time()
    {
        await using var wire = await Wire.StartAsync();
        var kept = (await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/sobjects/Contact", """{"LastName":"Kept"}""")).Json.GetProperty("id").GetString();
        var gone = (await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/sobjects/Contact", """{"LastName":"Gone"}""")).Json.GetProperty("id").GetString();
        await wire.SendAsync(HttpMethod.Delete, $"{Wire.Api}/sobjects/Contact/{gone}", json: null);
        var span = $"start={Date(-10)}&end={Date(10)}";
        var updated = (await wire.GetAsync($"{Wire.Api}/sobjects/Contact/updated/?{span}")).Json.GetProperty("ids").EnumerateArray().Select(i => i.GetString()).ToList();
        var deleted = (await wire.GetAsync($"{Wire.Api}/sobjects/Contact/deleted/?{span}")).Json.GetProperty("deletedRecords");
        var backwards = await wire.GetAsync($"{Wire.Api}/sobjects/Contact/updated/?start={Date(10)}&end={Date(-10)}");
        var tooOld = await wire.GetAsync($"{Wire.Api}/sobjects/Contact/deleted/?start={Date(-60 * 24 * 40)}&end={Date(0)}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(updated, Does.Contain(kept).And.Not.Contain(gone));
            Assert.That(deleted.EnumerateArray().Select(d => d.GetProperty("id").GetString()), Is.EqualTo(new[] { gone }));
            Assert.That(backwards.ErrorCode, Is.EqualTo("INVALID_REPLICATION_DATE"));
            Assert.That(tooOld.ErrorCode, Is.EqualTo("INVALID_REPLICATION_DATE"));
        }
    }

    [Test]
    public async Task Record_counts_are_told_for_the_objects_asked_for()
    {
        await using var wire = await Wire.StartAsync();
        var counts = (await wire.GetAsync($"{Wire.Api}/limits/recordCount?sObjects=Account,Nonsense")).Json.GetProperty("sObjects");
        var accounts = (await wire.GetAsync($"{Wire.Api}/query?q=SELECT+COUNT()+FROM+Account")).Json.GetProperty("totalSize").GetInt32();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.GetArrayLength(), Is.EqualTo(1));
            Assert.That(counts[0].GetProperty("name").GetString(), Is.EqualTo("Account"));
            Assert.That(counts[0].GetProperty("count").GetInt32(), Is.EqualTo(accounts));
        }
    }

    private static string Date(int minutes) => TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ss'%2B00:00'", CultureInfo.InvariantCulture);
}
