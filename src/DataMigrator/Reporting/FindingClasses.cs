namespace DataMigrator.Reporting;

/// <summary>What the classes of findings mean, for people.</summary>
internal static class FindingClasses
{
    /// <summary>A short clause; empty for a class this version does not know.</summary>
    public static string Meaning(string name) => name switch
    {
        "missing" => "the Task's VoiceCall is not in the target",
        "extra" => "a VoiceCall that no Task explains",
        "orphan" => "a VoiceCall whose Task is no longer a call",
        "duplicate" => "more than one VoiceCall for a Task",
        "wrong-at-load" => "differs, and nobody edited it since loading",
        "edited-since" => "somebody edited the VoiceCall after loading",
        "source-changed" => "the Task changed after loading",
        "mapping-changed" => "the mapping changed after loading",
        "normalised" => "the target stored the value in its own form",
        "blocked" => "differs in a field that can't be changed after creation",
        "failed" => "Salesforce refused the call",
        "left" => "not loaded yet",
        "planned" => "a dry run would change this",
        "count" => "the orgs' own counts differ",
        "not-checked" => "this check could not be made",
        _ => "",
    };
}
