namespace DataMigrator.Mapping;

/// <summary>
/// How call logs show themselves in a query, whoever wrote them: TaskSubtype alone misses most adapters' logs. For counting and sampling; what a call is, the mapping says
/// row by row.
/// </summary>
internal static class CallCandidates
{
    private static readonly (string Field, string Condition)[] Marks =
    [
        ("TaskSubtype", "TaskSubtype = 'Call'"), ("CallType", "CallType != null"), ("CallDurationInSeconds", "CallDurationInSeconds != null"),
        ("CallObject", "CallObject != null"), ("CallDisposition", "CallDisposition != null"),
    ];

    /// <returns>A SOQL condition on the source object, of fields that the mapping reads; null if it reads none of them.</returns>
    /// <param name="mapping">Null = none could be compiled: all marks of a Task.</param>
    public static string? Of(ICompiledMapping? mapping)
    {
        var marks = Marks.Where(mark => mapping is null || mapping.SourceFields.Contains(mark.Field, StringComparer.OrdinalIgnoreCase)).Select(mark => mark.Condition).ToList();
        return marks.Count == 0 ? null : string.Join(" OR ", marks);
    }
}
