namespace DataMigrator.Reconciliation;

/// <summary>One difference: a row of table finding.</summary>
/// <param name="Check">counts, identity or fields.</param>
/// <param name="Class">See <see cref="FindingClass"/>.</param>
/// <param name="Status">open: somebody has to decide; explained: known and named; repairing: sent again, and not reconciled since; repaired.</param>
internal sealed record Finding(string Check, string Class, string Status, string? TaskId, string? CallId, string? Field, string? Expected, string? Found, string? Note)
{
    public const string Counts = "counts";
    public const string Identity = "identity";
    public const string Fields = "fields";

    public const string Open = "open";
    public const string Explained = "explained";
    public const string Repairing = "repairing";
    public const string Repaired = "repaired";
}

/// <summary>Values of finding.class.</summary>
internal static class FindingClass
{
    /// <summary>The call was loaded, and is not there.</summary>
    public const string Missing = "missing";

    /// <summary>A VoiceCall with our external id whose Task does not exist.</summary>
    public const string Extra = "extra";

    /// <summary>A VoiceCall whose Task exists, but is no call (any more).</summary>
    public const string Orphan = "orphan";

    /// <summary>A second VoiceCall with the same external id.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Differs, and nobody touched it since it was loaded.</summary>
    public const string WrongAtLoad = "wrong-at-load";

    /// <summary>Somebody edited the VoiceCall after loading; the note says who and when.</summary>
    public const string EditedSince = "edited-since";

    /// <summary>The Task changed after its call was loaded.</summary>
    public const string SourceChanged = "source-changed";

    /// <summary>Another mapping version made the call.</summary>
    public const string MappingChanged = "mapping-changed";

    /// <summary>The target stored the same value in its own form.</summary>
    public const string Normalised = "normalised";

    /// <summary>Salesforce refused the call.</summary>
    public const string Failed = "failed";

    /// <summary>Not loaded yet.</summary>
    public const string Left = "left";

    /// <summary>The org's own counts or sums differ from ours.</summary>
    public const string Count = "count";

    /// <summary>A check could not be made, or not in full.</summary>
    public const string NotChecked = "not-checked";
}
