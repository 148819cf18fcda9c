using System.Globalization;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Bulk API 2.0 query.</summary>
internal static class QueryJobEndpoints
{
    private const int FirstVersion = 47;
    private const int FirstVersionOfPages = 58;
    private const int PagesPerAnswer = 5;

    public static void Map(Router router)
    {
        const string jobs = "services/data/{version}/jobs/query";
        router.Map("POST", jobs, Access.Api, CreateAsync, FirstVersion);
        router.Map("GET", jobs, Access.Api, call => JobEndpoints.ListAsync(call, JobKind.Query), FirstVersion);
        router.Map("GET", jobs + "/{id}", Access.Api, call => JobEndpoints.InfoAsync(call, JobKind.Query), FirstVersion);
        router.Map("PATCH", jobs + "/{id}", Access.Api, PatchAsync, FirstVersion);
        router.Map("DELETE", jobs + "/{id}", Access.Api, call => JobEndpoints.DeleteAsync(call, JobKind.Query), FirstVersion);
        router.Map("GET", jobs + "/{id}/results", Access.Api, ResultsAsync, FirstVersion);
        router.Map("GET", jobs + "/{id}/resultPages", Access.Api, PagesAsync, FirstVersionOfPages);
    }

    private static async Task CreateAsync(ApiCall call)
    {
        using var body = await call.ReadJsonAsync();
        var request = JobRequest.Read(body.RootElement);
        if (request.Operation is not ("query" or "queryAll"))
        {
            throw new OrgRequestException(400, "INVALIDJOB", $"Invalid operation: {request.Operation}");
        }

        var job = call.Site.QueryJobs.Create(request, request.Query ?? throw new OrgRequestException(400, "INVALIDJOB", "query is required"), call.Version);
        await call.JsonAsync(200, json => JobJson.WriteShort(job, json, JobState.UploadComplete));
    }

    private static async Task PatchAsync(ApiCall call)
    {
        var job = JobEndpoints.Require(call, JobKind.Query);
        using var body = await call.ReadJsonAsync();
        if (JobRequest.ReadState(body.RootElement) != "Aborted")
        {
            throw new OrgRequestException(400, "INVALIDJOBSTATE", "The state of a query job can only be set to Aborted");
        }

        JobEndpoints.Abort(call, job);
        await call.JsonAsync(200, json => JobJson.WriteShort(job, json));
    }

    private static async Task ResultsAsync(ApiCall call)
    {
        var job = JobEndpoints.Require(call, JobKind.Query);
        var rows = call.Site.QueryJobs.Rows(job);
        var start = call.Query("locator") is { Length: > 0 } locator ? JobEndpoints.Offset(locator) : 0;
        if (start > rows.Count)
        {
            throw new OrgRequestException(400, "INVALID_QUERY_LOCATOR", "The locator is past the end of the results");
        }

        var end = (int)Math.Min(rows.Count, (long)start + PageSize(call));
        var response = call.Http.Response;
        response.ContentType = "text/csv";
        response.Headers["Sforce-Locator"] = end < rows.Count ? JobEndpoints.Locator(end) : "null";
        response.Headers["Sforce-NumberOfRecords"] = (end - start).ToString(CultureInfo.InvariantCulture);
        var bytes = await CsvResult.WriteAsync(rows, start, end, job.Delimiter, job.Crlf, response.BodyWriter, call.Aborted);
        lock (job.Gate)
        {
            // A page read again is the same file: it counts once.
            if (end > job.RowsServed || start == 0 && job.RowsServed == 0)
            {
                job.RowsServed = end;
                call.Site.Limits.QueryFileBytes.Take(bytes);
            }
        }
    }

    private static Task PagesAsync(ApiCall call)
    {
        var job = JobEndpoints.Require(call, JobKind.Query);
        var rows = call.Site.QueryJobs.Rows(job);
        var size = PageSize(call);
        var start = call.Query("locator") is { Length: > 0 } locator ? JobEndpoints.Offset(locator) : 0;
        var most = call.Query("maxRecords") is { } asked ? "&maxRecords=" + Uri.EscapeDataString(asked) : "";
        var results = $"{call.VersionPath}/jobs/query/{job.Id}";
        return call.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("resultPages");
            long next = start;
            for (var page = 0; page < PagesPerAnswer && (next < rows.Count || next == 0); page++)
            {
                json.WriteStartObject();
                json.WriteString("resultUrl", $"{results}/results?locator={JobEndpoints.Locator((int)next)}{most}");
                json.WriteEndObject();
                next += size;
            }

            json.WriteEndArray();
            var done = next >= rows.Count;
            if (!done)
            {
                json.WriteString("nextRecordsUrl", $"{results}/resultpages?locator={JobEndpoints.Locator((int)next)}{most}");
            }

            json.WriteBoolean("done", done);
            json.WriteEndObject();
        });
    }

    private static int PageSize(ApiCall call) => call.Query("maxRecords") is not { } text
        ? call.Site.Options.ResultPageSize
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0
            ? most
            : throw new OrgRequestException(400, "API_ERROR", $"maxRecords has to be a number above 0, not {text}");
}
