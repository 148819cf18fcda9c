using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org;
using SalesforceEmulator.Soql;

namespace SalesforceEmulator.Authentication;

/// <summary>What the identity resources tell about a user; null where the org has no value.</summary>
internal sealed record UserProfile(string Id, string Username, string? Name, string? FirstName, string? LastName, string? Email, string? TimeZoneSidKey, string? LocaleSidKey, bool IsActive)
{
    private const string Columns = "Id, Username, Name, FirstName, LastName, Email, TimeZoneSidKey, LocaleSidKey, IsActive";
    private static readonly JsonSerializerOptions Reading = new() { PropertyNameCaseInsensitive = true };

    public static UserProfile? ById(IOrg org, string id) => Find(org, "Id = " + SoqlText.Quoted(id));

    public static UserProfile? ByUsername(IOrg org, string username) => Find(org, "Username = " + SoqlText.Quoted(username));

    private static UserProfile? Find(IOrg org, string condition)
    {
        var found = org.Query($"SELECT {Columns} FROM User WHERE {condition} LIMIT 1", QueryScope.Rest);
        if (found.Count == 0)
        {
            return null;
        }

        var record = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(record))
        {
            found.WriteJsonRecord(0, "60.0", json);
        }

        return JsonSerializer.Deserialize<UserProfile>(record.WrittenSpan, Reading);
    }
}
