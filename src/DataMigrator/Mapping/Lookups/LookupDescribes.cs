using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Lookups;

/// <summary>An object that a mapping looks records up in.</summary>
internal readonly record struct LookupObject(LookupOrg Org, string Name);

/// <summary>Describes of the objects that a mapping looks records up in, as this user sees them; null = hidden from the user, or not there.</summary>
internal sealed class LookupDescribes(IReadOnlyDictionary<LookupObject, SObjectDescribe?> objects)
{
    /// <summary>Nothing was described: nothing about lookups can be checked.</summary>
    public static LookupDescribes None { get; } = new(new Dictionary<LookupObject, SObjectDescribe?>());

    /// <summary>True if this user may not see the object in one of the orgs, or it is not there: a reference to such a record is refused.</summary>
    public bool Hides(string name) => objects.Any(pair => pair.Value is null && string.Equals(pair.Key.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>False if it was not asked for.</summary>
    public bool TryGet(LookupObject lookup, out SObjectDescribe? describe) => objects.TryGetValue(lookup, out describe);
}
