using DataMigrator.Mapping;

namespace DataMigrator.Tests.Loading;

/// <summary>Only the shape of a mapping, for stages that come after it: which columns, in which order.</summary>
internal sealed class FixedMapping : ICompiledMapping
{
    public static readonly IReadOnlyList<TargetField> Fields =
    [
        Field("Legacy_Task_Id__c", "string", updateable: true),
        Field("CallStartDateTime", "datetime"),
        Field("CallEndDateTime", "datetime"),
        Field("FromPhoneNumber", "phone"),
        Field("ToPhoneNumber", "phone"),
        Field("CallType", "picklist"),
        Field("CallDurationInSeconds", "int"),
        Field("OwnerId", "reference", updateable: true),
        Field("ActivityId", "reference", updateable: true),
        Field("Description", "textarea", updateable: true),
        Field("VendorCallKey", "string"),
        Field("Legacy_Subject__c", "string", updateable: true),
    ];

    public string Version => "fixed";

    public string Name => "fixed";

    public string Text => "";

    public string SourceObject => "Task";

    public IReadOnlyList<string> SourceFields { get; init; } = ["Id"];

    public string? SourceFilter => null;

    public IReadOnlyList<TargetField> TargetFields { get; init; } = Fields;

    public string ExternalIdField => "Legacy_Task_Id__c";

    public IReadOnlyList<LookupSpec> Lookups { get; init; } = [];

    public LinkRule? Links { get; init; } = new(true, false, true, 3600, null);

    public ICallMapper CreateMapper(ILookups lookups) => throw new NotSupportedException("Loading never maps.");

    private static TargetField Field(string name, string type, bool updateable = false) => new(name, type, 255, Createable: true, updateable);
}
