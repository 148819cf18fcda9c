using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Body of a job's creation; null where the client left something out.</summary>
internal sealed record JobRequest(
    string? Operation,
    string? Object,
    string? Query,
    string? ExternalIdFieldName,
    string? AssignmentRuleId,
    Delimiter Delimiter,
    bool Crlf)
{
    private static readonly string[] Known = ["operation", "object", "query", "externalIdFieldName", "assignmentRuleId", "contentType", "columnDelimiter", "lineEnding", "concurrencyMode"];

    /// <exception cref="OrgRequestException">Unknown member, wrong type, or a value that is not on offer.</exception>
    public static JobRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new OrgRequestException(400, "API_ERROR", "Value does not match expected type at [line:1, column:1]");
        }

        foreach (var member in body.EnumerateObject())
        {
            if (!Known.Contains(member.Name, StringComparer.Ordinal))
            {
                throw new OrgRequestException(400, "API_ERROR", $"Unrecognized field \"{member.Name}\"");
            }
        }

        if (Text(body, "contentType") is { } type && type != "CSV")
        {
            throw new OrgRequestException(400, "INVALIDJOB", $"Invalid contentType: {type}. Only CSV is supported");
        }

        return new JobRequest(
            Text(body, "operation"),
            Text(body, "object"),
            Text(body, "query"),
            Text(body, "externalIdFieldName"),
            Text(body, "assignmentRuleId"),
            Delimiters.Parse(Text(body, "columnDelimiter")),
            Delimiters.ParseLineEnding(Text(body, "lineEnding")));
    }

    /// <summary>A job's <c>{"state":…}</c>.</summary>
    public static string ReadState(JsonElement body) =>
        (body.ValueKind == JsonValueKind.Object ? Text(body, "state") : null) ?? throw new OrgRequestException(400, "INVALIDJOB", "state is required");

    private static string? Text(JsonElement body, string name) => !body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null
        ? null
        : value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new OrgRequestException(400, "API_ERROR", $"Value of {name} does not match expected type");
}
