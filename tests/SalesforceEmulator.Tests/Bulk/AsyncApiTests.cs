using System.Text;
using System.Xml.Linq;

namespace SalesforceEmulator.Tests.Bulk;

public sealed class AsyncApiTests
{
    private static readonly XNamespace Ns = "http://www.force.com/2009/06/asyncapi/dataload";

    [Test]
    public async Task A_query_job_of_the_first_bulk_api_gives_its_rows()
    {
        await using var wire = await Wire.StartAsync();
        var job = (await SendAsync(wire, HttpMethod.Post, "", Job("query"), "application/xml")).Xml.Element(Ns + "id")!.Value;
        var batch = (await SendAsync(wire, HttpMethod.Post, $"/{job}/batch", "SELECT Id FROM Contact LIMIT 7", "text/csv")).Xml;
        var path = $"/{job}/batch/{batch.Element(Ns + "id")!.Value}";
        var state = (await SendAsync(wire, HttpMethod.Get, path)).Xml.Element(Ns + "state")!.Value;
        var result = (await SendAsync(wire, HttpMethod.Get, path + "/result")).Xml.Element(Ns + "result")!.Value;
        var rows = await SendAsync(wire, HttpMethod.Get, $"{path}/result/{result}");
        var closed = await SendAsync(wire, HttpMethod.Post, $"/{job}", $"<jobInfo xmlns=\"{Ns}\"><state>Closed</state></jobInfo>", "application/xml");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(state, Is.EqualTo("Completed"));
            Assert.That(result, Does.StartWith("752"));
            Assert.That(rows.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(8));
            Assert.That(closed.Xml.Element(Ns + "state")!.Value, Is.EqualTo("Closed"));
        }
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    public async Task A_batch_tells_row_by_row_what_became_of_it(string lineEnd)
    {
        await using var wire = await Wire.StartAsync();
        var job = (await SendAsync(wire, HttpMethod.Post, "", Job("insert"), "application/xml")).Xml.Element(Ns + "id")!.Value;
        var batch = (await SendAsync(wire, HttpMethod.Post, $"/{job}/batch", string.Join(lineEnd, "LastName,Email", "One,", ",two@example.com", "Three,three"), "text/csv")).Xml;
        var result = await SendAsync(wire, HttpMethod.Get, $"/{job}/batch/{batch.Element(Ns + "id")!.Value}/result");
        var info = (await SendAsync(wire, HttpMethod.Get, $"/{job}")).Xml;
        var lines = result.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((batch.Element(Ns + "numberRecordsProcessed")!.Value, batch.Element(Ns + "numberRecordsFailed")!.Value), Is.EqualTo(("3", "2")));
            Assert.That(lines, Has.Length.EqualTo(4));
            Assert.That(lines[0], Is.EqualTo("\"Id\",\"Success\",\"Created\",\"Error\""));
            Assert.That(lines[1], Does.Match("^\"003[0-9A-Za-z]{15}\",\"true\",\"true\",\"\"$"));
            Assert.That(lines[2], Is.EqualTo("\"\",\"false\",\"false\",\"REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --\""));
            Assert.That(lines[3], Does.StartWith("\"\",\"false\",\"false\",\"INVALID_EMAIL_ADDRESS:"));
            Assert.That(info.Element(Ns + "numberRecordsFailed")!.Value, Is.EqualTo("2"));
        }
    }

    [Test]
    public async Task A_batch_with_an_unknown_column_fails_as_a_whole()
    {
        await using var wire = await Wire.StartAsync();
        var job = (await SendAsync(wire, HttpMethod.Post, "", Job("insert"), "application/xml")).Xml.Element(Ns + "id")!.Value;
        var batch = (await SendAsync(wire, HttpMethod.Post, $"/{job}/batch", "Nonsense\nx", "text/csv")).Xml;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(batch.Element(Ns + "state")!.Value, Is.EqualTo("Failed"));
            Assert.That(batch.Element(Ns + "stateMessage")!.Value, Is.EqualTo("InvalidBatch : Field name not found : Nonsense"));
        }
    }

    [Test]
    public async Task Its_refusals_are_XML()
    {
        await using var wire = await Wire.StartAsync();
        var insert = await SendAsync(wire, HttpMethod.Post, "", Job("merge"), "application/xml");
        var stranger = await SendAsync(wire, HttpMethod.Get, "/750000000000000AAA", token: "nobody");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(insert.Xml.Element(Ns + "exceptionCode")!.Value, Is.EqualTo("InvalidJob"));
            Assert.That(stranger.Xml.Element(Ns + "exceptionCode")!.Value, Is.EqualTo("InvalidSessionId"));
        }
    }

    private static string Job(string operation) => $"<?xml version=\"1.0\"?><jobInfo xmlns=\"{Ns}\"><operation>{operation}</operation><object>Contact</object><contentType>CSV</contentType></jobInfo>";

    private static async Task<(string Body, XElement Xml)> SendAsync(Wire wire, HttpMethod method, string path, string? body = null, string type = "", string? token = null)
    {
        using var request = new HttpRequestMessage(method, wire.Emulator.Url + "services/async/60.0/job" + path);
        request.Headers.Add("X-SFDC-SESSION", token ?? wire.Emulator.AccessToken);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var client = new HttpClient();
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (text, text.StartsWith('<') ? XElement.Parse(text) : new XElement("none"));
    }
}
