using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>VoiceCall itself, and the field that keeps a call from being loaded twice.</summary>
internal static class TargetObjectChecks
{
    private const string Deploy = "Deploy scripts/salesforce: cd scripts/salesforce && sf project deploy start --source-dir force-app --target-org ALIAS, then assign the permission set Call_Log_Migration.";

    public static IEnumerable<CheckLine> Of(SObjectDescribe target, CheckRequest request)
    {
        yield return target.Createable
            ? new CheckLine(CheckVerdict.Ok, "VoiceCall", "This user can create VoiceCalls.")
            : new CheckLine(CheckVerdict.Error, "VoiceCall", "This user can't create VoiceCalls.",
                "Assign a Voice permission set (Contact Center Admin or Contact Center Agent; Dialer Outbound for Sales Dialer).");
        if (!target.Updateable)
        {
            yield return new CheckLine(CheckVerdict.Warning, "VoiceCall", "This user can't update VoiceCalls: a later run can't bring changes.", "Grant Edit on VoiceCall.");
        }

        var replacing = string.Equals(request.Settings.OnCreateOnlyChange, "replace", StringComparison.Ordinal);
        if (!target.Deletable)
        {
            yield return new CheckLine(replacing ? CheckVerdict.Error : CheckVerdict.Warning, "VoiceCall",
                "This user can't delete VoiceCalls: neither rollback nor --on-create-only-change replace will work.",
                "Deleting a VoiceCall takes Modify All Data (Object Reference, VoiceCall).");
        }

        yield return ExternalId(target, request.Mapping?.ExternalIdField ?? request.Settings.ExternalIdField);
        yield return Audit(target);
        yield return RecordTypes(target, request);
    }

    private static CheckLine ExternalId(SObjectDescribe target, string name)
    {
        if (target.Field(name) is not { } field)
        {
            return new CheckLine(CheckVerdict.Error, name, $"VoiceCall has no field {name}, or this user can't see it. It holds the Task's id and keeps a call from being loaded twice.", Remedy(name));
        }

        var faults = new List<string>();
        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }

        Require(field.Type == "string" && field.Length >= 18, "is not a text of at least 18 characters");
        Require(field.ExternalId, "is no external id");
        Require(field.Unique, "is not unique");
        Require(field.Createable, "can't be set by this user");
        Require(field.Filterable, "can't be searched");
        return faults.Count == 0
            ? new CheckLine(CheckVerdict.Ok, name, "Text, external id, unique, writable: a call can't be loaded twice.")
            : new CheckLine(CheckVerdict.Error, name, $"The field {string.Join(", ", faults)}.", Remedy(name));
    }

    private static string Remedy(string name) => name == new MigrationSettings().ExternalIdField
        ? Deploy
        : $"Make it Text(18), external id, unique: as Legacy_Task_Id__c in scripts/salesforce/force-app/main/default/objects/VoiceCall/fields, under the name {name}.";

    /// <summary>Salesforce's list of objects with settable audit fields does not name VoiceCall, and settable they would be on insert only, never on upsert.</summary>
    private static CheckLine Audit(SObjectDescribe target) => target.Field("CreatedDate") is { Createable: true }
        ? new CheckLine(CheckVerdict.Warning, "Audit fields", "CreatedDate is settable here, but not by upsert, which is what keeps a call from being loaded twice: it will be the day of the load.",
            "Keep the original in Legacy_Created_Date__c and Legacy_Created_By__c.")
        : new CheckLine(CheckVerdict.Ok, "Audit fields", "CreatedDate and CreatedById can't be set on VoiceCall: they will name the load. The originals go to the Legacy_Created_ fields, if mapped.");

    private static CheckLine RecordTypes(SObjectDescribe target, CheckRequest request)
    {
        var active = target.RecordTypeInfos.Where(r => r is { Active: true, Master: false, Available: true }).ToList();
        if (active.Count == 0)
        {
            return new CheckLine(CheckVerdict.Ok, "Record types", "VoiceCall has none that this user could choose.");
        }

        var names = string.Join(", ", active.Select(r => r.DeveloperName ?? r.Name));
        var mapped = request.Mapping?.TargetFields.Any(f => f.Name == "RecordTypeId") ?? false;
        var fallback = target.RecordTypeInfos.FirstOrDefault(r => r.DefaultRecordTypeMapping)?.Name ?? "the master record type";
        return mapped
            ? new CheckLine(CheckVerdict.Ok, "Record types", $"The mapping sets RecordTypeId; there are {names}.")
            : new CheckLine(CheckVerdict.Warning, "Record types", $"The mapping sets none, so calls get {fallback}; there are {names}.", "Map RecordTypeId if that is not meant.");
    }
}
