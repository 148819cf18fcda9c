namespace DataMigrator.Reporting;

/// <summary>Names of the files of a report.</summary>
internal static class ReportFiles
{
    public const string Html = "report.html";
    public const string Json = "report.json";
    public const string Findings = "findings.csv";
    public const string Rejected = "rejected.csv";
    public const string Failed = "failed.csv";
    public const string Changes = "changes.csv";
    public const string Linked = "linked.csv";

    /// <summary>What report.html vouches for, in the order in which it lists them.</summary>
    public static readonly IReadOnlyList<string> Siblings = [Json, Findings, Rejected, Failed, Changes, Linked];
}
