using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Soql;

/// <summary>String literals, written and read.</summary>
internal static class SoqlText
{
    /// <summary>The text between quotes.</summary>
    public static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>What is left of a literal's escapes once it isn't a LIKE pattern.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }

            result.Append(text[i]);
        }

        return result.ToString();
    }
}

/// <summary>Type names as error texts spell them.</summary>
internal static class ValueWords
{
    public static string Of(FieldType type) => type switch
    {
        FieldType.DateTime => "dateTime",
        FieldType.Id or FieldType.Reference => "ID",
        FieldType.String or FieldType.TextArea or FieldType.Picklist or FieldType.Combobox => "string",
        _ => DescribeNames.Of(type),
    };
}
