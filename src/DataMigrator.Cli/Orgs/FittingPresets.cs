using DataMigrator.Mapping.Presets;
using Salesforce.Force;
using Salesforce.Force.Rest;

namespace DataMigrator.Cli.Orgs;

/// <summary>Which shipped presets fit an org: by the fields and objects that vendors' packages bring, and by what its newest call logs look like.</summary>
internal static class FittingPresets
{
    /// <summary>Rows with a call id, and as many without.</summary>
    private const int Samples = 400;

    public static async Task<IReadOnlyList<PresetMatch>> OfAsync(ForceClient source, SObjectDescribe describe, CancellationToken cancellationToken)
    {
        var objects = (await source.DescribeGlobalAsync(cancellationToken).ConfigureAwait(false)).Select(summary => summary.Name).ToList();
        var samples = new List<(string Subject, string CallObject)>();
        if (describe.Field("CallObject") is not null && describe.Field("CallType") is not null)
        {
            // Some vendors are told by their call ids, some write none and are told by their Subjects.
            foreach (var which in (string[])["CallObject != null", "CallObject = null AND (CallType != null OR CallDurationInSeconds != null OR TaskSubtype = 'Call')"])
            {
                await foreach (var row in source.QueryAsync($"SELECT Subject, CallObject FROM {describe.Name} WHERE {which} ORDER BY CreatedDate DESC LIMIT {Samples}", all: true, cancellationToken).ConfigureAwait(false))
                {
                    samples.Add((row["Subject"] ?? string.Empty, row["CallObject"] ?? string.Empty));
                }
            }
        }

        return PresetCatalog.Detect(PresetCatalog.List().Presets, describe, objects, samples);
    }
}
