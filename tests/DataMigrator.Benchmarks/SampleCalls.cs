using System.Globalization;
using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Tests.Mapping;
using Salesforce.Force.Bulk;

namespace DataMigrator.Benchmarks;

/// <summary>Tasks as an Open CTI adapter writes them, through the shipped mapping; the same every time.</summary>
internal static class SampleCalls
{
    /// <summary>Per operation: all figures are divided by it, so they are per row.</summary>
    public const int Rows = 2_000;

    public static readonly DateTimeOffset First = new(2025, 3, 5, 9, 0, 0, TimeSpan.Zero);

    public static ICompiledMapping Mapping { get; } = Compile();

    public static string TaskId(int row) => string.Create(CultureInfo.InvariantCulture, $"00T6g{row:D10}EAA");

    /// <summary>A result page of a query job.</summary>
    public static byte[] PageCsv()
    {
        var csv = new StringBuilder(string.Join(',', Mapping.SourceFields)).Append('\n');
        for (var row = 0; row < Rows; row++)
        {
            csv.AppendJoin(',', Mapping.SourceFields.Select(field => $"\"{Value(field, row).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    public static ResultPage Page(byte[] csv) => new(0, null, null, Rows, new MemoryStream(csv, writable: false));

    /// <summary>When the row was made.</summary>
    public static string Instant(int row) => First.AddMinutes(row).ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture);

    public static string Value(string field, int row)
    {
        var at = First.AddMinutes(row);
        return field switch
        {
            "Id" => TaskId(row),
            "CallType" => row % 3 == 0 ? "Outbound" : "Inbound",
            "CallDurationInSeconds" => (30 + (row % 600)).ToString(CultureInfo.InvariantCulture),
            "CallDisposition" => row % 4 == 0 ? "Left voicemail" : "Interested",
            "Subject" => row % 3 == 0 ? $"Outbound call to +1 415 555 {row % 10_000:D4}" : $"Call from (212) 555-{row % 10_000:D4}",
            "Description" => $"From: +1212555{row % 10_000:D4}\nTo: +1415555{(row * 7) % 10_000:D4}\nsaid \"call again\", agreed",
            "TaskSubtype" => "Call",
            "Status" => "Completed",
            "IsClosed" => "true",
            "IsDeleted" or "IsRecurrence" => "false",
            "CreatedDate" or "CompletedDateTime" => Instant(row),
            "ActivityDate" => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "OwnerId" or "CreatedById" => $"005000000000{row % 50:D3}AAA",
            "WhoId" => $"003000000{row:D6}AAA",
            "CallObject" => $"4f2c7a0e-1111-4222-8333-{row:x12}",
            _ => "",
        };
    }

    private static ICompiledMapping Compile()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "mappings");
        var compilation = MappingFile.Load(Path.Combine(folder, "task-to-voicecall.yaml"), folder).Compile(Describes.Task(), Describes.DeployedVoiceCall(), new MigrationSettings());
        return compilation.Mapping ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics));
    }
}
