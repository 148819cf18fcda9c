using System.Text.Json;
using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Org.Describe;

/// <summary>One field's describe entry, with every key that a real describe has.</summary>
internal static class FieldDescribe
{
    private const int BytesPerCharacter = 3;

    public static void Write(FieldSchema field, ObjectSchema schema, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("aggregatable"u8, field.Filterable && field.Type is not (FieldType.Boolean or FieldType.Address));
        writer.WriteBoolean("aiPredictionField"u8, false);
        writer.WriteBoolean("autoNumber"u8, field.AutoNumber);
        writer.WriteNumber("byteLength"u8, field.IsText ? field.Length * BytesPerCharacter : field.Length);
        writer.WriteBoolean("calculated"u8, field.Calculated);
        writer.WriteNull("calculatedFormula"u8);
        writer.WriteBoolean("cascadeDelete"u8, false);
        writer.WriteBoolean("caseSensitive"u8, field.CaseSensitive);
        writer.WriteString("compoundFieldName"u8, field.CompoundFieldName);
        writer.WriteNull("controllerName"u8);
        writer.WriteBoolean("createable"u8, field.Createable);
        writer.WriteBoolean("custom"u8, field.Custom);
        WriteDefault(field, writer);
        writer.WriteNull("defaultValueFormula"u8);
        writer.WriteBoolean("defaultedOnCreate"u8, field.DefaultedOnCreate);
        writer.WriteBoolean("dependentPicklist"u8, false);
        writer.WriteBoolean("deprecatedAndHidden"u8, false);
        writer.WriteNumber("digits"u8, field.Digits);
        writer.WriteBoolean("displayLocationInDecimal"u8, false);
        writer.WriteBoolean("encrypted"u8, false);
        writer.WriteBoolean("externalId"u8, field.ExternalId);
        writer.WriteString("extraTypeInfo"u8, field.Type == FieldType.TextArea ? "plaintextarea" : null);
        writer.WriteBoolean("filterable"u8, field.Filterable);
        writer.WriteNull("filteredLookupInfo"u8);
        writer.WriteBoolean("formulaTreatNullNumberAsZero"u8, false);
        writer.WriteBoolean("groupable"u8, field.Groupable);
        writer.WriteBoolean("highScaleNumber"u8, false);
        writer.WriteBoolean("htmlFormatted"u8, field.HtmlFormatted);
        writer.WriteBoolean("idLookup"u8, field.IdLookup);
        writer.WriteNull("inlineHelpText"u8);
        writer.WriteString("label"u8, field.Label);
        writer.WriteNumber("length"u8, field.Length);
        writer.WriteNull("mask"u8);
        writer.WriteNull("maskType"u8);
        writer.WriteString("name"u8, field.Name);
        writer.WriteBoolean("nameField"u8, field.NameField);
        writer.WriteBoolean("namePointing"u8, field.Polymorphic);
        writer.WriteBoolean("nillable"u8, field.Nillable);
        writer.WriteBoolean("permissionable"u8, field.Custom || (field.Nillable && field.Createable));
        WritePicklist(field, writer);
        writer.WriteBoolean("polymorphicForeignKey"u8, field.Polymorphic);
        writer.WriteNumber("precision"u8, field.Precision);
        writer.WriteBoolean("queryByDistance"u8, false);
        writer.WriteNull("referenceTargetField"u8);
        writer.WriteStartArray("referenceTo"u8);
        foreach (var target in field.ReferenceTo)
        {
            writer.WriteStringValue(target);
        }

        writer.WriteEndArray();
        writer.WriteString("relationshipName"u8, field.RelationshipName);
        writer.WriteNull("relationshipOrder"u8);
        writer.WriteBoolean("restrictedDelete"u8, false);
        writer.WriteBoolean("restrictedPicklist"u8, field.Restricted);
        writer.WriteNumber("scale"u8, field.Scale);
        writer.WriteBoolean("searchPrefilterable"u8, field.Type == FieldType.Reference && schema.OwnerSlot >= 0);
        writer.WriteString("soapType"u8, DescribeNames.SoapOf(field.Type));
        writer.WriteBoolean("sortable"u8, field.Sortable);
        writer.WriteString("type"u8, DescribeNames.Of(field.Type));
        writer.WriteBoolean("unique"u8, field.Unique);
        writer.WriteBoolean("updateable"u8, field.Updateable);
        writer.WriteBoolean("writeRequiresMasterRead"u8, false);
        writer.WriteEndObject();
    }

    private static void WriteDefault(FieldSchema field, Utf8JsonWriter writer)
    {
        if (field.Type == FieldType.Boolean)
        {
            writer.WriteBoolean("defaultValue"u8, field.DefaultValue == "true");
        }
        else
        {
            writer.WriteNull("defaultValue"u8);
        }
    }

    private static void WritePicklist(FieldSchema field, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("picklistValues"u8);
        foreach (var value in field.Values)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("active"u8, true);
            writer.WriteBoolean("defaultValue"u8, value == field.DefaultValue);
            writer.WriteString("label"u8, value);
            writer.WriteNull("validFor"u8);
            writer.WriteString("value"u8, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
