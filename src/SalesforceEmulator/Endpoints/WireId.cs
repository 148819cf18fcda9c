using System.Security.Cryptography;
using System.Text;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Endpoints;

/// <summary>Ids of what the wire itself makes: jobs, batches, locators.</summary>
internal static class WireId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string New(string prefix) => Full(prefix + "Ov" + RandomNumberGenerator.GetString(Alphabet, 10));

    /// <summary>An id of 15 characters with the three that tell upper from lower case; anything else as it is.</summary>
    public static string Full(string id)
    {
        Span<byte> full = stackalloc byte[SalesforceId.Length];
        return id.Length < SalesforceId.Length && SalesforceId.TryNormalize(Encoding.UTF8.GetBytes(id), full) ? SalesforceId.ToText(full) : id;
    }
}
