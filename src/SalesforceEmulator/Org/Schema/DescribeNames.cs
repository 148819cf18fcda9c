namespace SalesforceEmulator.Org.Schema;

/// <summary>Field types as describe spells them.</summary>
internal static class DescribeNames
{
    public static string Of(FieldType type) => type switch
    {
        FieldType.Id => "id",
        FieldType.Reference => "reference",
        FieldType.String => "string",
        FieldType.TextArea => "textarea",
        FieldType.Phone => "phone",
        FieldType.Url => "url",
        FieldType.Email => "email",
        FieldType.Picklist => "picklist",
        FieldType.Combobox => "combobox",
        FieldType.Boolean => "boolean",
        FieldType.Int => "int",
        FieldType.Double => "double",
        FieldType.Currency => "currency",
        FieldType.Date => "date",
        FieldType.DateTime => "datetime",
        _ => "address",
    };

    /// <summary>The XML schema type, used by describe and by deserialisation errors.</summary>
    public static string SoapOf(FieldType type) => type switch
    {
        FieldType.Id or FieldType.Reference => "tns:ID",
        FieldType.Boolean => "xsd:boolean",
        FieldType.Int => "xsd:int",
        FieldType.Double or FieldType.Currency => "xsd:double",
        FieldType.Date => "xsd:date",
        FieldType.DateTime => "xsd:dateTime",
        FieldType.Address => "urn:address",
        _ => "xsd:string",
    };
}
