using System.Globalization;
using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Population;

/// <summary>Rows that describe the org: statuses, entities, fields, rules, flows, triggers.</summary>
internal sealed class MetadataRows(OrgData data, DateTime created, string admin)
{
    public void Fill()
    {
        Statuses();
        Entities();
        ValidationRules();
        Automation();
    }

    /// <summary>Shows a rule's switch in the tooling object.</summary>
    public static void SetValidationRule(OrgData data, string name, bool active)
    {
        lock (data.WriteLock)
        {
            var table = data["ValidationRule"];
            if (table.IndexOf(table.Schema["ValidationName"]).Find(Encoding.UTF8.GetBytes(name), out var ordinal, out _) == 1)
            {
                new RecordDraft(data, "ValidationRule").Rewrite(table.Get(ordinal), "Active", active ? "true" : "false");
            }
        }
    }

    private void Statuses()
    {
        var draft = new RecordDraft(data, "TaskStatus");
        for (var i = 0; i < TaskObject.Statuses.Length; i++)
        {
            draft.Begin(created, admin);
            draft.Set("MasterLabel", TaskObject.Statuses[i]);
            draft.Set("ApiName", TaskObject.Statuses[i]);
            draft.Set("SortOrder", (i + 1).ToString(CultureInfo.InvariantCulture));
            draft.Set("IsDefault", i == 0);
            draft.Set("IsClosed", TaskObject.ClosedStatuses.Contains(TaskObject.Statuses[i]));
            draft.Store();
        }
    }

    private void Entities()
    {
        var entity = new RecordDraft(data, "EntityDefinition");
        var field = new RecordDraft(data, "FieldDefinition");
        foreach (var schema in data.Schema.Objects)
        {
            entity.Begin(created, null);
            entity.Set("DurableId", schema.Name);
            entity.Set("QualifiedApiName", schema.Name);
            entity.Set("DeveloperName", schema.Name);
            entity.Set("Label", schema.Label);
            entity.Set("PluralLabel", schema.LabelPlural);
            entity.Set("KeyPrefix", schema.KeyPrefix);
            entity.Set("IsQueryable", true);
            entity.Set("IsCustomizable", schema.Writable);
            entity.Store();
            foreach (var one in schema.Fields)
            {
                field.Begin(created, null);
                field.Set("DurableId", schema.Name + "." + one.Name);
                field.Set("EntityDefinitionId", schema.Name);
                field.Set("QualifiedApiName", one.Name);
                field.Set("DeveloperName", one.Custom ? one.Name[..^3] : one.Name);
                field.Set("Label", one.Label);
                field.Set("DataType", DescribeNames.Of(one.Type));
                field.Set("Length", one.Length.ToString(CultureInfo.InvariantCulture));
                field.Set("NamespacePrefix", NamespaceOf(one.Name));
                field.Set("IsNillable", one.Nillable);
                field.Set("IsPolymorphicForeignKey", one.Polymorphic);
                field.Set("IsIndexed", one.ExternalId || one.IdLookup || one.Type is FieldType.Id or FieldType.Reference);
                field.Store();
            }
        }
    }

    private void ValidationRules()
    {
        var draft = new RecordDraft(data, "ValidationRule");
        draft.Begin(created, admin);
        draft.Set("ValidationName", Org.Saving.ValidationRules.EndAfterStart);
        draft.Set("Active", value: false);
        draft.Set("EntityDefinitionId", "VoiceCall");
        draft.Set("ErrorDisplayField", "CallEndDateTime");
        draft.Set("ErrorMessage", Org.Saving.ValidationRules.EndAfterStartMessage);
        draft.Store();
    }

    private void Automation()
    {
        var flow = new RecordDraft(data, "FlowDefinitionView");
        flow.Begin(created, admin);
        flow.Set("DurableId", "300000000000001");
        flow.Set("ApiName", "Route_New_Case");
        flow.Set("Label", "Route new case");
        flow.Set("IsActive", value: true);
        flow.Set("ProcessType", "AutoLaunchedFlow");
        flow.Set("TriggerType", "RecordAfterSave");
        flow.Set("RecordTriggerType", "Create");
        flow.Set("TriggerObjectOrEventLabel", "Case");
        flow.Set("TriggerObjectOrEventId", "Case");
        flow.Store();
        var trigger = new RecordDraft(data, "ApexTrigger");
        trigger.Begin(created, admin);
        trigger.Set("Name", "TaskActivityRollup");
        trigger.Set("TableEnumOrId", "Task");
        trigger.Set("Status", "Active");
        trigger.Set("ApiVersion", "61.0");
        trigger.Set("UsageAfterInsert", value: true);
        trigger.Store();
    }

    private static string? NamespaceOf(string name)
    {
        var at = name.IndexOf("__", StringComparison.Ordinal);
        return at > 0 && at < name.Length - 3 ? name[..at] : null;
    }
}
