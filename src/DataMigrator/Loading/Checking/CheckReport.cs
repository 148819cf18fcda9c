namespace DataMigrator.Loading.Checking;

/// <summary>How bad a line of <c>check</c> is.</summary>
internal enum CheckVerdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The run can go on; somebody should know.</summary>
    Warning,

    /// <summary>The run would fail or do harm: nothing is written (exit 1).</summary>
    Error,
}

/// <summary>One line: what was looked at, what was found and means, what to do (empty if nothing).</summary>
internal sealed record CheckLine(CheckVerdict Verdict, string Subject, string Meaning, string WhatToDo = "");

/// <summary>All lines, in the order in which they were looked at.</summary>
internal sealed record CheckReport(IReadOnlyList<CheckLine> Lines)
{
    public bool Passed => Lines.All(l => l.Verdict != CheckVerdict.Error);
}
