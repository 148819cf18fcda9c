using Salesforce.Force.Rest;

namespace DataMigrator.Target;

/// <summary>
/// Which fields of the target take what is sent, by its describe. To a user who may only read, every field looks as if nobody could write it: such a describe speaks of the user and
/// not of the fields, and comparing nothing would look like agreement. Then the documented rule stands in for it.
/// </summary>
internal sealed class FieldAccess(SObjectDescribe describe)
{
    /// <summary>Object Reference, VoiceCall: what may change after insert, beside custom fields.</summary>
    private static readonly string[] Updateable =
        ["ActivityId", "CallResolution", "Description", "IvrDuration", "OwnerId", "QualityScore", "RecordTypeId", "RelatedRecordId", "SourceType"];

    private readonly bool tells = describe.Fields.Any(field => field.Createable || field.Updateable);

    /// <summary>True if a value can get there at all.</summary>
    public bool IsWritable(FieldDescribe field) => !tells || field.Createable || field.Updateable;

    /// <summary>True if it can be set on insert.</summary>
    public bool IsCreateable(FieldDescribe field) => !tells || field.Createable;

    /// <summary>True if it can be changed after insert.</summary>
    public bool IsUpdateable(FieldDescribe field) => tells ? field.Updateable : field.Custom || Updateable.Contains(field.Name, StringComparer.OrdinalIgnoreCase);
}
