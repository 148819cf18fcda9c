using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SalesforceEmulator.Authentication;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Creation and content in one request, for up to 100,000 characters.</summary>
internal static class MultipartJob
{
    private const int MostCharacters = 100_000;
    private const int LargestPart = MostCharacters * 4;

    public static bool IsMultipart(string? contentType) => contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) ?? false;

    public static async Task CreateAsync(ApiCall call)
    {
        var boundary = MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        if (string.IsNullOrEmpty(boundary))
        {
            throw new OrgRequestException(400, "API_ERROR", "The multipart content type has no boundary");
        }

        var parts = await PartsAsync(call, boundary);
        if (!parts.TryGetValue("job", out var description) || !parts.TryGetValue("content", out var content))
        {
            throw new OrgRequestException(400, "API_ERROR", "A multipart request needs the parts job and content");
        }

        if (Encoding.UTF8.GetCharCount(content) > MostCharacters)
        {
            throw new OrgRequestException(400, "API_ERROR", "The content of a multipart request may have at most 100,000 characters");
        }

        using var request = ApiCall.ParseJson(description);
        var job = IngestEndpoints.Create(call, JobRequest.Read(request.RootElement));
        var file = call.Site.Jobs.PathOf(job, IngestFiles.Upload + ".part");
        PrivateFile.Replace(file, content);
        IngestUpload.Accept(call.Site, job, file, content.Length);
        call.Site.Ingest.Start(job);
        await call.JsonAsync(200, json => JobJson.WriteShort(job, json, JobState.UploadComplete));
    }

    private static async Task<Dictionary<string, byte[]>> PartsAsync(ApiCall call, string boundary)
    {
        var parts = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        var reader = new MultipartReader(boundary, call.Http.Request.Body) { BodyLengthLimit = LargestPart };
        try
        {
            while (await reader.ReadNextSectionAsync(call.Aborted) is { } section)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                {
                    using var body = new MemoryStream();
                    await section.Body.CopyToAsync(body, call.Aborted);
                    call.Exchange.BytesIn += body.Length;
                    parts[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = body.ToArray();
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException && e is not BadHttpRequestException)
        {
            throw new OrgRequestException(400, "API_ERROR", e.Message);
        }

        return parts;
    }
}
