using System.Globalization;
using System.Text;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;
using DataMigrator.Tests.Staging;

namespace DataMigrator.Tests.Extraction;

/// <summary>The groups of a run's Tasks as they were staged, against those that the test adds up from the org's records, read one by one over REST.</summary>
internal static class StagedGroups
{
    /// <summary>Reads the type of a call too, so that all three of month, type and owner tell groups apart.</summary>
    public static PlainMapping Typed { get; } = new() { SourceFields = [.. new PlainMapping().SourceFields, "CallType"] };

    /// <summary>Null if the run can not be counted by what is staged.</summary>
    public static CallGroups? Groups(this TemporaryStaging staging, long run = 1)
    {
        using var reader = staging.Database.OpenReader();
        return PageGroups.Read(reader, run, CancellationToken.None);
    }

    /// <returns>Where the two do not agree; empty = every Task was counted, once.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(this SourceOrg org, CallGroups staged)
    {
        var found = staged.Empty();
        await foreach (var row in org.Client.QueryAsync("SELECT CreatedDate, CallType, OwnerId, CallDurationInSeconds FROM Task", all: true, CancellationToken.None))
        {
            var created = row["CreatedDate"]!;
            found.Put(
                (Number(created[..4]) * 12) + Number(created[5..7]) - 1, row["CallType"] ?? "", row["OwnerId"] ?? "", 1,
                row["CallDurationInSeconds"] is { } seconds ? Number(seconds) : 0);
        }

        return [.. staged.Differences(found, sums: true).Select(d => $"{d.Expected("staged")} / {d.Found("in the org")}")];
    }

    public static void Put(this CallGroups groups, int month, string type, string owner, long count, long seconds) =>
        groups.Add(groups.KeyOf(month, Encoding.UTF8.GetBytes(type), Encoding.UTF8.GetBytes(owner)), count, seconds);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
