using System.Net;
using System.Text;

namespace SalesforceEmulator.Tests.Bulk;

public sealed class IngestJobTests
{
    private const string Insert = """{"object":"Account","operation":"insert","lineEnding":"LF"}""";
    private const string TooLong = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    private static readonly EmulatorOptions Small = new() { JobDelay = TimeSpan.Zero, IngestBatchSize = 4, IngestChunkSize = 2 };

    [Test]
    public async Task Rows_are_told_apart_and_every_one_is_told_once()
    {
        await using var wire = await Wire.StartAsync(Small);
        var csv = new StringBuilder("Name,Phone\n");
        for (var i = 0; i < 11; i++)
        {
            csv.Append($"key{i},{(i % 5 == 3 ? TooLong : $"\"+1 \"\"{i}\"\"\"")}\n");
        }

        var (id, job) = await wire.IngestAsync(csv.ToString(), Insert);
        var successful = await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults/");
        var failed = await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/failedResults");
        var unprocessed = await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/unprocessedRecords");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("JobComplete"));
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(11));
            Assert.That(job.GetProperty("numberRecordsFailed").GetInt32(), Is.EqualTo(2));
            Assert.That(successful.Lines[0], Is.EqualTo("\"sf__Id\",\"sf__Created\",Name,Phone"));
            Assert.That(successful.Lines, Has.Length.EqualTo(10));
            Assert.That(successful.Lines[1..], Has.Exactly(1).EndsWith(",\"true\",\"key7\",\"+1 \"\"7\"\"\""));
            Assert.That(failed.Lines[0], Is.EqualTo("\"sf__Id\",\"sf__Error\",Name,Phone"));
            Assert.That(failed.Lines[1..], Is.EquivalentTo(new[]
            {
                "\"\",\"STRING_TOO_LONG:Account Phone: data value too large: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (max length=40):Phone --\",\"key3\",\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
                "\"\",\"STRING_TOO_LONG:Account Phone: data value too large: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (max length=40):Phone --\",\"key8\",\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
            }));
            Assert.That(unprocessed.Body, Is.EqualTo("Name,Phone\n"));
        }
    }

    [Test]
    public async Task Results_come_in_another_order_than_the_upload()
    {
        await using var wire = await Wire.StartAsync(Small with { IngestBatchSize = 20 });
        var uploaded = Enumerable.Range(0, 20).Select(i => $"a{i}").ToList();
        var (id, _) = await wire.IngestAsync("Name\n" + string.Join('\n', uploaded), Insert);
        var told = (await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults")).Lines[1..].Select(l => l.Split('"')[5]).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told, Is.EquivalentTo(uploaded));
            Assert.That(told.Zip(uploaded).Count(pair => pair.First == pair.Second), Is.LessThan(5));
        }
    }

    [TestCase("LF", "Name\r\na\r\n", "LF")]
    [TestCase("CRLF", "Name\na\n", "CRLF")]
    public async Task A_line_ending_that_is_not_the_declared_one_fails_the_job(string declared, string csv, string told)
    {
        await using var wire = await Wire.StartAsync(Small);
        var (id, job) = await wire.IngestAsync(csv, $$"""{"object":"Account","operation":"insert","lineEnding":"{{declared}}"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("Failed"));
            Assert.That(job.GetProperty("errorMessage").GetString(), Is.EqualTo($"ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is {told}"));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/unprocessedrecords")).Body, Is.EqualTo(csv));
        }
    }

    [Test]
    public async Task An_unknown_column_fails_the_job_by_name()
    {
        await using var wire = await Wire.StartAsync(Small);
        var (id, job) = await wire.IngestAsync("Name,Nonsense__c\na,b\n", Insert);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("errorMessage").GetString(), Is.EqualTo("InvalidBatch : Field name not found : Nonsense__c"));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/unprocessedrecords")).Lines, Has.Length.EqualTo(2));
            Assert.That((await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults")).Lines, Has.Length.EqualTo(1));
        }
    }

    [Test]
    public async Task One_content_per_job_and_it_is_not_empty()
    {
        await using var wire = await Wire.StartAsync(Small);
        var id = await wire.CreateJobAsync("ingest", Insert);
        var path = $"{Wire.Api}/jobs/ingest/{id}/batches";
        var early = await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/ingest/{id}", """{"state":"UploadComplete"}""");
        var empty = await wire.SendAsync(HttpMethod.Put, path, Wire.Csv(""));
        var first = await wire.SendAsync(HttpMethod.Put, path, Wire.Csv("Name\na"));
        var second = await wire.SendAsync(HttpMethod.Put, path, Wire.Csv("Name\nb"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(early.ErrorCode, Is.EqualTo("INVALIDJOBSTATE"));
            Assert.That(empty.Status, Is.EqualTo(400));
            Assert.That(first.Status, Is.EqualTo(201));
            Assert.That(first.Body, Is.Empty);
            Assert.That(second.Status, Is.EqualTo(400));
            Assert.That(second.Body, Does.Contain("Found multiple contents for job"));
        }
    }

    [Test]
    public async Task The_content_url_of_an_open_job_has_no_leading_slash()
    {
        await using var wire = await Wire.StartAsync(Small);
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/jobs/ingest", Insert);
        var job = answer.Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("contentUrl").GetString(), Is.EqualTo($"services/data/v66.0/jobs/ingest/{job.GetProperty("id").GetString()}/batches"));
            Assert.That(job.GetProperty("apiVersion").GetDouble(), Is.EqualTo(66.0));
            Assert.That(job.GetProperty("id").GetString(), Does.Match("^750[A-Za-z0-9]{15}$"));
            Assert.That(job.GetProperty("createdDate").GetString(), Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$"));
        }
    }

    [Test]
    public async Task A_quote_that_is_out_of_place_fails_only_its_row()
    {
        await using var wire = await Wire.StartAsync(Small);
        var (id, job) = await wire.IngestAsync("Name,Phone\na, \"x\"\nb,\"two\nlines\"\n\"c\" ,z\nd,e,f\n", Insert);
        var successful = await wire.GetAsync($"{Wire.Api}/jobs/ingest/{id}/successfulResults");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(4));
            Assert.That(job.GetProperty("numberRecordsFailed").GetInt32(), Is.EqualTo(3));
            Assert.That(successful.Body, Does.EndWith(",\"true\",\"b\",\"two\nlines\"\n"));
        }
    }

    [Test]
    public async Task A_small_job_fits_in_one_multipart_request()
    {
        await using var wire = await Wire.StartAsync(Small);
        using var body = new MultipartFormDataContent("frontier")
        {
            { new StringContent(Insert, Encoding.UTF8, "application/json"), "job" },
            { Wire.Csv("Name\na\n"), "content", "content" },
        };
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/jobs/ingest", body);
        var job = await wire.FinishedAsync("ingest", answer.Json.GetProperty("id").GetString()!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json.GetProperty("state").GetString(), Is.EqualTo("UploadComplete"));
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(1));
        }
    }

    [TestCase("multipart/form-data;;;", "--b--", "API_ERROR")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"job\"\r\n\r\n{", "API_ERROR")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"job\"\r\n\r\n{\"object\":\"\\ud800\"}\r\n--b\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nx\r\n--b--\r\n", "JSON_PARSER_ERROR")]
    public async Task A_multipart_request_that_can_not_be_read_is_refused(string type, string body, string code)
    {
        await using var wire = await Wire.StartAsync(Small);
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/jobs/ingest", content);
        Assert.That((answer.Status, answer.ErrorCode), Is.EqualTo((400, code)));
    }

    [Test]
    public async Task An_upload_that_breaks_off_leaves_the_job_open_for_another()
    {
        await using var wire = await Wire.StartAsync(Small);
        var id = await wire.CreateJobAsync("ingest", Insert);
        var path = $"{Wire.Api}/jobs/ingest/{id}/batches";
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, wire.Emulator.Url.Port);
            var head = $"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {wire.Emulator.AccessToken}\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nName\na\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        }

        var again = await wire.SendAsync(HttpMethod.Put, path, Wire.Csv("Name\nb\n"));
        await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/ingest/{id}", """{"state":"UploadComplete"}""");
        var job = await wire.FinishedAsync("ingest", id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Status, Is.EqualTo(201));
            Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_job_that_waits_is_taken_up_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("emulator-test-").FullName;
        try
        {
            string id;
            string refresh;
            await using (var before = await Wire.StartAsync(Small with { DataDirectory = folder, JobDelay = TimeSpan.FromHours(1) }))
            {
                refresh = before.Emulator.RefreshToken;
                id = await before.CreateJobAsync("ingest", Insert);
                await before.SendAsync(HttpMethod.Put, $"{Wire.Api}/jobs/ingest/{id}/batches", Wire.Csv("Name\na\n"));
                await before.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/ingest/{id}", """{"state":"UploadComplete"}""");
            }

            await using var after = await Wire.StartAsync(Small with { DataDirectory = folder });
            var job = await after.FinishedAsync("ingest", id);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(job.GetProperty("state").GetString(), Is.EqualTo("JobComplete"));
                Assert.That(job.GetProperty("numberRecordsProcessed").GetInt32(), Is.EqualTo(1));
                Assert.That(after.Emulator.RefreshToken, Is.EqualTo(refresh));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task An_upload_may_be_compressed()
    {
        await using var wire = await Wire.StartAsync(Small);
        var id = await wire.CreateJobAsync("ingest", Insert);
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync("Name\na\nb\n"u8.ToArray());
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("text/csv");
        content.Headers.ContentEncoding.Add("gzip");
        var upload = await wire.SendAsync(HttpMethod.Put, $"{Wire.Api}/jobs/ingest/{id}/batches", content);
        await wire.SendAsync(HttpMethod.Patch, $"{Wire.Api}/jobs/ingest/{id}", """{"state":"UploadComplete"}""");
        var job = await wire.FinishedAsync("ingest", id);
        Assert.That((upload.Status, job.GetProperty("numberRecordsProcessed").GetInt32()), Is.EqualTo((201, 2)));
    }

    [Test]
    public async Task Hard_delete_needs_its_permission()
    {
        await using var wire = await Wire.StartAsync(Small);
        var answer = await wire.SendAsync(HttpMethod.Post, $"{Wire.Api}/jobs/ingest", """{"object":"Account","operation":"hardDelete"}""");
        Assert.That(answer.ErrorCode, Is.EqualTo("FEATURENOTENABLED"));
    }
}
