using Salesforce.Force.Rest;

namespace DataMigrator.Tests.Mapping;

/// <summary>Describes as orgs give them: the standard fields, and on demand those of packages and of our own deployment.</summary>
internal static class Describes
{
    public static SObjectDescribe Task(params string[] extra) => Object("Task", "00T",
    [
        Field("Id", "id", 18), Field("Subject", "combobox", 255), Field("TaskSubtype", "picklist", 40), Field("Type", "picklist", 40), Field("CallType", "picklist", 40),
        Field("CallDurationInSeconds", "int"), Field("CallDisposition", "string", 255), Field("CallObject", "string", 255), Field("WhoId", "reference", 18),
        Field("WhatId", "reference", 18), Field("AccountId", "reference", 18), Field("OwnerId", "reference", 18), Field("ActivityDate", "date"),
        Field("CompletedDateTime", "datetime"), Field("CreatedDate", "datetime"), Field("CreatedById", "reference", 18), Field("Status", "picklist", 255),
        Field("IsClosed", "boolean"), Field("IsDeleted", "boolean"), Field("IsRecurrence", "boolean"), Field("Description", "textarea", 32000),
        .. extra.Select(n => Field(n, n.Contains("Time__c", StringComparison.Ordinal) ? "datetime" : "string", 255) with { Custom = n.EndsWith("__c", StringComparison.Ordinal) }),
    ]);

    /// <summary>VoiceCall with the standard fields and the external id.</summary>
    public static SObjectDescribe VoiceCall(params FieldDescribe[] extra) => Object("VoiceCall", "0LQ",
    [
        Field("Legacy_Task_Id__c", "string", 18) with { ExternalId = true, Unique = true, Custom = true, Updateable = true },
        Field("ActivityId", "reference", 18) with { ReferenceTo = ["Task"], Updateable = true },
        Picklist("CallType", "Internal", "Inbound", "Outbound", "Coach", "Bridge", "Transfer", "Callback", "InternalCall", "Consult") with { Nillable = false },
        Field("CallStartDateTime", "datetime") with { Nillable = false }, Field("CallEndDateTime", "datetime") with { Nillable = false },
        Field("CallDurationInSeconds", "int"), Field("FromPhoneNumber", "phone", 40) with { Nillable = false }, Field("ToPhoneNumber", "phone", 40) with { Nillable = false },
        Field("CallDisposition", "string", 255), Field("VendorCallKey", "string", 255), Picklist("VendorType", "Twilio", "Custom", "ContactCenter"),
        Field("UserId", "reference", 18) with { ReferenceTo = ["User"] }, Field("OwnerId", "reference", 18) with { ReferenceTo = ["Group", "User"], DefaultedOnCreate = true, Nillable = false, Updateable = true },
        Field("RelatedRecordId", "reference", 18) with { ReferenceTo = ["Account", "Case", "Contact", "Lead", "Opportunity"], Updateable = true },
        Field("CallCenterId", "reference", 18) with { ReferenceTo = ["CallCenter"] }, Field("QueueName", "string", 255),
        Field("Description", "textarea", 32000) with { Updateable = true }, Field("PreviousCallId", "reference", 18), Field("Name", "string", 30) with { Createable = false },
        .. extra,
    ]);

    /// <summary>VoiceCall after the Legacy_* fields were deployed.</summary>
    public static SObjectDescribe DeployedVoiceCall() => VoiceCall(
    [
        .. new[] { "Subject", "Outcome", "Start_Source", "Number_Source", "Created_By", "Who_Id", "What_Id", "Queue" }.Select(n => Custom($"Legacy_{n}__c", "string", 255)),
        Custom("Legacy_Created_Date__c", "datetime"), Custom("Legacy_Leg_Count__c", "double"), Custom("Legacy_Recording_URL__c", "url", 255), Custom("Legacy_Merged_Task_Ids__c", "textarea", 32000),
    ]);

    public static FieldDescribe Custom(string name, string type, int length = 0) => Field(name, type, length) with { Custom = true, Updateable = true };

    public static FieldDescribe Field(string name, string type, int length = 0) => new(
        name, name, type, length, 0, 0, 0, Nillable: true, Createable: true, Updateable: false, DefaultedOnCreate: false, Unique: false, ExternalId: false, IdLookup: false,
        Filterable: true, Groupable: true, Sortable: true, Custom: false, RestrictedPicklist: false, PolymorphicForeignKey: false, NamePointing: false,
        RelationshipName: null, CompoundFieldName: null, ReferenceTo: [], PicklistValues: []);

    public static FieldDescribe Picklist(string name, params string[] values) => Field(name, "picklist", 40) with
    {
        RestrictedPicklist = true,
        PicklistValues = [.. values.Select(v => new PicklistValue(v, v, Active: true, DefaultValue: false))],
    };

    private static SObjectDescribe Object(string name, string prefix, IReadOnlyList<FieldDescribe> fields) =>
        new(name, name, prefix, Createable: true, Updateable: true, Deletable: true, Queryable: true, fields, []);
}
