using static SalesforceEmulator.Org.Schema.Fields;

namespace SalesforceEmulator.Org.Schema;

/// <summary>Objects that tell about the org itself. Clients read them; none but CallCenter is written.</summary>
internal static class SetupObjects
{
    public static IEnumerable<FieldSchema> CallCenter() =>
    [
        Text("Name", "Name", 80).Required().CreateOnly().AsName().Key(),
        Text("InternalName", "Internal Name", 80).Required().CreateOnly(),
        Number("Version", "Version", 10, 2).CreateOnly(),
        Url("AdapterUrl", "CTI Adapter URL", 1024).CreateOnly(),
        LongText("CustomSettings", "Custom Settings", 32000).CreateOnly(),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> Group() =>
    [
        Text("Name", "Name", 40).Required().AsName(),
        Text("DeveloperName", "Developer Name", 80),
        Picklist("Type", "Type", 40, "Regular", "Role", "Organization", "Queue").Required(),
        Email("Email", "Email"),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> QueueSobject() =>
    [
        Reference("QueueId", "Group ID", "Group"),
        Restricted("SobjectType", "SObject Type Name", 40),
        Reference("CreatedById", "Created By ID", "User").ReadOnly(),
        Instant("SystemModstamp", "System Modstamp").ReadOnly(),
    ];

    public static IEnumerable<FieldSchema> RecordType() =>
    [
        Text("Name", "Record Type Name", 80).Required().AsName(),
        Text("DeveloperName", "Record Type Name", 80).Required(),
        Restricted("SobjectType", "SObject Type Name", 40).Required(),
        Flag("IsActive", "Active", value: true),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> Organization() =>
    [
        Text("Name", "Name", 80).Required().AsName(),
        Picklist("OrganizationType", "Edition", 40, "Developer Edition", "Enterprise Edition", "Unlimited Edition"),
        Text("InstanceName", "Instance Name", 5),
        Flag("IsSandbox", "Is Sandbox"),
        Instant("TrialExpirationDate", "Trial Expiration Date"),
        Text("NamespacePrefix", "Namespace Prefix", 15),
        Picklist("DefaultLocaleSidKey", "Locale", 40),
        Picklist("TimeZoneSidKey", "Time Zone", 40),
        Picklist("LanguageLocaleKey", "Language", 40),
        Text("Country", "Country", 80),
        Phone("Phone", "Phone"),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> Profile() => [Text("Name", "Name", 255).AsName(), Text("UserType", "User Type", 40), .. Audit().Where(f => f.Name != "IsDeleted")];

    public static IEnumerable<FieldSchema> PermissionSet() =>
    [
        Text("Name", "Permission Set Name", 80).AsName(),
        Text("Label", "Permission Set Label", 80),
        Flag("IsOwnedByProfile", "Is Owned By Profile"),
        Reference("ProfileId", "Profile ID", "Profile"),
        Flag("PermissionsModifyAllData", "Modify All Data"),
        Flag("PermissionsViewAllData", "View All Data"),
        Flag("PermissionsApiEnabled", "API Enabled"),
        Flag("PermissionsBulkApiHardDelete", "Bulk API Hard Delete"),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> PermissionSetAssignment() =>
    [
        Reference("PermissionSetId", "PermissionSet ID", "PermissionSet"),
        Reference("AssigneeId", "Assignee ID", "User"),
        Flag("IsActive", "Is Active", value: true),
        Instant("SystemModstamp", "System Modstamp").ReadOnly(),
    ];

    public static IEnumerable<FieldSchema> TaskStatus() =>
    [
        Text("MasterLabel", "Master Label", 255).AsName(),
        Text("ApiName", "API Name", 255),
        Whole("SortOrder", "Sort Order"),
        Flag("IsDefault", "Is Default"),
        Flag("IsClosed", "Is Closed"),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> EntityDefinition() =>
    [
        Text("DurableId", "Durable ID", 765),
        Text("QualifiedApiName", "API Name", 70).AsName(),
        Text("DeveloperName", "Developer Name", 80),
        Text("Label", "Label", 80),
        Text("PluralLabel", "Plural Label", 80),
        Text("KeyPrefix", "Key Prefix", 3),
        Text("NamespacePrefix", "Namespace Prefix", 15),
        Flag("IsDeprecatedAndHidden", "Is Deprecated And Hidden"),
        Flag("IsQueryable", "Is Queryable"),
        Flag("IsCustomizable", "Is Customizable"),
        Flag("IsCustomSetting", "Is Custom Setting"),
        Instant("LastModifiedDate", "Last Modified Date"),
    ];

    public static IEnumerable<FieldSchema> FieldDefinition() =>
    [
        Text("DurableId", "Durable ID", 765),
        Reference("EntityDefinitionId", "Entity Definition ID", "EntityDefinition") with { ReferenceKey = "DurableId" },
        Text("QualifiedApiName", "API Name", 70).AsName(),
        Text("DeveloperName", "Developer Name", 80),
        Text("Label", "Label", 80),
        Text("DataType", "Data Type", 255),
        Whole("Length", "Length"),
        Text("NamespacePrefix", "Namespace Prefix", 15),
        Flag("IsNillable", "Is Nillable"),
        Flag("IsPolymorphicForeignKey", "Is Polymorphic Foreign Key"),
        Flag("IsIndexed", "Is Indexed"),
    ];

    public static IEnumerable<FieldSchema> ValidationRule() =>
    [
        Text("ValidationName", "Validation Rule Name", 80).AsName(),
        Flag("Active", "Active"),
        Reference("EntityDefinitionId", "Entity Definition ID", "EntityDefinition") with { ReferenceKey = "DurableId" },
        Text("ErrorDisplayField", "Error Display Field", 80),
        Text("ErrorMessage", "Error Message", 255),
        Text("Description", "Description", 255),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> FlowDefinitionView() =>
    [
        Text("DurableId", "Durable ID", 765),
        Text("ApiName", "API Name", 765).AsName(),
        Text("Label", "Label", 765),
        Flag("IsActive", "Active"),
        Text("ProcessType", "Process Type", 40),
        Text("TriggerType", "Trigger", 40),
        Text("RecordTriggerType", "Record Trigger", 40),
        Text("TriggerObjectOrEventLabel", "Trigger Object or Event Label", 255),
        Reference("TriggerObjectOrEventId", "Trigger Object or Event", "EntityDefinition") with { ReferenceKey = "DurableId" },
        Text("NamespacePrefix", "Namespace Prefix", 15),
    ];

    public static IEnumerable<FieldSchema> ApexTrigger() =>
    [
        Text("Name", "Name", 80).AsName(),
        Text("TableEnumOrId", "sObject", 40),
        Picklist("Status", "Status", 40, "Active", "Inactive", "Deleted"),
        Text("NamespacePrefix", "Namespace Prefix", 15),
        Number("ApiVersion", "Api Version", 18, 1),
        Flag("UsageBeforeInsert", "Usage Before Insert"),
        Flag("UsageAfterInsert", "Usage After Insert"),
        Flag("UsageBeforeUpdate", "Usage Before Update"),
        Flag("UsageAfterUpdate", "Usage After Update"),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];
}
