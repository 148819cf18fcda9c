using System.Text.Json;
using Salesforce.Force.Http;

namespace Salesforce.Force.Rest;

/// <summary>Describe as the org writes it. Keys that are missing are false, 0, null or empty; those that would forbid something are true.</summary>
internal static class DescribeJson
{
    public static IReadOnlyList<SObjectSummary> ParseGlobal(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Root(document).Items("sobjects").Select(o => new SObjectSummary(
            o.Text("name") ?? string.Empty, o.Text("label") ?? string.Empty, o.Text("keyPrefix"),
            o.Flag("custom"), May(o, "createable"), May(o, "updateable"), May(o, "deletable"), May(o, "queryable")))];
    }

    public static SObjectDescribe Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var o = Root(document);
        return new SObjectDescribe(
            o.Text("name") ?? throw new JsonException("A describe has a name."), o.Text("label") ?? string.Empty, o.Text("keyPrefix"),
            May(o, "createable"), May(o, "updateable"), May(o, "deletable"), May(o, "queryable"),
            [.. o.Items("fields").Select(Field)],
            [.. o.Items("recordTypeInfos").Select(RecordType)]);
    }

    private static FieldDescribe Field(JsonElement f) => new(
        f.Text("name") ?? string.Empty, f.Text("label") ?? string.Empty, f.Text("type") ?? "anyType",
        f.Int("length"), f.Int("precision"), f.Int("scale"), f.Int("digits"),
        May(f, "nillable"), f.Flag("createable"), f.Flag("updateable"), f.Flag("defaultedOnCreate"), f.Flag("unique"), f.Flag("externalId"), f.Flag("idLookup"),
        May(f, "filterable"), May(f, "groupable"), May(f, "sortable"), f.Flag("custom"), f.Flag("restrictedPicklist"), f.Flag("polymorphicForeignKey"), f.Flag("namePointing"),
        f.Text("relationshipName"), f.Text("compoundFieldName"), f.Texts("referenceTo"),
        [.. f.Items("picklistValues").Select(v => new PicklistValue(v.Text("value") ?? string.Empty, v.Text("label"), May(v, "active"), v.Flag("defaultValue")))]);

    private static RecordTypeInfo RecordType(JsonElement r) => new(
        r.Text("recordTypeId") ?? string.Empty, r.Text("name") ?? string.Empty, r.Text("developerName"),
        r.Flag("active"), r.Flag("available"), r.Flag("defaultRecordTypeMapping"), r.Flag("master"));

    /// <summary>What a describe does not forbid is tried: the org itself refuses what it does not allow.</summary>
    private static bool May(JsonElement element, string name) => element.NullableFlag(name) ?? true;

    private static JsonElement Root(JsonDocument document) =>
        document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement : throw new JsonException("A describe is an object.");
}
