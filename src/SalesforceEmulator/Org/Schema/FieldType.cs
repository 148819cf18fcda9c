namespace SalesforceEmulator.Org.Schema;

internal enum FieldType
{
    Id,
    Reference,
    String,
    TextArea,
    Phone,
    Url,
    Email,
    Picklist,
    Combobox,
    Boolean,
    Int,
    Double,
    Currency,
    Date,
    DateTime,
    Address,
}
