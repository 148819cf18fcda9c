namespace SalesforceEmulator.Tests.Endpoints;

public sealed class CompositeTests
{
    [Test]
    public async Task A_later_call_uses_what_an_earlier_one_gave()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, "/services/data/v66.0/composite", """
            {"compositeRequest":[
              {"method":"POST","url":"/services/data/v66.0/sobjects/Account","referenceId":"acme","body":{"Name":"Acme"}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"ann","body":{"LastName":"Ann","AccountId":"@{acme.id}"}},
              {"method":"GET","url":"/services/data/v66.0/sobjects/Contact/@{ann.id}?fields=AccountId","referenceId":"read"},
              {"method":"GET","url":"/services/data/v66.0/sobjects/Contact/@{nobody.id}","referenceId":"lost"}]}
            """);
        var parts = answer.Json.GetProperty("compositeResponse");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(parts.EnumerateArray().Select(p => p.GetProperty("httpStatusCode").GetInt32()), Is.EqualTo(new[] { 201, 201, 200, 400 }));
            Assert.That(parts[2].GetProperty("body").GetProperty("AccountId").GetString(), Is.EqualTo(parts[0].GetProperty("body").GetProperty("id").GetString()));
        }
    }

    [Test]
    public async Task A_batch_tells_each_result_and_halts_when_asked()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, "/services/data/v66.0/composite/batch", """
            {"haltOnError":true,"batchRequests":[
              {"method":"GET","url":"v66.0/query?q=SELECT+COUNT()+FROM+User"},
              {"method":"GET","url":"v66.0/sobjects/Nonsense/describe"},
              {"method":"GET","url":"v66.0/limits"}]}
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json.GetProperty("hasErrors").GetBoolean(), Is.True);
            Assert.That(answer.Json.GetProperty("results").EnumerateArray().Select(p => p.GetProperty("statusCode").GetInt32()), Is.EqualTo(new[] { 200, 404, 412 }));
        }
    }

    [Test]
    public async Task All_or_none_takes_back_what_came_before_a_failure()
    {
        await using var wire = await Wire.StartAsync();
        var before = (await wire.GetAsync($"{Wire.Api}/query?q=SELECT+Id,Phone+FROM+Contact+LIMIT+1")).Json.GetProperty("records")[0];
        var id = before.GetProperty("Id").GetString();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/composite", $$$"""
            {"allOrNone":true,"compositeRequest":[
              {"method":"PATCH","url":"/services/data/v66.0/sobjects/Contact/{{{id}}}","referenceId":"changed","body":{"Phone":"+1 555 0199"}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Account","referenceId":"made","body":{"Name":"Gone again"}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Lead","referenceId":"bad","body":{"LastName":"No company"}}]}
            """);
        var parts = answer.Json.GetProperty("compositeResponse");
        var made = await wire.GetAsync($"{Wire.Api}/query?q=SELECT+COUNT()+FROM+Account+WHERE+Name='Gone+again'");
        var after = await wire.GetAsync($"{Wire.Api}/sobjects/Contact/{id}?fields=Phone");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(parts.EnumerateArray().Select(p => p.GetProperty("body")[0].GetProperty("errorCode").GetString()), Is.EqualTo(new[] { "PROCESSING_HALTED", "PROCESSING_HALTED", "REQUIRED_FIELD_MISSING" }));
            Assert.That(made.Json.GetProperty("totalSize").GetInt32(), Is.Zero);
            Assert.That(after.Json.GetProperty("Phone").ToString(), Is.EqualTo(before.GetProperty("Phone").ToString()));
        }
    }

    [TestCase(""","referenceId":"made"}""")]
    [TestCase("}")]
    public async Task A_request_that_can_not_be_read_to_its_end_sends_nothing(string end)
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/composite", $$$"""
            {"compositeRequest":[
              {"method":"POST","url":"/services/data/v66.0/sobjects/Account","referenceId":"made","body":{"Name":"Too early"}},
              {"method":"GET","url":"/services/data/v66.0/limits"{{{end}}}]}
            """);
        var made = await wire.GetAsync($"{Wire.Api}/query?q=SELECT+COUNT()+FROM+Account+WHERE+Name='Too+early'");
        Assert.That((answer.Status, made.Json.GetProperty("totalSize").GetInt32()), Is.EqualTo((400, 0)));
    }

    [Test]
    public async Task A_tree_is_taken_back_with_what_it_is_part_of()
    {
        await using var wire = await Wire.StartAsync();
        await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/composite", """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v66.0/composite/tree/Account","referenceId":"tree","body":{"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"Felled"}]}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Lead","referenceId":"bad","body":{"LastName":"No company"}}]}
            """);
        var left = await wire.GetAsync($"{Wire.Api}/query?q=SELECT+COUNT()+FROM+Account+WHERE+Name='Felled'");
        Assert.That(left.Json.GetProperty("totalSize").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Each_graph_stands_or_falls_as_a_whole()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/composite/graph", """
            {"graphs":[
              {"graphId":"good","compositeRequest":[{"method":"POST","url":"/services/data/v66.0/sobjects/Account","referenceId":"a","body":{"Name":"Kept graph"}}]},
              {"graphId":"bad","compositeRequest":[
                {"method":"POST","url":"/services/data/v66.0/sobjects/Account","referenceId":"a","body":{"Name":"Lost graph"}},
                {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"c","body":{"AccountId":"@{a.id}"}}]}]}
            """);
        var graphs = answer.Json.GetProperty("graphs");
        var left = await wire.GetAsync($"{Wire.Api}/query?q=SELECT+Name+FROM+Account+WHERE+Name+LIKE+'%25+graph'");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(graphs.EnumerateArray().Select(g => g.GetProperty("isSuccessful").GetBoolean()), Is.EqualTo(new[] { true, false }));
            Assert.That(graphs[0].GetProperty("graphResponse").GetProperty("compositeResponse")[0].GetProperty("httpHeaders").GetProperty("Location").GetString(), Does.StartWith("/services/data/v66.0/sobjects/Account/001"));
            Assert.That(left.Json.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Name").GetString()), Is.EqualTo(new[] { "Kept graph" }));
        }
    }
}
