using System.Text.Json.Serialization;

namespace SalesforceEmulator.Faults;

/// <summary>What a rule does. The first group acts on requests, the second on jobs while they are processed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultAction>))]
public enum FaultAction
{
    /// <summary>Answers with <see cref="FaultRule.Status"/> and has no effect.</summary>
    Status,

    /// <summary>Resets the connection; the request has no effect.</summary>
    CutBefore,

    /// <summary>Lets the request take effect, then resets the connection without an answer.</summary>
    CutAfter,

    /// <summary>Sends <see cref="FaultRule.AtBytes"/> bytes of the body, then resets the connection.</summary>
    CutBody,

    /// <summary>Sends <see cref="FaultRule.AtBytes"/> bytes of the body and ends it as if it were complete.</summary>
    Truncate,

    /// <summary>Waits <see cref="FaultRule.DelayMs"/> before it goes on.</summary>
    Slow,

    /// <summary>Ends the caller's session: this call and later ones with the same token answer 401.</summary>
    ExpireToken,

    /// <summary>403 <c>REQUEST_LIMIT_EXCEEDED</c>: the daily allocation is used up.</summary>
    Quota,

    /// <summary>403 <c>REQUEST_LIMIT_EXCEEDED</c>: too many long calls at once.</summary>
    ConcurrentLimit,

    /// <summary>Rows of one parent, or a share of all rows, fail with <c>UNABLE_TO_LOCK_ROW</c>.</summary>
    LockRows,

    /// <summary>The job fails after <see cref="FaultRule.AfterBatches"/> batches; the rest stays unprocessed.</summary>
    FailJob,
}

/// <summary>
/// One line of a fault plan. Counting starts at 1 and counts what matched this rule's filters; without <see cref="Nth"/>, <see cref="From"/>
/// and <see cref="Times"/> a rule applies every time.
/// </summary>
public sealed record FaultRule
{
    /// <summary>Shown in the request log.</summary>
    public string? Name { get; init; }

    public required FaultAction Action { get; init; }

    /// <summary>HTTP method; null = any.</summary>
    public string? Method { get; init; }

    /// <summary>Regular expression over path and query, case-insensitive; null = any.</summary>
    public string? Path { get; init; }

    /// <summary>Object of a job (<see cref="FaultAction.LockRows"/>, <see cref="FaultAction.FailJob"/>); null = any.</summary>
    public string? Object { get; init; }

    /// <summary>Operation of a job; null = any.</summary>
    public string? Operation { get; init; }

    /// <summary>Only these occurrences.</summary>
    public IReadOnlyList<int>? Nth { get; init; }

    /// <summary>From this occurrence on.</summary>
    public int? From { get; init; }

    /// <summary>At most so often.</summary>
    public int? Times { get; init; }

    /// <summary>0–1, drawn from the plan's seed; null = always.</summary>
    public double? Probability { get; init; }

    public int? Status { get; init; }

    /// <summary>Value of the <c>Retry-After</c> header, in seconds; null = no header.</summary>
    public int? RetryAfter { get; init; }

    public string? ErrorCode { get; init; }

    public string? Message { get; init; }

    /// <summary>Body sent as it is, instead of the JSON error.</summary>
    public string? Body { get; init; }

    public string? ContentType { get; init; }

    public long? AtBytes { get; init; }

    public int? DelayMs { get; init; }

    /// <summary>Column that names the locked parent, such as <c>OwnerId</c>.</summary>
    public string? Column { get; init; }

    /// <summary>Value of <see cref="Column"/>; null = every value.</summary>
    public string? Value { get; init; }

    /// <summary>Share of rows, 0–100, drawn from the plan's seed.</summary>
    public double? Percent { get; init; }

    /// <summary>One locked row takes its whole chunk with it.</summary>
    public bool WholeChunk { get; init; }

    public int? AfterBatches { get; init; }
}
