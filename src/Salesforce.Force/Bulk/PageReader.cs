using System.Globalization;
using System.Net;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Bulk;

/// <summary>Reads the pages of one complete job: in parallel where the org lists them, else from locator to locator; commits in page order.</summary>
internal sealed class PageReader<TPage>(
    JobEndpoint jobs, BulkJob job, PageReadOptions options, Func<ResultPage, CancellationToken, Task<TPage>> consume, Func<ResultPage, TPage, CancellationToken, Task> complete)
{
    private readonly PageList list = new(jobs, job);
    private long records;
    private int ordinal = options.StartOrdinal;

    public async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        var position = options.Parallelism > 1 && list.MayBeOffered
            ? await ReadListedAsync(cancellationToken).ConfigureAwait(false)
            : new Position(options.StartLocator, Ended: false);
        while (!position.Ended)
        {
            var page = await FetchAsync(ordinal++, position.Locator, null, options.MaxRecords, cancellationToken).ConfigureAwait(false);
            await CommitAsync(page, cancellationToken).ConfigureAwait(false);
            if (page.Page.NextLocator is { } next && string.Equals(next, position.Locator, StringComparison.Ordinal))
            {
                throw new ForceException($"Page {page.Page.Ordinal} of job {job.Id} names itself as the next page.", ForceErrorCodes.IncompleteResult);
            }

            position = new Position(page.Page.NextLocator, page.Page.NextLocator is null);
        }

        return records;
    }

    /// <returns>Where the locator walk has to go on; ended if the list had it all.</returns>
    private async Task<Position> ReadListedAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new Queue<Task<Fetched>>();
        await using var locators = ListedAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        Fetched? last = null;
        try
        {
            var more = await locators.MoveNextAsync().ConfigureAwait(false);
            if (!more)
            {
                return new Position(options.StartLocator, Ended: false);
            }

            while (more || underWay.Count > 0)
            {
                while (more && underWay.Count < options.Parallelism)
                {
                    var locator = locators.Current;
                    more = await locators.MoveNextAsync().ConfigureAwait(false);
                    underWay.Enqueue(FetchAsync(ordinal++, locator, more ? locators.Current : null, null, stop.Token));
                }

                last = await underWay.Dequeue().ConfigureAwait(false);
                await CommitAsync(last, stop.Token).ConfigureAwait(false);
            }
        }
        catch (ListDisagrees e)
        {
            // The pages themselves lead elsewhere than the list says: follow them from here on.
            ordinal = e.Number;
            return new Position(e.Locator, Ended: false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);

            // The first failure is on its way out; the others were told to stop and must not outlive us.
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new Position(last!.Page.NextLocator, last.Page.NextLocator is null);
    }

    /// <summary>The listed locators from the start locator on; none if the org has no list, an empty one, or one without the start locator.</summary>
    private async IAsyncEnumerable<string?> ListedAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var all = list.LocatorsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var reached = options.StartLocator is null;
        for (var first = true; await NextAsync(first).ConfigureAwait(false); first = false)
        {
            reached |= string.Equals(all.Current, options.StartLocator, StringComparison.Ordinal);
            if (reached)
            {
                yield return all.Current;
            }
        }

        async Task<bool> NextAsync(bool first)
        {
            try
            {
                return await all.MoveNextAsync().ConfigureAwait(false);
            }
            catch (ForceException e) when (first && (HttpStatusCode?)e.HttpStatus is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed)
            {
                return false;
            }
        }
    }

    private async Task<Fetched> FetchAsync(int number, string? locator, string? listedNext, int? maxRecords, CancellationToken cancellationToken)
    {
        var query = new List<string>(2);
        if (locator is not null)
        {
            query.Add("locator=" + Uri.EscapeDataString(locator));
        }

        if (maxRecords is { } most)
        {
            query.Add(string.Create(CultureInfo.InvariantCulture, $"maxRecords={most}"));
        }

        var path = jobs.Path(job) + "/results" + (query.Count == 0 ? string.Empty : "?" + string.Join('&', query));
        var request = new ForceRequest(jobs.Operation("results"), HttpMethod.Get, path, RequestKind.Transfer) { Accept = "text/csv" };
        var counted = 0L;
        return await PageFetch.RunAsync(
            jobs, request, $"Page {number} of job {job.Id}",
            async (headers, content, attempt) =>
            {
                if (listedNext is not null && headers.NextLocator is { } own && !string.Equals(own, listedNext, StringComparison.Ordinal))
                {
                    throw new ListDisagrees(number, locator);
                }

                var page = new ResultPage(number, locator, listedNext ?? headers.NextLocator, headers.NumberOfRecords ?? -1, content);
                return new Fetched(page, await consume(page, attempt).ConfigureAwait(false), () => counted);
            },
            n => counted = n, job is { HasCount: true, NumberRecordsProcessed: 0 }, cancellationToken).ConfigureAwait(false);
    }

    private async Task CommitAsync(Fetched fetched, CancellationToken cancellationToken)
    {
        await complete(fetched.Page, fetched.Result, cancellationToken).ConfigureAwait(false);
        records += fetched.Records();
    }

    private sealed class ListDisagrees(int number, string? locator) : Exception
    {
        public int Number { get; } = number;

        public string? Locator { get; } = locator;
    }

    private sealed record Position(string? Locator, bool Ended);

    private sealed record Fetched(ResultPage Page, TPage Result, Func<long> Records);
}
