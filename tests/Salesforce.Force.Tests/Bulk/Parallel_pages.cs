using System.Collections.Concurrent;
using System.Globalization;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Bulk;

/// <summary>Eleven pages of one row each, listed five to an answer.</summary>
[TestFixture]
internal sealed class Parallel_pages
{
    private const int Pages = 11;
    private static readonly PageReadOptions Parallel = new() { Parallelism = 4, MaxRecords = 1 };

    [Test]
    public async Task Pages_are_consumed_together_and_completed_in_order()
    {
        var consuming = 0;
        var four = new TaskCompletionSource();
        await using var server = new RawServer(r => Answer(r));
        using var client = Clients.With(server);
        var completed = new List<string>();

        var total = await client.BulkQuery.ReadPagesAsync(
            JobsJson.Complete(Pages), Parallel,
            async (page, cancellationToken) =>
            {
                if (Interlocked.Increment(ref consuming) == 4)
                {
                    four.SetResult();
                }

                await four.Task; // four must be under way together, or this never ends
                await page.Content.CopyToAsync(Stream.Null, cancellationToken);
                return page.Ordinal;
            },
            (page, ordinal, _) =>
            {
                completed.Add($"{page.Ordinal}={ordinal} {page.Locator} {page.NextLocator ?? "end"}");
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.That(total, Is.EqualTo(Pages));
        Assert.That(completed, Is.EqualTo(Enumerable.Range(0, Pages).Select(i => i == Pages - 1 ? $"{i}={i} L{i} end" : $"{i}={i} L{i} L{i + 1}")));
        Assert.That(server.Where("GET", "resultPages").Count(), Is.EqualTo(3));
        Assert.That(server.Where("GET", "/results?").Count(), Is.EqualTo(Pages));
    }

    [TestCase(400)]
    [TestCase(404)]
    [TestCase(405)]
    public async Task An_org_without_the_list_is_walked(int status)
    {
        await using var server = new RawServer(r => IsList(r) ? RawAnswer.Error(status, "NOT_FOUND", "no") : Result_pages.Answer(r));
        using var client = Clients.With(server);

        var read = await Result_pages.ReadAsync(client, Parallel);

        Assert.That(read.Completed, Is.EqualTo(["0 - MjA 2", "1 MjA NDA 2", "2 NDA - 1"]));
    }

    [Test]
    public async Task A_job_of_an_old_version_is_walked_without_asking()
    {
        await using var server = new RawServer(r => Result_pages.Answer(r));
        using var client = Clients.With(server);

        var read = await Result_pages.ReadAsync(client, Parallel, job: JobsJson.Complete(5) with { ApiVersion = "57.0" });

        Assert.That(read.Total, Is.EqualTo(5));
        Assert.That(server.Where("GET", "resultPages"), Is.Empty);
    }

    [Test]
    public async Task An_empty_list_is_walked()
    {
        await using var server = new RawServer(r => IsList(r) ? RawAnswer.Json("""{"resultPages":[],"done":true}""") : Result_pages.Answer(r));
        using var client = Clients.With(server);

        Assert.That((await Result_pages.ReadAsync(client, Parallel)).Total, Is.EqualTo(5));
    }

    [Test]
    public async Task The_other_spelling_of_the_next_link_is_read_too()
    {
        await using var server = new RawServer(r => Answer(r, "nextRecordUrl"));
        using var client = Clients.With(server);

        Assert.That((await Result_pages.ReadAsync(client, Parallel, Pages)).Total, Is.EqualTo(Pages));
    }

    [Test]
    public async Task Reading_goes_on_from_a_locator_of_the_list()
    {
        await using var server = new RawServer(r => Answer(r));
        using var client = Clients.With(server);

        var read = await Result_pages.ReadAsync(client, Parallel with { StartLocator = "L9", StartOrdinal = 9 });

        Assert.That(read.Completed, Is.EqualTo(["9 L9 L10 1", "10 L10 - 1"]));
    }

    [Test]
    public async Task A_start_locator_that_the_list_does_not_know_is_walked_from()
    {
        await using var server = new RawServer(r => IsList(r) ? Answer(r) : Result_pages.Answer(r));
        using var client = Clients.With(server);

        var read = await Result_pages.ReadAsync(client, Parallel with { StartLocator = "MjA", StartOrdinal = 1 });

        Assert.That(read.Completed, Is.EqualTo(["1 MjA NDA 2", "2 NDA - 1"]));
    }

    [Test]
    public async Task Pages_that_lead_elsewhere_than_the_list_says_are_followed()
    {
        // The list knows L0, L1, …; the pages themselves are those of the walk.
        await using var server = new RawServer(r => IsList(r) ? Answer(r) : Links.Parameter(r.Target, "locator") == "L0" ? Result_pages.Answer(r with { Target = "/results" }) : Result_pages.Answer(r));
        using var client = Clients.With(server);

        var read = await Result_pages.ReadAsync(client, Parallel);

        Assert.That(read.Completed, Is.EqualTo(["0 L0 MjA 2", "1 MjA NDA 2", "2 NDA - 1"]));
    }

    [Test]
    public async Task A_list_that_ends_before_the_pages_do_is_gone_beyond()
    {
        await using var server = new RawServer(r => IsList(r) ? RawAnswer.Json("""{"resultPages":[{"resultUrl":"/x/results?locator=MjA"}],"done":true}""") : Result_pages.Answer(r));
        using var client = Clients.With(server);

        var read = await Result_pages.ReadAsync(client, Parallel, job: JobsJson.Complete(3));

        Assert.That(read.Completed, Is.EqualTo(["0 MjA NDA 2", "1 NDA - 1"]));
    }

    [Test]
    public async Task A_spoilt_page_among_many_is_fetched_again()
    {
        var spoilt = new ConcurrentDictionary<string, bool>();
        await using var server = new RawServer(r => Answer(r) is var a && !IsList(r) && spoilt.TryAdd(r.Target, true) ? a with { CutAt = a.Body.Length - 2 } : a);
        using var client = Clients.With(server);

        Assert.That((await Result_pages.ReadAsync(client, Parallel, Pages)).Total, Is.EqualTo(Pages));
        Assert.That(client.Retries, Is.EqualTo(Pages));
    }

    [Test]
    public async Task A_page_that_fails_for_good_ends_the_reading_and_nothing_after_it_is_completed()
    {
        await using var server = new RawServer(r => r.Target.Contains("=L5", StringComparison.Ordinal) ? RawAnswer.Error(404, "NOT_FOUND", "gone") : Answer(r));
        using var client = Clients.With(server);
        var completed = new List<int>();

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.BulkQuery.ReadPagesAsync(
            JobsJson.Complete(Pages), Parallel, (page, _) => Task.FromResult(page.Ordinal), (_, ordinal, _) => { completed.Add(ordinal); return Task.CompletedTask; }, CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("NOT_FOUND"));
        Assert.That(completed, Is.EqualTo([0, 1, 2, 3, 4]));
    }

    private static bool IsList(RawRequest request) => request.Target.Contains("resultPages", StringComparison.OrdinalIgnoreCase);

    private static RawAnswer Answer(RawRequest request, string nextKey = "nextRecordsUrl")
    {
        var locator = Links.Parameter(request.Target, "locator");
        if (!IsList(request))
        {
            var page = int.Parse(locator![1..], CultureInfo.InvariantCulture);
            return RawAnswer.Csv($"\"Id\"\n\"{page}\"\n", 1, page == Pages - 1 ? "null" : $"L{page + 1}");
        }

        var from = locator is null ? 0 : int.Parse(locator, CultureInfo.InvariantCulture);
        var listed = Enumerable.Range(from, Math.Min(5, Pages - from)).Select(i => $$"""{"resultUrl":"/services/data/v66.0/jobs/query/{{JobsJson.Id}}/results?locator=L{{i}}"}""");
        var next = from + 5 < Pages ? $"""
            "{nextKey}":"/services/data/v66.0/jobs/query/{JobsJson.Id}/resultpages?locator={from + 5}","done":false
            """ : "\"done\":true";
        return RawAnswer.Json($$"""{"resultPages":[{{string.Join(',', listed)}}],{{next}}}""");
    }
}
