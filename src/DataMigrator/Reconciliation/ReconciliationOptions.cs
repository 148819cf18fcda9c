namespace DataMigrator.Reconciliation;

/// <summary>How thorough, and within which bounds.</summary>
internal sealed record ReconciliationOptions
{
    /// <summary>As the settings say.</summary>
    public static ReconciliationOptions Of(MigrationSettings settings) => new() { SkipAgreeing = settings.Compare == "differing" };

    /// <summary>
    /// True: months whose counts and sums agree are not read; those that don't are halved until what differs is small. Cheap on large data, but a value changed
    /// without changing a count, a duration, a type or an owner is not seen. False (the default): every call is read and compared field by field.
    /// </summary>
    public bool SkipAgreeing { get; init; }

    /// <summary>Suspect rows read again, one by one, before they are reported. A REST query brings 400; 20,000 are 50 requests. Beyond it, rows are reported as first seen, and the report says so.</summary>
    public int MostReread { get; init; } = 20_000;

    /// <summary>Values stored in the target's own form that are listed per field; the rest is only counted.</summary>
    public int NormalisedExamples { get; init; } = 20;

    /// <summary>A window with so few calls is read rather than halved further: one page.</summary>
    public int SmallWindow { get; init; } = 2_000;
}
