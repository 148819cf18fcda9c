using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Rest;

[TestFixture]
internal sealed class Queries
{
    [Test]
    public async Task Rows_are_flattened_to_the_paths_of_the_SOQL()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""
            {"totalSize":1,"done":true,"records":[{"attributes":{"type":"Task","url":"/x"},"Id":"00T1","Owner":{"attributes":{"type":"Name"},"Name":"Ann \"A\"","Profile":{"Name":"P"}},
              "Who":null,"CallDurationInSeconds":61.0,"IsClosed":true,"n":3,"expr0":1e2,"Calls":{"totalSize":1,"done":true,"records":[{"Id":"x"}]}}]}
            """));
        using var client = Clients.With(server);

        var row = (await AllAsync(client.QueryAsync("SELECT …", false, CancellationToken.None))).Single();

        Assert.That((row["id"], row["Owner.Name"], row["OWNER.PROFILE.NAME"], row["Who"], row["Who.Name"]), Is.EqualTo(("00T1", "Ann \"A\"", "P", (string?)null, (string?)null)));
        Assert.That((row["CallDurationInSeconds"], row["IsClosed"], row["n"], row["expr0"]), Is.EqualTo(("61.0", "true", "3", "1e2")));
        Assert.That(row["Calls"], Does.Contain("\"records\""));
        Assert.That(row.Values.Keys, Has.None.Contains("attributes"));
    }

    [Test]
    public async Task Pages_are_fetched_as_the_rows_are_used_up()
    {
        await using var server = new RawServer(r => r.Target.EndsWith("-2000", StringComparison.Ordinal)
            ? RawAnswer.Json("""{"totalSize":"3","done":true,"records":[{"Id":"3"}]}""")
            : RawAnswer.Json("""{"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v66.0/query/0r8000000000001AAA-2000","records":[{"Id":"1"},{"Id":"2"}]}"""));
        using var client = Clients.With(server);
        var requestsAtRow = new List<int>();

        await foreach (var row in client.QueryAsync("SELECT Id FROM Task WHERE Subject = 'a&b+c'", true, CancellationToken.None))
        {
            requestsAtRow.Add(server.Requests.Count);
        }

        Assert.That(requestsAtRow, Is.EqualTo([1, 1, 2]));
        Assert.That(server.Requests.First().Target, Is.EqualTo("/services/data/v66.0/queryAll?q=SELECT%20Id%20FROM%20Task%20WHERE%20Subject%20%3D%20'a%26b%2Bc'"));
    }

    [Test]
    public async Task Rows_can_be_read_into_a_type()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""{"totalSize":1,"done":true,"records":[{"attributes":{},"Id":"1","Owner":{"Name":"Ann"},"CallDurationInSeconds":61}]}"""));
        using var client = Clients.With(server);

        var call = (await AllAsync(client.QueryAsync<Call>("SELECT …", false, CancellationToken.None))).Single();

        Assert.That(call, Is.EqualTo(new Call("1", new Person("Ann"), 61)));
    }

    [Test]
    public async Task A_count_is_the_total_size()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""{"totalSize":152000,"done":true,"records":[]}"""));
        using var client = Clients.With(server);

        Assert.That(await client.CountAsync("SELECT COUNT() FROM Task", true, CancellationToken.None), Is.EqualTo(152_000));
    }

    [Test]
    public async Task A_link_to_another_host_does_not_take_the_token_there()
    {
        await using var elsewhere = new RawServer(_ => RawAnswer.Json("""{"totalSize":1,"done":true,"records":[]}"""));
        await using var server = new RawServer(r => r.Target.Contains("q=", StringComparison.Ordinal)
            ? RawAnswer.Json($$"""{"totalSize":1,"done":false,"nextRecordsUrl":"{{elsewhere.Url}}services/data/v66.0/query/x","records":[]}""")
            : RawAnswer.Json("""{"totalSize":1,"done":true,"records":[{"Id":"1"}]}"""));
        using var client = Clients.With(server);

        var rows = await AllAsync(client.QueryAsync("SELECT Id FROM Task", false, CancellationToken.None));

        Assert.That((rows.Count, elsewhere.Requests.Count), Is.EqualTo((1, 0)));
    }

    [TestCase("services/data/v66.0/query/0r8-1")]
    [TestCase("/services/data/v66.0/query/0r8-1")]
    [TestCase("//services/data/v66.0/query/0r8-1")]
    [TestCase("https://other.my.salesforce.com//services/data/v66.0/query/0r8-1")]
    public async Task A_link_leads_to_its_path_in_this_org_however_it_begins(string link)
    {
        await using var server = new RawServer(r => r.Target.EndsWith("-1", StringComparison.Ordinal)
            ? RawAnswer.Json("""{"totalSize":2,"done":true,"records":[{"Id":"2"}]}""")
            : RawAnswer.Json($$"""{"totalSize":2,"done":false,"nextRecordsUrl":"{{link}}","records":[{"Id":"1"}]}"""));
        using var client = Clients.With(server);

        Assert.That(await AllAsync(client.QueryAsync("SELECT Id FROM Task", false, CancellationToken.None)), Has.Count.EqualTo(2));
        Assert.That(server.Requests.Last().Target, Is.EqualTo("/services/data/v66.0/query/0r8-1"));
    }

    [TestCase("3.0", 3)]
    [TestCase("\"3\"", 3)]
    [TestCase("1.52E5", 152_000)]
    public async Task A_total_size_is_a_number_however_it_is_written(string written, long size)
    {
        await using var server = new RawServer(_ => RawAnswer.Json($$"""{"totalSize":{{written}},"done":true,"records":[]}"""));
        using var client = Clients.With(server);

        Assert.That(await client.CountAsync("SELECT COUNT() FROM Task", true, CancellationToken.None), Is.EqualTo(size));
    }

    [Test]
    public async Task A_total_size_that_is_no_number_is_not_the_expected_JSON([Values("\"many\"", "1e20")] string written)
    {
        await using var server = new RawServer(_ => RawAnswer.Json($$"""{"totalSize":{{written}},"done":true,"records":[]}"""));
        using var client = Clients.With(server);

        var error = await Assert.ThrowsAsync<ForceException>(() => client.CountAsync("SELECT COUNT() FROM Task", true, CancellationToken.None));
        Assert.That(error!.ErrorCode, Is.EqualTo(ForceErrorCodes.NotJson));
    }

    [Test]
    public async Task A_byte_order_mark_is_no_part_of_the_JSON()
    {
        await using var server = new RawServer(r => r.Target.Contains("Bad", StringComparison.Ordinal)
            ? RawAnswer.Json("\uFEFF" + """[{"message":"No such column","errorCode":"INVALID_FIELD"}]""", 400)
            : RawAnswer.Json("\uFEFF" + """{"totalSize":7,"done":true,"records":[]}"""));
        using var client = Clients.With(server);

        Assert.That(await client.CountAsync("SELECT COUNT() FROM Task", true, CancellationToken.None), Is.EqualTo(7));
        var error = await Assert.ThrowsAsync<ForceException>(() => client.CountAsync("SELECT Bad FROM Task", true, CancellationToken.None));
        Assert.That(error!.ErrorCode, Is.EqualTo("INVALID_FIELD"));
    }

    [TestCase("\"a \\ud83d\"", "a \uFFFD")]
    [TestCase("\"\\ude00\\u00e4\\ud83d\\ude00\"", "\uFFFDä😀")]
    [TestCase("\"\\\\ud83d \\ud83d\\n\"", "\\ud83d \uFFFD\n")]
    public async Task Half_a_character_is_read_as_one_that_is_missing(string written, string read)
    {
        await using var server = new RawServer(r => r.Target.Contains("Bad", StringComparison.Ordinal)
            ? RawAnswer.Json($$"""[{"errorCode":"INVALID_FIELD","message":{{written}}}]""", 400)
            : RawAnswer.Json($$"""{"totalSize":1,"done":true,"records":[{"Subject":{{written}}}]}"""));
        using var client = Clients.With(server);

        var rows = await AllAsync(client.QueryAsync("SELECT Subject FROM Task", false, CancellationToken.None));
        var error = await Assert.ThrowsAsync<ForceException>(() => client.CountAsync("SELECT Bad FROM Task", true, CancellationToken.None));

        Assert.That(rows.Single()["Subject"], Is.EqualTo(read));
        Assert.That(error!.Message, Does.Contain(read));
    }

    [Test]
    public async Task Bytes_that_are_no_text_are_read_as_characters_that_are_missing()
    {
        byte[] body = [.. """{"totalSize":1,"done":true,"records":[{"Subject":"a"""u8, 0xC3, .. """ b"}]}"""u8];
        await using var server = new RawServer(_ => RawAnswer.Json(string.Empty) with { Body = body });
        using var client = Clients.With(server);

        var rows = await AllAsync(client.QueryAsync("SELECT Subject FROM Task", false, CancellationToken.None));

        Assert.That(rows.Single()["Subject"], Is.EqualTo("a\uFFFD b"));
    }

    [Test]
    public async Task A_refusal_carries_the_code_of_the_org_and_not_the_query()
    {
        await using var server = new RawServer(_ => RawAnswer.Error(400, "INVALID_FIELD", "No such column 'X'"));
        using var client = Clients.With(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => AllAsync(client.QueryAsync("SELECT X FROM Task WHERE Phone = '+4912345'", false, CancellationToken.None))))!;

        Assert.That(error.ErrorCode, Is.EqualTo("INVALID_FIELD"));
        Assert.That(error.ToString(), Does.Not.Contain("4912345"));
    }

    private static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> rows)
    {
        var all = new List<T>();
        await foreach (var row in rows)
        {
            all.Add(row);
        }

        return all;
    }

    private sealed record Call(string Id, Person Owner, double CallDurationInSeconds);

    private sealed record Person(string Name);
}
