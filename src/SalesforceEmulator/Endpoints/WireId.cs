using System.Security.Cryptography;

namespace SalesforceEmulator.Endpoints;

/// <summary>Ids of what the wire itself makes: jobs, batches, locators.</summary>
internal static class WireId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Checksum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    public static string New(string prefix) => With18(prefix + "Ov" + RandomNumberGenerator.GetString(Alphabet, 10));

    /// <summary>Adds the three characters that tell upper from lower case: one bit per character, five to a group.</summary>
    public static string With18(string id15)
    {
        Span<char> suffix = stackalloc char[3];
        for (var group = 0; group < 3; group++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                bits |= char.IsAsciiLetterUpper(id15[(group * 5) + i]) ? 1 << i : 0;
            }

            suffix[group] = Checksum[bits];
        }

        return id15 + suffix.ToString();
    }
}
