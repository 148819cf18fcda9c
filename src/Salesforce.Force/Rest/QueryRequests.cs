using System.Runtime.CompilerServices;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Rest;

/// <summary>REST queries; the next page is fetched when the rows at hand are used up.</summary>
internal sealed class QueryRequests(ForceHttp http, string apiVersion)
{
    public async IAsyncEnumerable<T> RowsAsync<T>(
        string resource, string soql, Func<ReadOnlyMemory<byte>, QueryPage<T>> parse, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(soql);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var path = Path(resource, soql); path is not null;)
        {
            var page = await http.JsonAsync(Request(resource, path), parse, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            path = page.Next is null ? null : Next(page.Next);
            if (path is not null && !seen.Add(path))
            {
                throw new ForceException("The pages of a query lead back to one that was read already.", ForceErrorCodes.IncompleteResult);
            }
        }
    }

    public async Task<long> CountAsync(string resource, string soql, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(soql);
        var page = await http.JsonAsync(Request(resource, Path(resource, soql)), QueryPage<QueryRow>.ParseRows, cancellationToken).ConfigureAwait(false);
        return page.TotalSize;
    }

    private static ForceRequest Request(string resource, string path) => new("rest." + resource.Replace('/', '.'), HttpMethod.Get, path, RequestKind.Repeatable);

    private string Path(string resource, string soql) => $"services/data/v{apiVersion}/{resource}?q={SoqlLiteral.InUrl(soql)}";

    // With or without a host, a slash or two in front: from here on it is a path of this org. Another host would get the token.
    private static string Next(string link)
    {
        const string root = "services/data/";
        var at = link.IndexOf(root, StringComparison.OrdinalIgnoreCase);
        return at >= 0 ? link[at..] : throw new ForceException($"The org's nextRecordsUrl does not lead to {root}: the rest of the answer can't be read.", ForceErrorCodes.InsecureUrl);
    }
}
