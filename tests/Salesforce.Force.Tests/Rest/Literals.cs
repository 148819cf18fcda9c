using Salesforce.Force.Rest;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Rest;

[TestFixture]
internal sealed class Literals
{
    [TestCase("plain", "'plain'")]
    [TestCase("O'Brien", @"'O\'Brien'")]
    [TestCase(@"\' OR Id != '", @"'\\\' OR Id != \''")]
    [TestCase("a\nb\rc\td\be\ff", @"'a\nb\rc\td\be\ff'")]
    [TestCase("50%_", "'50%_'")]
    [TestCase(null, "null")]
    public void A_string_stays_a_string(string? value, string soql) => Assert.That(SoqlLiteral.String(value), Is.EqualTo(soql));

    [Test]
    public void Wildcards_in_a_value_are_not_wildcards() => Assert.That(SoqlLiteral.Like("50%_'", "%", "%"), Is.EqualTo(@"'%50\%\_\'%'"));

    [Test]
    public void Times_are_UTC_and_unquoted()
    {
        Assert.That(SoqlLiteral.DateTime(new DateTimeOffset(2026, 11, 20, 5, 15, 0, 7, TimeSpan.FromHours(1))), Is.EqualTo("2026-11-20T04:15:00.007Z"));
        Assert.That(SoqlLiteral.Date(new DateOnly(2026, 1, 2)), Is.EqualTo("2026-01-02"));
    }

    [Test]
    public void Ids_are_checked_and_an_empty_list_is_refused()
    {
        Assert.That(SoqlLiteral.Ids(["00T000000000001", "00T000000000001AAA"]), Is.EqualTo("('00T000000000001','00T000000000001AAA')"));
        Assert.That(() => SoqlLiteral.Ids(["x') OR (Id != '"]), Throws.ArgumentException);
        Assert.That(() => SoqlLiteral.Ids([]), Throws.ArgumentException);
        Assert.That(SoqlLiteral.Strings(["a'b", "c"]), Is.EqualTo(@"('a\'b','c')"));
    }

    [Test]
    public async Task Lists_are_cut_so_that_a_request_line_passes_proxies_of_8_KB()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""{"totalSize":0,"done":true,"records":[]}"""));
        using var client = Clients.With(server);
        var ids = Enumerable.Range(0, 1000).Select(n => $"00T{n:000000000000}AAA").ToList();
        const string select = "SELECT Id, Owner.Name, Legacy_Task_Id__c FROM VoiceCall WHERE ActivityId IN ";
        foreach (var chunk in SoqlLiteral.Chunks(select, ids))
        {
            await client.CountAsync(select + SoqlLiteral.Ids(chunk), all: true, CancellationToken.None);
        }

        var targets = server.Requests.Select(r => Uri.UnescapeDataString(r.Target)).ToList();
        Assert.That(server.Requests.Select(r => r.Target.Length), Is.All.LessThan(8000));
        Assert.That(targets, Has.Count.EqualTo(3), "1,000 ids of 21 bytes");
        Assert.That(ids.Where(id => targets.Count(t => t.Contains($"'{id}'", StringComparison.Ordinal)) != 1), Is.Empty);
    }

    [Test]
    public async Task A_value_arrives_as_it_is_written()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""{"totalSize":0,"done":true,"records":[]}"""));
        using var client = Clients.With(server);
        const string soql = @"SELECT COUNT() FROM Task WHERE Subject IN ('O\'Brien, %27 + & # 100%2C','電話')";
        await client.CountAsync(soql, all: false, CancellationToken.None);
        Assert.That(Uri.UnescapeDataString(server.Requests.Single().Target.Split("?q=")[1]), Is.EqualTo(soql));
    }

    [TestCase("Owner.Name", true)]
    [TestCase("Legacy_Task_Id__c", true)]
    [TestCase("Id, Name", false)]
    [TestCase("a..b", false)]
    [TestCase("1a", false)]
    [TestCase("", false)]
    public void Names_are_checked(string name, bool good)
    {
        if (good)
        {
            Assert.That(SoqlLiteral.Name(name), Is.EqualTo(name));
        }
        else
        {
            Assert.That(() => SoqlLiteral.Name(name), Throws.ArgumentException);
        }
    }
}
