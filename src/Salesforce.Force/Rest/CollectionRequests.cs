using System.Text.Json;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;
using Salesforce.Force.Resilience;

namespace Salesforce.Force.Rest;

/// <summary>sObject Collections.</summary>
internal sealed class CollectionRequests(ForceHttp http, string apiVersion)
{
    /// <summary>Salesforce's bound on one request (sObject Collections).</summary>
    private const int MaxRecords = 200;

    private readonly string root = $"services/data/v{apiVersion}/composite/sobjects";

    public Task<IReadOnlyList<SaveResult>> CreateAsync(
        string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) =>
        SendAsync("create", HttpMethod.Post, root, RequestKind.Once, sobject, records, allOrNone, cancellationToken);

    public Task<IReadOnlyList<SaveResult>> UpdateAsync(
        string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) =>
        SendAsync("update", HttpMethod.Patch, root, RequestKind.Repeatable, sobject, records, allOrNone, cancellationToken);

    public Task<IReadOnlyList<SaveResult>> UpsertAsync(
        string sobject, string field, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken) =>
        SendAsync(
            "upsert", HttpMethod.Patch, $"{root}/{SoqlLiteral.Name(sobject)}/{SoqlLiteral.Name(field)}", RequestKind.Repeatable, sobject, records, allOrNone, cancellationToken);

    public async Task<IReadOnlyList<SaveResult>> DeleteAsync(IReadOnlyList<string> ids, bool allOrNone, CancellationToken cancellationToken)
    {
        CheckCount(ids.Count);
        if (ids.Count == 0)
        {
            return [];
        }

        var path = $"{root}?ids={string.Join(',', ids.Select(SoqlLiteral.CheckedId))}&allOrNone={(allOrNone ? "true" : "false")}";
        var doubtful = false;
        var request = new ForceRequest("rest.collections.delete", HttpMethod.Delete, path, RequestKind.Once);
        while (true)
        {
            try
            {
                var results = await ResultsAsync(request, ids.Count, cancellationToken).ConfigureAwait(false);
                return doubtful ? [.. results.Select(DeletedMeansDone)] : results;
            }
            catch (ForceException e) when (e.IsAmbiguous && !doubtful)
            {
                // Deleting twice is harmless, but the second answer calls the rows of the first "deleted": remember, to read it rightly.
                doubtful = true;
                request = request with { Kind = RequestKind.Repeatable };
            }
        }
    }

    private Task<IReadOnlyList<SaveResult>> SendAsync(
        string verb, HttpMethod method, string path, RequestKind kind, string sobject, IReadOnlyList<IReadOnlyDictionary<string, object?>> records, bool allOrNone, CancellationToken cancellationToken)
    {
        CheckCount(records.Count);
        if (records.Count == 0)
        {
            return Task.FromResult<IReadOnlyList<SaveResult>>([]);
        }

        var body = RecordJson.Write(sobject, records, allOrNone);
        var request = new ForceRequest("rest.collections." + verb, method, path, kind)
        {
            Content = () => new ByteArrayContent(body) { Headers = { ContentType = new("application/json", "utf-8") } },
        };
        return ResultsAsync(request, records.Count, cancellationToken);
    }

    /// <summary>Results are told from one another by their order alone, so there must be one for each record.</summary>
    private async Task<IReadOnlyList<SaveResult>> ResultsAsync(ForceRequest request, int records, CancellationToken cancellationToken)
    {
        var results = await http.JsonAsync(request, ParseResults, cancellationToken).ConfigureAwait(false);
        return results.Count == records
            ? results
            : throw new ForceException($"{request.Operation}: {records} records were sent and {results.Count} results came.", ForceErrorCodes.IncompleteResult) { IsAmbiguous = true };
    }

    private static IReadOnlyList<SaveResult> ParseResults(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(Result)]
            : throw new JsonException("The results are an array.");
    }

    private static SaveResult Result(JsonElement result) => new(
        result.Text("id"), result.Flag("success"), result.NullableFlag("created"),
        [.. result.Items("errors").Select(e => new SaveError(e.Text("statusCode") ?? e.Text("errorCode") ?? "UNKNOWN_EXCEPTION", e.Text("message") ?? string.Empty, e.Texts("fields")))]);

    private static SaveResult DeletedMeansDone(SaveResult result) =>
        !result.Success && result.Errors.Any(e => e.StatusCode == "ENTITY_IS_DELETED") ? result with { Success = true, Errors = [] } : result;

    private static void CheckCount(int records)
    {
        if (records > MaxRecords)
        {
            throw new ArgumentException($"At most {MaxRecords} records per request (sObject Collections); {records} were given.", nameof(records));
        }
    }
}
