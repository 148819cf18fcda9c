using Salesforce.Force.Resilience;

namespace Salesforce.Force.Http;

/// <summary>One request to the org, as often as it takes.</summary>
/// <param name="Operation">Its name in traces, metrics and error texts, such as <c>bulk.query.create</c>.</param>
/// <param name="Path">From <c>/services</c> on, with query.</param>
internal sealed record ForceRequest(string Operation, HttpMethod Method, string Path, RequestKind Kind)
{
    /// <summary>False for what only looks.</summary>
    public bool Changes => Method != HttpMethod.Get;

    /// <summary>Makes the body afresh for every attempt.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Accept header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>For describe.</summary>
    public DateTimeOffset? IfModifiedSince { get; init; }

    /// <summary>Statuses besides 2xx that the reader wants to see.</summary>
    public Func<int, bool> Accepts { get; init; } = static _ => false;
}
