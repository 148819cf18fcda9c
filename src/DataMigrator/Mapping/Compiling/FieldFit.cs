using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

/// <summary>Whether what a field of the source holds can become what a field of the target holds: types, references, lengths.</summary>
internal static class FieldFit
{
    /// <summary>A sentence that says why nothing of the source field can ever be written to the target field; null if it can.</summary>
    public static string? Problem(FieldDescribe source, FieldDescribe target, ValueShape shape)
    {
        if (!CanBe(source.Type, shape))
        {
            return $"{target.Name} is of type {target.Type}; {source.Name} is of type {source.Type} and can't become one.";
        }

        return target.Type == "reference" && source.Type == "reference" && Known(source) && Known(target) && !source.ReferenceTo.Intersect(target.ReferenceTo, StringComparer.OrdinalIgnoreCase).Any()
            ? $"{target.Name} refers to {string.Join(", ", target.ReferenceTo)}; {source.Name} refers to {string.Join(", ", source.ReferenceTo)}."
            : null;
    }

    /// <summary>A sentence that says what may be lost; null if nothing is. A length that the mapping itself gives is meant.</summary>
    public static string? Loss(FieldDescribe source, FieldDescribe target, ValueShape shape, int max) =>
        shape is ValueShape.Text or ValueShape.Lines && IsText(source.Type) && source.Length > max
            ? $"{source.Name} holds up to {source.Length} characters, {target.Name} {max}: longer texts are cut with a mark. ('truncate: {max}' says that this is meant.)"
            : null;

    /// <summary>The fields that a rule copies as they are; none if it makes something of them.</summary>
    public static IEnumerable<FieldRule> Copied(Rule rule) => rule switch
    {
        FieldRule field => [field],
        FirstOfRule or ConditionalRule or OriginRule => rule.Parts.SelectMany(Copied),
        _ => [],
    };

    private static bool Known(FieldDescribe reference) => reference.ReferenceTo.Count > 0;

    private static bool CanBe(string source, ValueShape shape) => IsText(source) || shape switch
    {
        ValueShape.Instant => source == "datetime",
        ValueShape.Date => source is "date" or "datetime",
        ValueShape.Whole or ValueShape.Number => source is "int" or "long" or "double" or "currency" or "percent",
        ValueShape.Flag => source == "boolean",
        ValueShape.Id => source is "id" or "reference",
        _ => true,
    };

    private static bool IsText(string type) => type is "string" or "textarea" or "picklist" or "multipicklist" or "combobox" or "phone" or "email" or "url" or "encryptedstring" or "anyType";
}
