using System.Globalization;
using System.Text.Json;
using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Org.Describe;

/// <summary>Describe bodies; the object's own file of keys is <see cref="FieldDescribe"/> for each field.</summary>
internal sealed class DescribeWriter(OrgSchema org, string apiVersion, Utf8JsonWriter writer)
{
    private readonly string root = $"/services/data/v{apiVersion.TrimStart('v')}/sobjects/";

    public void WriteGlobal()
    {
        writer.WriteStartObject();
        writer.WriteString("encoding"u8, "UTF-8");
        writer.WriteNumber("maxBatchSize"u8, 200);
        writer.WriteStartArray("sobjects"u8);
        foreach (var schema in org.Objects.Where(o => !o.ToolingOnly).OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            WriteSummary(schema);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void WriteObject(ObjectSchema schema)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("actionOverrides"u8);
        writer.WriteEndArray();
        writer.WriteStartArray("childRelationships"u8);
        foreach (var (child, field, name) in ChildRelationships.Of(org, schema))
        {
            WriteChild(child, field, name);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("compactLayoutable"u8, true);
        writer.WriteNull("defaultImplementation"u8);
        writer.WriteNull("extendedBy"u8);
        writer.WriteNull("extendsInterfaces"u8);
        writer.WriteStartArray("fields"u8);
        foreach (var field in schema.Fields)
        {
            FieldDescribe.Write(field, schema, writer);
        }

        writer.WriteEndArray();
        writer.WriteNull("implementedBy"u8);
        writer.WriteNull("implementsInterfaces"u8);
        writer.WriteNull("listviewable"u8);
        writer.WriteNull("lookupLayoutable"u8);
        writer.WriteStartArray("namedLayoutInfos"u8);
        writer.WriteEndArray();
        writer.WriteNull("networkScopeFieldName"u8);
        WriteRecordTypes(schema);
        writer.WriteBoolean("searchLayoutable"u8, true);
        writer.WriteString("sobjectDescribeOption"u8, "FULL");
        WriteSummary(schema);
        writer.WriteStartArray("supportedScopes"u8);
        WriteScope("everything", "All " + schema.LabelPlural);
        if (schema.OwnerSlot >= 0)
        {
            WriteScope("mine", "My " + schema.LabelPlural);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteSummary(ObjectSchema schema)
    {
        writer.WriteBoolean("activateable"u8, false);
        writer.WriteNull("associateEntityType"u8);
        writer.WriteNull("associateParentEntity"u8);
        writer.WriteBoolean("createable"u8, schema.Writable);
        writer.WriteBoolean("custom"u8, false);
        writer.WriteBoolean("customSetting"u8, false);
        writer.WriteBoolean("deepCloneable"u8, false);
        writer.WriteBoolean("deletable"u8, schema.Deletable);
        writer.WriteBoolean("deprecatedAndHidden"u8, false);
        writer.WriteBoolean("feedEnabled"u8, schema.Deletable);
        writer.WriteBoolean("hasSubtypes"u8, false);
        writer.WriteBoolean("isInterface"u8, false);
        writer.WriteBoolean("isSubtype"u8, false);
        writer.WriteString("keyPrefix"u8, schema.KeyPrefix);
        writer.WriteString("label"u8, schema.Label);
        writer.WriteString("labelPlural"u8, schema.LabelPlural);
        writer.WriteBoolean("layoutable"u8, schema.Writable);
        writer.WriteBoolean("mergeable"u8, schema.Name is "Account" or "Contact" or "Lead" or "Case");
        writer.WriteBoolean("mruEnabled"u8, schema.Writable);
        writer.WriteString("name"u8, schema.Name);
        writer.WriteBoolean("queryable"u8, true);
        writer.WriteBoolean("replicateable"u8, schema.IsDeletedSlot >= 0);
        writer.WriteBoolean("retrieveable"u8, true);
        writer.WriteBoolean("searchable"u8, schema.Writable);
        writer.WriteBoolean("triggerable"u8, schema.Writable);

        // VoiceCall has no undelete().
        writer.WriteBoolean("undeletable"u8, schema.Deletable && schema.Name != "VoiceCall");
        writer.WriteBoolean("updateable"u8, schema.Writable && schema.Name != "CallCenter");
        writer.WriteStartObject("urls"u8);
        writer.WriteString("rowTemplate"u8, root + schema.Name + "/{ID}");
        writer.WriteString("describe"u8, root + schema.Name + "/describe");
        writer.WriteString("sobject"u8, root + schema.Name);
        writer.WriteEndObject();
    }

    private void WriteChild(ObjectSchema child, FieldSchema field, string? name)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("cascadeDelete"u8, false);
        writer.WriteString("childSObject"u8, child.Name);
        writer.WriteBoolean("deprecatedAndHidden"u8, false);
        writer.WriteString("field"u8, field.Name);
        writer.WriteStartArray("junctionIdListNames"u8);
        writer.WriteEndArray();
        writer.WriteStartArray("junctionReferenceTo"u8);
        writer.WriteEndArray();
        writer.WriteString("relationshipName"u8, name);
        writer.WriteBoolean("restrictedDelete"u8, false);
        writer.WriteEndObject();
    }

    private void WriteRecordTypes(ObjectSchema schema)
    {
        const string master = "012000000000000AAA";
        writer.WriteStartArray("recordTypeInfos"u8);
        writer.WriteStartObject();
        writer.WriteBoolean("active"u8, true);
        writer.WriteBoolean("available"u8, true);
        writer.WriteBoolean("defaultRecordTypeMapping"u8, true);
        writer.WriteString("developerName"u8, "Master");
        writer.WriteBoolean("master"u8, true);
        writer.WriteString("name"u8, "Master");
        writer.WriteString("recordTypeId"u8, master);
        writer.WriteStartObject("urls"u8);
        writer.WriteString("layout"u8, string.Create(CultureInfo.InvariantCulture, $"{root}{schema.Name}/describe/layouts/{master}"));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private void WriteScope(string name, string label)
    {
        writer.WriteStartObject();
        writer.WriteString("label"u8, label);
        writer.WriteString("name"u8, name);
        writer.WriteEndObject();
    }
}
