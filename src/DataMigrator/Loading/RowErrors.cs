namespace DataMigrator.Loading;

/// <summary>What a refused row needs.</summary>
internal enum RowErrorKind
{
    /// <summary>Somebody has to change data or configuration first.</summary>
    Permanent,

    /// <summary>Passes by itself: send again, fewer at a time.</summary>
    Transient,

    /// <summary>Refers to a record that may come later.</summary>
    Deferred,

    /// <summary>The row may be there already: ask the target before anything else.</summary>
    AlreadyThere,

    /// <summary>The record to be changed or deleted is gone: ask the target.</summary>
    Gone,

    /// <summary>No row can succeed until the operator has acted: stop, resumable.</summary>
    Stop,
}

/// <summary>The rule for one status code. <paramref name="MaxAttempts"/>: sendings of one row because of it; null = the setting.</summary>
internal readonly record struct RowErrorRule(RowErrorKind Kind, int? MaxAttempts = null);

/// <summary>
/// The one table from status code to what to do. Meanings: Salesforce's StatusCode list; which of them pass is documented for each
/// (salesforce "Core Data Types Used in API Calls", Bulk API 2.0 guide on lock failures). A code not listed needs a person: permanent.
/// </summary>
internal static class RowErrors
{
    private static readonly Dictionary<string, RowErrorRule> Rules = new(StringComparer.Ordinal)
    {
        ["UNABLE_TO_LOCK_ROW"] = new(RowErrorKind.Transient),
        ["TOO_MANY_APEX_REQUESTS"] = new(RowErrorKind.Transient),
        ["PLATFORM_EVENT_PUBLISHING_UNAVAILABLE"] = new(RowErrorKind.Transient),
        ["INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE"] = new(RowErrorKind.Transient),
        ["TERRITORY_REALIGN_IN_PROGRESS"] = new(RowErrorKind.Transient),
        ["UNPROCESSED"] = new(RowErrorKind.Transient),
        ["NO_RESULT"] = new(RowErrorKind.Transient),

        // May have nothing to do with load; two more tries, as the org may have done the work before it gave up.
        ["REQUEST_RUNNING_TOO_LONG"] = new(RowErrorKind.Transient, 3),
        ["UNKNOWN_EXCEPTION"] = new(RowErrorKind.Transient, 3),
        ["SERVER_UNAVAILABLE"] = new(RowErrorKind.Transient, 3),

        ["INVALID_CROSS_REFERENCE_KEY"] = new(RowErrorKind.Deferred, 2),

        ["DUPLICATE_VALUE"] = new(RowErrorKind.AlreadyThere),
        ["INVALID_FIELD_FOR_INSERT_UPDATE"] = new(RowErrorKind.AlreadyThere),

        ["ENTITY_IS_DELETED"] = new(RowErrorKind.Gone),

        ["STORAGE_LIMIT_EXCEEDED"] = new(RowErrorKind.Stop),
        ["LIMIT_EXCEEDED"] = new(RowErrorKind.Stop),
        ["LICENSE_LIMIT_EXCEEDED"] = new(RowErrorKind.Stop),
        ["REQUEST_LIMIT_EXCEEDED"] = new(RowErrorKind.Stop),
    };

    /// <param name="message">The org's text: it tells a trigger that ran into a lock from a trigger that refuses.</param>
    public static RowErrorRule Classify(string code, string message)
    {
        if (Rules.TryGetValue(code, out var rule))
        {
            return rule;
        }

        return code switch
        {
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" when Holds(message, "UNABLE_TO_LOCK_ROW") || Holds(message, "unable to obtain exclusive access") =>
                new(RowErrorKind.Transient),

            // The chunk of 200 rows shares the governor limits: one more try in a smaller job, without its neighbours.
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" when Holds(message, "Too many retries of batch save") || Holds(message, "LimitException") =>
                new(RowErrorKind.Transient, 2),
            "INVALID_FIELD" when Holds(message, "Foreign key external ID") => new(RowErrorKind.Deferred, 2),
            _ => new(RowErrorKind.Permanent),
        };
    }

    private static bool Holds(string message, string part) => message.Contains(part, StringComparison.OrdinalIgnoreCase);
}
