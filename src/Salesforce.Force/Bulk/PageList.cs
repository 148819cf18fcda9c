using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Bulk;

/// <summary><c>resultPages</c>: the locators of all pages, a few per answer (API 58.0).</summary>
internal sealed class PageList(JobEndpoint jobs, BulkJob job)
{
    private const decimal FirstVersion = 58.0m;

    /// <summary>False if the job's version has no such resource.</summary>
    public bool MayBeOffered =>
        decimal.TryParse(job.ApiVersion.Length > 0 ? job.ApiVersion : jobs.Options.ApiVersion, NumberStyles.Number, CultureInfo.InvariantCulture, out var version)
        && version >= FirstVersion;

    /// <summary>Locators in page order; null stands for the first page where the org lists it without one.</summary>
    public async IAsyncEnumerable<string?> LocatorsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? link = null;
        do
        {
            var path = jobs.Path(job) + "/resultPages" + (link is null ? string.Empty : "?locator=" + Uri.EscapeDataString(link));
            var answer = await jobs.Http.JsonAsync(
                new ForceRequest(jobs.Operation("resultPages"), HttpMethod.Get, path, RequestKind.Repeatable), Parse, cancellationToken).ConfigureAwait(false);
            foreach (var locator in answer.Locators)
            {
                yield return locator;
            }

            if (answer.Next is not null && string.Equals(answer.Next, link, StringComparison.Ordinal))
            {
                throw new ForceException($"resultPages of job {job.Id} lead back to themselves.", ForceErrorCodes.IncompleteResult);
            }

            link = answer.Next;
        }
        while (link is not null);
    }

    private static Answer Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("resultPages", out _))
        {
            throw new JsonException("An object with resultPages.");
        }

        var locators = root.Items("resultPages").Select(page => page.Text("resultUrl") ?? page.Text("resultLink")).OfType<string>()
            .Select(url => Links.Locator(Links.Parameter(url, "locator")));
        var next = root.NullableFlag("done") == true ? null : BulkJobJson.NextLink(root);
        return new Answer([.. locators], next is null ? null : Links.Locator(Links.Parameter(next, "locator")));
    }

    private sealed record Answer(IReadOnlyList<string?> Locators, string? Next);
}
