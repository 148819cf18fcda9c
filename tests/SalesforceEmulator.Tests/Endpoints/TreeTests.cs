namespace SalesforceEmulator.Tests.Endpoints;

public sealed class TreeTests
{
    private const string Tree = "/services/data/v66.0/composite/tree/Account";

    [Test]
    public async Task Children_are_made_with_their_parents()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, Tree, Body("Ann"));
        var ids = answer.Json.GetProperty("results").EnumerateArray().ToDictionary(r => r.GetProperty("referenceId").GetString()!, r => r.GetProperty("id").GetString()!);
        var contact = await wire.GetAsync($"{Wire.Api}/sobjects/Contact/{ids["ann"]}?fields=AccountId,LastName");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(201));
            Assert.That(answer.Json.GetProperty("hasErrors").GetBoolean(), Is.False);
            Assert.That(contact.Json.GetProperty("AccountId").GetString(), Is.EqualTo(ids["acme"]));
            Assert.That(contact.Json.GetProperty("LastName").GetString(), Is.EqualTo("Ann"));
        }
    }

    [Test]
    public async Task One_bad_record_takes_back_the_whole_tree()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, Tree, Body(""));
        var left = await wire.GetAsync($"{Wire.Api}/query?q=SELECT+COUNT()+FROM+Account+WHERE+Name='Treetop'");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(400));
            Assert.That(answer.Json.GetProperty("hasErrors").GetBoolean(), Is.True);
            Assert.That(answer.Json.GetProperty("results")[0].GetProperty("referenceId").GetString(), Is.EqualTo("ann"));
            Assert.That(answer.Json.GetProperty("results")[0].GetProperty("errors")[0].GetProperty("statusCode").GetString(), Is.EqualTo("REQUIRED_FIELD_MISSING"));
            Assert.That(left.Json.GetProperty("totalSize").GetInt32(), Is.Zero);
        }
    }

    [Test]
    public async Task A_tree_that_can_not_be_read_to_its_end_leaves_nothing_behind()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, Tree, Body("Ann").Replace("\"LastName\"", "\"Nonsense__c\"", StringComparison.Ordinal));
        var left = await wire.GetAsync($"{Wire.Api}/query?q=SELECT+COUNT()+FROM+Account+WHERE+Name='Treetop'");
        Assert.That((answer.Status, answer.ErrorCode, left.Json.GetProperty("totalSize").GetInt32()), Is.EqualTo((400, "INVALID_FIELD", 0)));
    }

    [TestCase("""{"records":[{"Name":"x"}]}""", "INVALID_INPUT", TestName = "{m}(no type)")]
    [TestCase("""{"records":[{"attributes":{"type":"Lead","referenceId":"a"},"LastName":"x"}]}""", "INVALID_INPUT", TestName = "{m}(another type)")]
    [TestCase("""{"records":[{"attributes":{"type":"Account","referenceId":"a"}},{"attributes":{"type":"Account","referenceId":"a"}}]}""", "INVALID_INPUT", TestName = "{m}(a reference twice)")]
    [TestCase("""{"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"x","Things":{"records":[{}]}}]}""", "INVALID_FIELD", TestName = "{m}(no such relationship)")]
    [TestCase("""{"records":[]}""", "LIMIT_EXCEEDED", TestName = "{m}(nothing)")]
    [TestCase("""{"records":[{"attributes":{"type":5,"referenceId":"a"}}]}""", "INVALID_INPUT", TestName = "{m}(a number for a type)")]
    public async Task What_is_no_tree_is_refused(string body, string code)
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, Tree, body);
        Assert.That((answer.Status, answer.ErrorCode), Is.EqualTo((400, code)));
    }

    private static string Body(string lastName) => $$$"""
        {"records":[{"attributes":{"type":"Account","referenceId":"acme"},"Name":"Treetop",
          "Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"ann"},"LastName":"{{{lastName}}}"}]}}]}
        """;
}
