using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Bulk API 2.0 ingest.</summary>
internal static class IngestEndpoints
{
    private const int FirstVersion = 41;

    public static void Map(Router router)
    {
        const string jobs = "services/data/{version}/jobs/ingest";
        router.Map("POST", jobs, Access.Api, CreateAsync, FirstVersion);
        router.Map("GET", jobs, Access.Api, call => JobEndpoints.ListAsync(call, JobKind.Ingest), FirstVersion);
        router.Map("GET", jobs + "/{id}", Access.Api, call => JobEndpoints.InfoAsync(call, JobKind.Ingest), FirstVersion);
        router.Map("PATCH", jobs + "/{id}", Access.Api, PatchAsync, FirstVersion);
        router.Map("DELETE", jobs + "/{id}", Access.Api, call => JobEndpoints.DeleteAsync(call, JobKind.Ingest), FirstVersion);
        router.Map("PUT", jobs + "/{id}/batches", Access.Api, UploadAsync, FirstVersion);
        router.Map("GET", jobs + "/{id}/successfulResults", Access.Api, call => IngestResults.SendAsync(call, IngestFiles.Successful), FirstVersion);
        router.Map("GET", jobs + "/{id}/failedResults", Access.Api, call => IngestResults.SendAsync(call, IngestFiles.Failed), FirstVersion);
        router.Map("GET", jobs + "/{id}/unprocessedrecords", Access.Api, IngestResults.SendUnprocessedAsync, FirstVersion);
    }

    private static async Task CreateAsync(ApiCall call)
    {
        if (MultipartJob.IsMultipart(call.Http.Request.ContentType))
        {
            await MultipartJob.CreateAsync(call);
            return;
        }

        using var body = await call.ReadJsonAsync();
        var job = Create(call, JobRequest.Read(body.RootElement));
        await call.JsonAsync(200, json => JobJson.WriteShort(job, json));
    }

    public static BulkJob Create(ApiCall call, JobRequest request)
    {
        Check(call, request);
        var now = call.Site.Clock.GetUtcNow();
        var job = new BulkJob
        {
            Id = WireId.New("750"),
            Kind = JobKind.Ingest,
            Operation = request.Operation!,
            Object = call.Site.Schema.NameOf(request.Object ?? "")
                ?? throw new OrgRequestException(400, "INVALIDENTITY", $"Entity '{request.Object}' is not supported by the Bulk API."),
            ExternalIdFieldName = request.ExternalIdFieldName,
            AssignmentRuleId = request.AssignmentRuleId,
            CreatedById = call.Session!.UserId,
            CreatedDate = now,
            SystemModstamp = now,
            ApiVersion = call.Version,
            Delimiter = request.Delimiter,
            Crlf = request.Crlf,
            State = JobState.Open,
        };
        call.Site.Jobs.Add(job);
        return job;
    }

    private static void Check(ApiCall call, JobRequest request)
    {
        if (string.IsNullOrEmpty(request.Object))
        {
            throw new OrgRequestException(400, "INVALIDJOB", "object is required");
        }

        if (request.Query is not null)
        {
            throw new OrgRequestException(400, "INVALIDJOB", "query is not allowed for ingest jobs");
        }

        switch (request.Operation)
        {
            case "insert" or "update" or "delete":
                break;
            case "upsert" when string.IsNullOrEmpty(request.ExternalIdFieldName):
                throw new OrgRequestException(400, "INVALIDJOB", "externalIdFieldName is required for upsert");
            case "upsert":
                break;
            case "hardDelete" when !call.Site.Options.HardDelete:
                throw new OrgRequestException(400, "FEATURENOTENABLED", "hardDelete operation requires special user profile permission, please contact your system administrator");
            case "hardDelete":
                break;
            default:
                throw new OrgRequestException(400, "INVALIDJOB", $"Invalid operation: {request.Operation}");
        }
    }

    private static async Task UploadAsync(ApiCall call)
    {
        var job = JobEndpoints.Require(call, JobKind.Ingest);
        await IngestUpload.ReceiveAsync(call, job);
        call.Http.Response.StatusCode = 201;
    }

    private static async Task PatchAsync(ApiCall call)
    {
        var job = JobEndpoints.Require(call, JobKind.Ingest);
        using var body = await call.ReadJsonAsync();
        JobState state;
        switch (JobRequest.ReadState(body.RootElement))
        {
            case "UploadComplete":
                call.Site.Ingest.Start(job);
                state = JobState.UploadComplete;
                break;
            case "Aborted":
                JobEndpoints.Abort(call, job);
                state = JobState.Aborted;
                break;
            case var other:
                throw new OrgRequestException(400, "INVALIDJOBSTATE", $"The state cannot be set to {other}");
        }

        await call.JsonAsync(200, json => JobJson.WriteShort(job, json, state));
    }
}
