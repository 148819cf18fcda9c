using System.Globalization;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>Every mapped column against what describe lets this user write.</summary>
internal static class FieldChecks
{
    public static IEnumerable<CheckLine> Of(SObjectDescribe target, CheckRequest request)
    {
        if (request.Mapping is not { } mapping)
        {
            yield return new CheckLine(CheckVerdict.Error, "Mapping", "It does not fit these orgs.", "datamigrator mapping validate says where.");
            yield break;
        }

        var described = mapping.TargetFields.Select(f => (f.Name, Field: target.Field(f.Name))).ToList();
        foreach (var (name, _) in described.Where(d => d.Field is null))
        {
            yield return new CheckLine(CheckVerdict.Error, name, $"VoiceCall has no field {name}, or this user can't see it; the mapping fills it.",
                "Deploy it (scripts/salesforce), grant it by permission set, or take it out of the mapping.");
        }

        foreach (var (name, _) in described.Where(d => d.Field is { Createable: false }))
        {
            yield return new CheckLine(CheckVerdict.Error, name, "This user can't set the field when a call is created.", "Grant edit access to the field (field-level security), or take it out of the mapping.");
        }

        var missing = target.Fields.Where(f => f.RequiredOnCreate && !described.Any(d => Same(d.Name, f.Name))).Select(f => f.Name).ToList();
        yield return missing.Count == 0
            ? new CheckLine(CheckVerdict.Ok, "Required fields", "The mapping fills all that VoiceCall requires.")
            : new CheckLine(CheckVerdict.Error, "Required fields", $"VoiceCall requires {string.Join(", ", missing)}; the mapping does not fill them.", "Add them to the mapping.");

        var fixedForGood = described.Where(d => d.Field is { Createable: true, Updateable: false }).Select(d => d.Name).ToList();
        yield return new CheckLine(CheckVerdict.Ok, "Mapped fields", string.Create(CultureInfo.InvariantCulture,
            $"{described.Count(d => d.Field is { Createable: true })} of {described.Count} can be set; {fixedForGood.Count} of them never change once created ({string.Join(", ", fixedForGood)})."));

        var custom = described.Where(d => d.Field is { Custom: true, Createable: true, Updateable: false }).Select(d => d.Name).ToList();
        if (custom.Count > 0)
        {
            yield return new CheckLine(CheckVerdict.Warning, "Updates", $"This user can set {string.Join(", ", custom)} on create, not change it: a later run can't bring what changed.", "Grant edit access to the fields.");
        }

        foreach (var field in described.Select(d => d.Field).OfType<FieldDescribe>().Where(f => f is { RestrictedPicklist: true }))
        {
            yield return Picklist(field);
        }

        if (mapping.Links is { Chain: true })
        {
            yield return target.Field("PreviousCallId") is { Createable: true }
                ? new CheckLine(CheckVerdict.Ok, "PreviousCallId", "Legs of a transfer can be chained.")
                : new CheckLine(CheckVerdict.Warning, "PreviousCallId", "The mapping chains the legs of a transfer, and this user can't set PreviousCallId: each later leg would not be loaded, and be told as failed.",
                    "Grant the field and retry, or switch chaining off in the mapping.");
        }
    }

    private static CheckLine Picklist(FieldDescribe field)
    {
        var values = field.PicklistValues.Where(v => v.Active).Select(v => v.Value).ToList();
        if (field.Name == "CallType" && !(values.Contains("Inbound") && values.Contains("Outbound")))
        {
            return new CheckLine(CheckVerdict.Error, "CallType", $"Inbound or Outbound is not an active value: there are {string.Join(", ", values)}.", "Activate them in Setup, on VoiceCall's Call Type.");
        }

        return values.Count == 0
            ? new CheckLine(CheckVerdict.Error, field.Name, "A restricted picklist without an active value: every row that fills it would be refused.", "Add the values in Setup.")
            : new CheckLine(CheckVerdict.Ok, field.Name, $"Takes {string.Join(", ", values)}, and nothing else.");
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
