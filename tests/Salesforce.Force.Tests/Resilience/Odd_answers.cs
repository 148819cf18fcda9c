using System.Globalization;
using System.Text.Json.Nodes;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Bulk;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Resilience;

/// <summary>Whatever JSON an org, or something in between, answers: what is not understood is a <see cref="ForceException"/> with a code.</summary>
[TestFixture]
internal sealed class Odd_answers
{
    private const int Answers = 150;
    private static readonly string[] Keys =
    [
        "id", "state", "operation", "records", "done", "nextRecordsUrl", "totalSize", "resultPages", "resultUrl", "name", "fields", "picklistValues", "referenceTo", "sobjects", "Max", "version",
        "user_id", "organization_id", "identity", "errors", "statusCode", "success", "errorCode", "message", "access_token", "instance_url", "attributes", "Id", "numberRecordsProcessed",
    ];

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return Request("login", client => client.LoginAsync(default));
        yield return Request("versions", client => client.VersionsAsync(default));
        yield return Request("describe global", client => client.DescribeGlobalAsync(default));
        yield return Request("describe", client => client.DescribeAsync("Task", default));
        yield return Request("limits", client => client.LimitsAsync(default));
        yield return Request("query", client => AllAsync(client.QueryAsync("SELECT Id FROM Task", all: false, default)));
        yield return Request("query into a type", client => AllAsync(client.QueryAsync<Row>("SELECT Id FROM Task", all: false, default)));
        yield return Request("count", client => client.CountAsync("SELECT COUNT() FROM Task", all: false, default));
        yield return Request("create records", client => client.CreateAsync("Task", [new Dictionary<string, object?>(StringComparer.Ordinal)], allOrNone: false, default));
        yield return Request("delete records", client => client.DeleteAsync(["00T000000000001AAA"], allOrNone: false, default));
        yield return Request("create a query job", client => client.BulkQuery.CreateAsync("SELECT Id FROM Task", all: true, default));
        yield return Request("create an ingest job", client => client.BulkIngest.CreateAsync(new("VoiceCall", IngestOperation.Insert), default));
        yield return Request("list jobs", client => AllAsync(client.BulkQuery.ListAsync(default)));
        yield return Request("abort a job", client => client.BulkIngest.AbortAsync(JobsJson.Id, default));
        yield return Request("read pages", client => client.BulkQuery.ReadPagesAsync(JobsJson.Complete(1), new() { Parallelism = 2 }, (_, _) => Task.FromResult(0), (_, _, _) => Task.CompletedTask, default));

        static TestCaseData Request(string name, Func<ForceClient, Task> send) => new TestCaseData(send).SetName("{m}(" + name + ")");
    }

    [TestCaseSource(nameof(Requests))]
    public async Task Are_understood_or_refused(Func<ForceClient, Task> send)
    {
        var chance = new Random(20261120);
        var next = RawAnswer.Json("{}");
        await using var server = new RawServer(_ => next);
        var refused = 0;
        for (var i = 0; i < Answers; i++)
        {
            next = RawAnswer.Json(Value(chance, 0)?.ToJsonString() ?? "null", chance.Next(4) == 0 ? 400 : 200);
            using var client = Clients.With(server, Clients.Hasty with { MaxAttempts = 1, JobTimeout = TimeSpan.Zero });
            try
            {
                await send(client);
            }
            catch (ForceException e)
            {
                Assert.That(e.ErrorCode, Is.Not.Empty);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{Written(next)} → {e}");
            }
        }

        Assert.That(refused, Is.InRange(Answers / 10, Answers));
    }

    private static string Written(RawAnswer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Body)}");

    private static JsonNode? Value(Random chance, int depth) => chance.Next(depth > 3 ? 8 : 12) switch
    {
        0 => null,
        1 => chance.Next(2) == 0,
        2 => chance.Next(),
        3 => chance.NextDouble() * 1e30,
        4 => "text",
        5 => "750000000000001AAA",
        6 => "JobComplete",
        7 => "/services/data/v66.0/query/01g-1?locator=x",
        8 or 9 => new JsonArray([.. Enumerable.Range(0, chance.Next(3)).Select(_ => Value(chance, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, chance.Next(6)).Select(_ => Keys[chance.Next(Keys.Length)]).Distinct().Select(key => KeyValuePair.Create(key, Value(chance, depth + 1)))),
    };

    private static async Task AllAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var item in items)
        {
            Assert.That(item, Is.Not.Null);
        }
    }

    private sealed record Row(string? Id, string? Name);
}
