using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>
/// Bulk API 1 for clients that still speak it (jsforce's <c>bulk</c>, SFDMU above 30,000 rows): jobs of all operations, in XML, with CSV batches.
/// </summary>
internal static class AsyncApiEndpoints
{
    private static readonly XNamespace Ns = "http://www.force.com/2009/06/asyncapi/dataload";

    /// <summary>Of a batch: 10 MB.</summary>
    private const int LargestBody = 10_000_000;

    public static void Map(Router router)
    {
        const string jobs = "services/async/{version}/job";
        router.Map("POST", jobs, Access.AsyncApi, CreateAsync);
        router.Map("GET", jobs + "/{id}", Access.AsyncApi, call => JobAsync(call, 200));
        router.Map("POST", jobs + "/{id}", Access.AsyncApi, ChangeAsync);
        router.Map("POST", jobs + "/{id}/batch", Access.AsyncApi, AddBatchAsync);
        router.Map("GET", jobs + "/{id}/batch", Access.AsyncApi, BatchesAsync);
        router.Map("GET", jobs + "/{id}/batch/{batch}", Access.AsyncApi, call => BatchAsync(call, Batch(call), 200));
        router.Map("GET", jobs + "/{id}/batch/{batch}/result", Access.AsyncApi, ResultListAsync);
        router.Map("GET", jobs + "/{id}/batch/{batch}/result/{result}", Access.AsyncApi, ResultAsync);
    }

    public static Task RefuseAsync(ApiCall call, int status, string code, string message) =>
        XmlAsync(call, status, new XElement(Ns + "error", new XElement(Ns + "exceptionCode", code), new XElement(Ns + "exceptionMessage", message)));

    private static async Task CreateAsync(ApiCall call)
    {
        var info = await ReadXmlAsync(call);
        var operation = info.Element(Ns + "operation")?.Value;
        if (operation is not ("query" or "queryAll") && !AsyncIngest.Handles(operation ?? ""))
        {
            throw new OrgRequestException(400, "InvalidJob", $"Unsupported operation: {operation}");
        }

        var key = info.Element(Ns + "externalIdFieldName")?.Value;
        if (operation == "upsert" && string.IsNullOrEmpty(key))
        {
            throw new OrgRequestException(400, "InvalidJob", "External ID was blank for the upsert job");
        }

        if (info.Element(Ns + "contentType")?.Value is { } type && type != "CSV")
        {
            throw new OrgRequestException(400, "InvalidJob", $"This org serves only CSV through Bulk API 1, not {type}");
        }

        var asked = info.Element(Ns + "object")?.Value ?? "";
        var sobject = call.Site.Schema.NameOf(asked)
            ?? throw new OrgRequestException(400, "InvalidEntity", $"Unable to find object: {asked}");
        var job = call.Site.AsyncJobs.Add(operation!, sobject, key, call.Session!.UserId, call.Version);
        await XmlAsync(call, 201, Describe(job));
    }

    private static Task JobAsync(ApiCall call, int status) => XmlAsync(call, status, Describe(Job(call)));

    private static async Task ChangeAsync(ApiCall call)
    {
        var info = await ReadXmlAsync(call);
        Job(call).State = info.Element(Ns + "state")?.Value is ("Closed" or "Aborted") and var state
            ? state
            : throw new OrgRequestException(400, "InvalidJobState", "state has to be Closed or Aborted");
        await JobAsync(call, 200);
    }

    private static async Task AddBatchAsync(ApiCall call)
    {
        var job = Job(call);
        if (job.State != "Open")
        {
            throw new OrgRequestException(400, "InvalidJobState", $"The job is {job.State}");
        }

        var body = await ReadAsync(call);
        if (!call.Site.Limits.Batches.TryTake(1))
        {
            throw new OrgRequestException(400, "ExceededQuota", "ApiBatchItems Limit exceeded.");
        }

        await BatchAsync(call, await call.Site.AsyncJobs.AddBatchAsync(call.Site, job, body, call.Aborted), 201);
    }

    private static Task BatchesAsync(ApiCall call) =>
        XmlAsync(call, 200, new XElement(Ns + "batchInfoList", Job(call).Batches.Values.Select(Describe)));

    private static Task BatchAsync(ApiCall call, AsyncBatch batch, int status) => XmlAsync(call, status, Describe(batch));

    /// <summary>Of a query the list of its results, of anything else what became of the rows.</summary>
    private static async Task ResultListAsync(ApiCall call)
    {
        var batch = Complete(call);
        if (batch.Saved is null)
        {
            await XmlAsync(call, 200, new XElement(Ns + "result-list", new XElement(Ns + "result", batch.ResultId)));
            return;
        }

        call.Http.Response.ContentType = "text/csv";
        await call.Http.Response.BodyWriter.WriteAsync(batch.Saved.Text, call.Aborted);
    }

    private static Task ResultAsync(ApiCall call)
    {
        var batch = Complete(call);
        if (batch.Rows is null || batch.ResultId != call["result"])
        {
            throw new OrgRequestException(404, "InvalidBatch", "There is no such result");
        }

        call.Http.Response.ContentType = "text/csv";
        return CsvResult.WriteAsync(batch.Rows, 0, batch.Rows.Count, Delimiter.Comma, crlf: false, call.Http.Response.BodyWriter, call.Aborted);
    }

    private static AsyncJob Job(ApiCall call) =>
        call.Site.AsyncJobs.Find(call["id"]) ?? throw new OrgRequestException(404, "InvalidJob", "Unable to find the job");

    private static AsyncBatch Batch(ApiCall call) =>
        Job(call).Batches.GetValueOrDefault(WireId.Full(call["batch"]))
        ?? throw new OrgRequestException(404, "InvalidBatch", "Unable to find the batch");

    private static AsyncBatch Complete(ApiCall call) =>
        Batch(call) is { Error: null } batch ? batch : throw new OrgRequestException(400, "InvalidBatch", "The batch has no results");

    private static XElement Describe(AsyncJob job) => new(
        Ns + "jobInfo",
        new XElement(Ns + "id", job.Id),
        new XElement(Ns + "operation", job.Operation),
        new XElement(Ns + "object", job.Object),
        job.ExternalIdFieldName is null ? null : new XElement(Ns + "externalIdFieldName", job.ExternalIdFieldName),
        new XElement(Ns + "createdById", job.CreatedById),
        new XElement(Ns + "createdDate", job.CreatedDate.UtcDateTime),
        new XElement(Ns + "systemModstamp", job.CreatedDate.UtcDateTime),
        new XElement(Ns + "state", job.State),
        new XElement(Ns + "concurrencyMode", "Parallel"),
        new XElement(Ns + "contentType", "CSV"),
        new XElement(Ns + "numberBatchesQueued", 0),
        new XElement(Ns + "numberBatchesInProgress", 0),
        new XElement(Ns + "numberBatchesCompleted", job.Batches.Values.Count(b => b.Error is null)),
        new XElement(Ns + "numberBatchesFailed", job.Batches.Values.Count(b => b.Error is not null)),
        new XElement(Ns + "numberBatchesTotal", job.Batches.Count),
        new XElement(Ns + "numberRecordsProcessed", job.Batches.Values.Sum(b => (long)b.Processed)),
        new XElement(Ns + "numberRecordsFailed", job.Batches.Values.Sum(b => (long)b.Failed)),
        new XElement(Ns + "numberRetries", 0),
        new XElement(Ns + "apiVersion", job.ApiVersion));

    private static XElement Describe(AsyncBatch batch) => new(
        Ns + "batchInfo",
        new XElement(Ns + "id", batch.Id),
        new XElement(Ns + "jobId", batch.JobId),
        new XElement(Ns + "state", batch.Error is null ? "Completed" : "Failed"),
        batch.Error is null ? null : new XElement(Ns + "stateMessage", batch.Error),
        new XElement(Ns + "createdDate", batch.CreatedDate.UtcDateTime),
        new XElement(Ns + "systemModstamp", batch.CreatedDate.UtcDateTime),
        new XElement(Ns + "numberRecordsProcessed", batch.Processed),
        new XElement(Ns + "numberRecordsFailed", batch.Failed),
        new XElement(Ns + "totalProcessingTime", 1),
        new XElement(Ns + "apiActiveProcessingTime", 0),
        new XElement(Ns + "apexProcessingTime", 0));

    private static async Task<XElement> ReadXmlAsync(ApiCall call)
    {
        using var body = new MemoryStream(await ReadAsync(call));
        try
        {
            return await XElement.LoadAsync(body, LoadOptions.None, call.Aborted);
        }
        catch (System.Xml.XmlException e)
        {
            throw new OrgRequestException(400, "InvalidJob", $"The body is not XML: {e.Message}");
        }
    }

    private static async Task<byte[]> ReadAsync(ApiCall call)
    {
        using var body = new MemoryStream();
        await call.ReadBodyAsync(body, LargestBody);
        return body.ToArray();
    }

    private static async Task XmlAsync(ApiCall call, int status, XElement body)
    {
        call.Http.Response.StatusCode = status;
        call.Http.Response.ContentType = "application/xml";
        await call.Http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{body.ToString(SaveOptions.DisableFormatting)}", call.Aborted);
    }
}
