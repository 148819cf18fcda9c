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
}
