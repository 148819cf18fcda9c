using System.Collections.Concurrent;
using System.Globalization;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>Open results behind query locators. A locator lives two days; past <see cref="Most"/> the oldest goes.</summary>
internal sealed class QueryCursors(TimeProvider clock)
{
    private const int Most = 1_000;
    private static readonly TimeSpan Life = TimeSpan.FromDays(2);
    private readonly ConcurrentDictionary<string, Cursor> open = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    public string Open(IQueryResult result, int pageSize)
    {
        var id = WireId.New("0r8");
        open[id] = new Cursor(result, pageSize, clock.GetUtcNow() + Life);
        order.Enqueue(id);
        if (order.Count > Most && order.TryDequeue(out var oldest))
        {
            open.TryRemove(oldest, out _);
        }

        return id;
    }

    /// <summary><c>0r8…-2000</c>: the result, and the row to go on from.</summary>
    /// <exception cref="OrgRequestException">Unknown, expired or malformed.</exception>
    public (IQueryResult Result, string Id, int Start, int PageSize) Resume(string locator)
    {
        var dash = locator.LastIndexOf('-');
        if (dash > 0
            && int.TryParse(locator.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && open.TryGetValue(locator[..dash], out var cursor)
            && start <= cursor.Result.Count
            && clock.GetUtcNow() < cursor.Ends)
        {
            return (cursor.Result, locator[..dash], start, cursor.PageSize);
        }

        throw new OrgRequestException(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    }

    private sealed record Cursor(IQueryResult Result, int PageSize, DateTimeOffset Ends);
}
