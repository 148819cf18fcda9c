using System.Text;
using System.Text.RegularExpressions;

namespace Salesforce.Force.Http;

/// <summary>
/// Texts that end, or begin, inside a character: programs that count UTF-16 units fill fields to the brim, and orgs hand out what they hold. .NET reads no such
/// JSON, so U+FFFD takes the place of the half.
/// </summary>
internal static partial class HalfCharacters
{
    /// <param name="parse">Free of effects: it runs again if the first run met half a character.</param>
    public static T Parse<T>(ReadOnlyMemory<byte> json, Func<ReadOnlyMemory<byte>, T> parse)
    {
        try
        {
            return parse(json);
        }
        catch (InvalidOperationException)
        {
            return parse(Replace(json));
        }
    }

    private static byte[] Replace(ReadOnlyMemory<byte> json) =>
        Encoding.UTF8.GetBytes(Escape().Replace(Encoding.UTF8.GetString(json.Span), match => match.Groups["half"].Success ? @"\ufffd" : match.Value));

    // Every escape is met, so that a backslash that is itself escaped begins none.
    [GeneratedRegex(@"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Escape();
}
