using System.Globalization;
using System.Text.Json;

namespace DataMigrator.Cli.Configuration;

/// <summary>The settings a run was made with, as its report shows them: everything but secrets.</summary>
internal static class SettingsSnapshot
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = false };

    public static string Write(AppSettings settings) => JsonSerializer.Serialize(
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Source.InstanceUrl"] = Describe(settings.Source),
            ["Source.ApiVersion"] = settings.Source.ApiVersion,
            ["Target.InstanceUrl"] = Describe(settings.Target),
            ["Target.ApiVersion"] = settings.Target.ApiVersion,
            ["Migration.Mapping"] = Path.GetFileName(settings.MappingPath),
            ["Migration.ExternalIdField"] = settings.Migration.ExternalIdField,
            ["Migration.Window"] = settings.Migration.Window,
            ["Migration.Lookback"] = settings.Migration.Lookback.ToString(),
            ["Migration.Parallelism"] = Text(settings.Migration.Parallelism),
            ["Migration.RowsPerPage"] = Text(settings.Migration.RowsPerPage),
            ["Migration.RowsPerJob"] = Text(settings.Migration.RowsPerJob),
            ["Migration.MaxAttempts"] = Text(settings.Migration.MaxAttempts),
            ["Migration.OnCreateOnlyChange"] = settings.Migration.OnCreateOnlyChange,
            ["Migration.Compare"] = settings.Migration.Compare,
            ["Migration.DefaultRegion"] = settings.Migration.DefaultRegion,
            ["Migration.MaxRejected"] = settings.MaxRejected.ToString(),
            ["Migration.MaxFailed"] = settings.MaxFailed.ToString(),
            ["Limits.MaxApiRequestsPercent"] = Text(settings.Migration.MaxApiRequestsPercent),
            ["Limits.MaxBulkRowsPer24h"] = Text(settings.Migration.MaxBulkRowsPer24h),
        },
        Options);

    private static string Describe(OrgSettings org) => org.IsEmulator ? "emulator" : org.InstanceUrl!.GetLeftPart(UriPartial.Authority);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
