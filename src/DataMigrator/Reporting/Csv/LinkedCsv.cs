using System.Globalization;
using DataMigrator.Staging;

namespace DataMigrator.Reporting.Csv;

/// <summary>linked.csv: one row per Task that was merged into another's call, follows another leg, or tells of several legs in its text.</summary>
internal static class LinkedCsv
{
    public static void Write(IEnumerable<LinkedTask> tasks, Stream output, CancellationToken cancellationToken)
    {
        using var csv = new ReportCsv(output);
        csv.Header(["kind", "taskId", "withTaskId", "voiceCallId", "legs"]);
        foreach (var row in tasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            csv.Cell(row.Kind);
            csv.Cell(row.TaskId);
            csv.Cell(row.With);
            csv.Cell(row.VoiceCall);
            csv.Cell(row.Legs > 0 ? row.Legs.ToString(CultureInfo.InvariantCulture) : null);
            csv.EndRecord();
        }
    }
}
