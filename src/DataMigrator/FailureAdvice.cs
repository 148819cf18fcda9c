namespace DataMigrator;

/// <summary>What to do about calls that an org refuses with a status code that does not say it itself.</summary>
internal static class FailureAdvice
{
    private const string GoneOrHidden =
        "A record that these calls point at (mostly RelatedRecordId) is deleted, or hidden from the user that loads; the org does not say which. If that user may be allowed to see it, "
        + "allow it, then retry. What is gone stays refused: to load those calls without it, give the run command with --mapping mappings/existing-links.yaml (docs/mapping.md, Records that are gone).";

    /// <returns>A sentence for people; null if the org's own message is all there is to say.</returns>
    public static string? Of(string code) => code switch
    {
        "ENTITY_IS_DELETED" or "INVALID_CROSS_REFERENCE_KEY" or "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" => GoneOrHidden,
        _ => null,
    };
}
