using System.Text;
using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Org.Saving;

/// <summary>Row errors in Salesforce's words: the message names the label, the tail the API name.</summary>
internal static class RowErrors
{
    public const string EntityIsDeleted = "ENTITY_IS_DELETED";
    private const int ShownCharacters = 255;

    public static OrgError Required(IReadOnlyList<string> fields) => new("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", fields)}]", fields);

    public static OrgError NotWritable(IReadOnlyList<string> fields) => new(
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        $"Unable to create/update fields: {string.Join(", ", fields)}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
        fields);

    public static OrgError Deserialize(int column, FieldSchema field, ReadOnlySpan<byte> value) => new(
        "INVALID_FIELD", $"Failed to deserialize field at col {column}. Due to, '{Shown(value)}' is not a valid value for the type {DescribeNames.SoapOf(field.Type)}", [field.Name])
    {
        UnreadableJson = $"Cannot deserialize instance of {DescribeNames.Of(field.Type)} from VALUE_STRING value {Shown(value)} or request may be missing a required field",
    };

    public static OrgError TooLong(FieldSchema field, ReadOnlySpan<byte> value) =>
        new("STRING_TOO_LONG", $"{field.Label}: data value too large: {Shown(value)} (max length={field.Length})", [field.Name]);

    public static OrgError BadPicklist(FieldSchema field, ReadOnlySpan<byte> value) =>
        new("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Label}: bad value for restricted picklist field: {Shown(value)}", [field.Name]);

    public static OrgError BadId(FieldSchema field, ReadOnlySpan<byte> value) => new("MALFORMED_ID", $"{field.Label}: id value of incorrect type: {Shown(value)}", [field.Name]);

    public static OrgError BadEmail(FieldSchema field, ReadOnlySpan<byte> value) => new("INVALID_EMAIL_ADDRESS", $"{field.Label}: invalid email address: {Shown(value)}", [field.Name]);

    public static OrgError OutOfRange(FieldSchema field, ReadOnlySpan<byte> value) =>
        new("NUMBER_OUTSIDE_VALID_RANGE", $"{field.Label}: value outside of valid range on numeric field: {Shown(value)}", [field.Name]);

    public static OrgError NoSuchRecord() => new("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);

    public static OrgError StorageFull() => new("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded", []);

    public static OrgError RolledBack() =>
        new("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header", []);

    public static OrgError IsDeleted() => new(EntityIsDeleted, "entity is deleted", []);

    public static OrgError ParentNotFound(ReadOnlySpan<byte> value, FieldSchema key, ObjectSchema parent) =>
        new("INVALID_FIELD", $"Foreign key external ID: {Shown(value)} not found for field {key.Name} in entity {parent.Name}", []);

    public static OrgError Several(FieldSchema key, string first, string second) =>
        new("DUPLICATE_EXTERNAL_ID", $"{key.Label}: more than one record found for external id field: [{first}, {second}]", []);

    public static OrgError Inactive(ReadOnlySpan<byte> user, ObjectSchema schema) => new(
        "INACTIVE_OWNER_OR_USER", $"operation performed with inactive user [{Shown(user)}] as owner of {schema.Label.ToLowerInvariant()}", [schema.Fields[schema.OwnerSlot].Name]);

    public static OrgError WrongQueue() => new("INVALID_OPERATION", "Queue not associated with this SObject type", []);

    public static OrgError Duplicate(FieldSchema field, string? otherId) => otherId is null
        ? new("DUPLICATE_VALUE", "duplicate value found: <unknown> duplicates value on record with id: <unknown>", [])
        : new("DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {otherId}", []);

    public static OrgError KeyTwice(FieldSchema? key, ReadOnlySpan<byte> value) => key is null || key.Slot == 0
        ? new("DUPLICATE_VALUE", $"Duplicate id specified: {Shown(value)}", ["Id"])
        : new("DUPLICATE_VALUE", $"Duplicate external id specified: {Shown(value)}", [key.Name]);

    public static OrgError Missing(string field, string call) => new("MISSING_ARGUMENT", $"{field} not specified in {call} call", []);

    public static OrgError IdOnInsert() => new("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", ["Id"]);

    private static string Shown(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
    }
}
