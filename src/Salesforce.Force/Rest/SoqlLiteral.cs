using System.Buffers;
using System.Globalization;
using System.Text;

namespace Salesforce.Force.Rest;

/// <summary>Writes values and names into SOQL so that they stay values and names (source: SOQL and SOSL Reference, "Quoted String Escape Sequences", "Date Formats").</summary>
public static class SoqlLiteral
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>A quoted string; null gives <c>null</c>.</summary>
    public static string String(string? value)
    {
        if (value is null)
        {
            return "null";
        }

        var text = new StringBuilder(value.Length + 2).Append('\'');
        foreach (var character in value)
        {
            Append(text, character);
        }

        return text.Append('\'').ToString();
    }

    /// <summary>A quoted string for <c>LIKE</c> that matches <paramref name="value"/> itself, its <c>%</c> and <c>_</c> included; add wildcards around it.</summary>
    /// <param name="value">Text to find.</param>
    /// <param name="before">Put before the text, such as <c>%</c>.</param>
    /// <param name="after">Put after the text, such as <c>%</c>.</param>
    public static string Like(string value, string before = "", string after = "")
    {
        var text = new StringBuilder(value.Length + 4).Append('\'').Append(before);
        foreach (var character in value)
        {
            if (character is '%' or '_')
            {
                text.Append('\\');
            }

            Append(text, character);
        }

        return text.Append(after).Append('\'').ToString();
    }

    /// <summary>An unquoted dateTime in UTC, to the millisecond.</summary>
    public static string DateTime(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>An unquoted date.</summary>
    public static string Date(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A list for <c>IN</c>: <c>('a','b')</c>. Each must be a 15 or 18 character id.</summary>
    /// <exception cref="ArgumentException">Not an id, or no id at all (SOQL has no empty list).</exception>
    public static string Ids(IEnumerable<string> ids) => List(ids.Select(CheckedId));

    /// <summary>A list of strings for <c>IN</c>.</summary>
    /// <exception cref="ArgumentException">No value at all (SOQL has no empty list).</exception>
    public static string Strings(IEnumerable<string> values) => List(values);

    /// <summary>
    /// Splits the values of an <c>IN</c> list so that each query fits into a request line: Salesforce refuses more than 16,384 bytes of URI (414), or of URI and
    /// headers together (431), and proxies on the way there mostly more than 8 KB (nginx, Apache). Some 300 ids at a time.
    /// </summary>
    /// <param name="restOfQuery">The query without the list.</param>
    /// <param name="values">Unescaped values; none gives no query.</param>
    public static IEnumerable<string[]> Chunks(string restOfQuery, IReadOnlyCollection<string> values)
    {
        const int uriBudget = 7_800;
        var longest = values.Count == 0 ? 1 : values.Max(value => InUrl(String(value)).Length) + InUrl(",").Length;
        return values.Chunk(Math.Max(1, (uriBudget - InUrl(restOfQuery).Length) / longest));
    }

    /// <summary>Escaped for the query of a URL, but for what may stand there as it is and ids in lists are full of (RFC 3986, sub-delims).</summary>
    internal static string InUrl(string soql) => Uri.EscapeDataString(soql).Replace("%27", "'", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal);

    /// <summary>An object, field or path (<c>Owner.Name</c>), checked; returns it as it is.</summary>
    /// <exception cref="ArgumentException">It holds anything but letters, digits, underscores and single dots.</exception>
    public static string Name(string name) => IsName(name)
        ? name
        : throw new ArgumentException("An API name consists of letters, digits and underscores, and begins with a letter.", nameof(name));

    /// <summary>True if <see cref="Name"/> takes it.</summary>
    public static bool IsName(string name) =>
        Array.TrueForAll(name.Split('.'), part => part.Length > 0 && char.IsAsciiLetter(part[0]) && !part.AsSpan().ContainsAnyExcept(NameCharacters));

    internal static string CheckedId(string id) => id.Length is 15 or 18 && id.All(char.IsAsciiLetterOrDigit)
        ? id
        : throw new ArgumentException("A Salesforce id has 15 or 18 letters and digits.", nameof(id));

    private static string List(IEnumerable<string> values)
    {
        var list = string.Join(',', values.Select(String));
        return list.Length > 0 ? $"({list})" : throw new ArgumentException("SOQL has no empty list: leave the condition or the query out.", nameof(values));
    }

    private static void Append(StringBuilder text, char character)
    {
        switch (character)
        {
            case '\\':
                text.Append(@"\\");
                break;
            case '\'':
                text.Append(@"\'");
                break;
            case '\n':
                text.Append(@"\n");
                break;
            case '\r':
                text.Append(@"\r");
                break;
            case '\t':
                text.Append(@"\t");
                break;
            case '\b':
                text.Append(@"\b");
                break;
            case '\f':
                text.Append(@"\f");
                break;
            default:
                text.Append(character);
                break;
        }
    }
}
