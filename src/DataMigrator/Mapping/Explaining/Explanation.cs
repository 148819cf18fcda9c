namespace DataMigrator.Mapping.Explaining;

/// <summary>How one Task was mapped: what <c>mapping explain</c> prints. Values are cut to 200 characters; they are personal data.</summary>
/// <param name="Door">mapped, skipped or rejected.</param>
/// <param name="Reason">Field, rule and sentence; null if mapped.</param>
/// <param name="Found">What the engine found out first, in its order.</param>
internal sealed record Explanation(
    string TaskId, string Door, MapReason? Reason, string? Detail, string MappingName, string MappingVersion,
    IReadOnlyList<SkipTrace> Skips, IReadOnlyList<ExplainedValue> Found, IReadOnlyList<ExplainedValue> Fields);

/// <summary>A skip rule and whether it fits this row.</summary>
internal sealed record SkipTrace(string Reason, string Condition, bool Fits);

/// <summary>One value with the rule that gave it and those that didn't.</summary>
/// <param name="Value">Null if there is none.</param>
/// <param name="Rule">The rule that gave it, or the outermost one.</param>
/// <param name="Site">File and line of that rule.</param>
internal sealed record ExplainedValue(string Name, string? Value, string Rule, string Site, IReadOnlyList<RuleTrace> Tried);

/// <summary>What one rule did.</summary>
/// <param name="WhyNot">Why it gave nothing; null if it gave a value.</param>
/// <param name="Chosen">Whether its value was taken.</param>
internal sealed record RuleTrace(string Rule, string Site, string? Value, string? WhyNot, bool Chosen, IReadOnlyList<RuleTrace> Parts);
