namespace Salesforce.Force.Rest;

/// <summary>Daily API requests from <c>Sforce-Limit-Info</c>.</summary>
public readonly record struct ApiUsage(long Used, long Max);

/// <summary>One entry of <c>/limits</c>.</summary>
public readonly record struct OrgLimit(long Max, long Remaining);

/// <summary>Outcome of one record of a collection request.</summary>
public sealed record SaveResult(string? Id, bool Success, bool? Created, IReadOnlyList<SaveError> Errors);

/// <summary>One error of one record.</summary>
public sealed record SaveError(string StatusCode, string Message, IReadOnlyList<string> Fields);

/// <summary>One REST query row; values by path as in the SOQL (<c>Name</c>, <c>Owner.Name</c>, an alias, <c>expr0</c>), case-insensitive.</summary>
public sealed class QueryRow(IReadOnlyDictionary<string, string?> values)
{
    /// <summary>The value as Salesforce wrote it (numbers and booleans as their JSON text); null if null or absent.</summary>
    public string? this[string path] => values.GetValueOrDefault(path);

    /// <summary>All leaf values by path.</summary>
    public IReadOnlyDictionary<string, string?> Values => values;
}
