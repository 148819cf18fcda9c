using System.Globalization;
using Salesforce.Force.Bulk;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Bulk;

/// <summary>Job info as the guide shows it.</summary>
internal static class JobsJson
{
    public const string Id = "750R0000000zlh9IAA";

    public static string Query(string state, long processed = 0, string id = Id, string created = "2026-11-20T04:15:00.000+0000", string operation = "query", string user = Clients.UserId) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"{{id}}","operation":"{{operation}}","object":"Task","createdById":"{{user}}","createdDate":"{{created}}","systemModstamp":"{{created}}","state":"{{state}}","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":66.0,"jobType":"V2Query","lineEnding":"LF","columnDelimiter":"COMMA","numberRecordsProcessed":{{processed}},"retries":0,"totalProcessingTime":17}""");

    public static string Ingest(string state, string id = Id, string created = "2026-11-20T04:15:00.000+0000", string user = Clients.UserId) =>
        $$"""{"id":"{{id}}","operation":"upsert","object":"VoiceCall","externalIdFieldName":"Legacy_Task_Id__c","createdById":"{{user}}","createdDate":"{{created}}","state":"{{state}}","apiVersion":66.0,"jobType":"V2Ingest","contentUrl":"services/data/v66.0/jobs/ingest/{{id}}/batches"}""";

    public static string List(params string[] jobs) => $$"""{"done":true,"records":[{{string.Join(',', jobs)}}],"nextRecordsUrl":null}""";

    public static BulkJob Complete(long processed) => BulkJobJson.Parse(System.Text.Encoding.UTF8.GetBytes(Query("JobComplete", processed)));
}
