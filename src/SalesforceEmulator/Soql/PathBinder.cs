using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>Finds the field that a path such as <c>CreatedBy.Profile.Name</c> names.</summary>
internal sealed class PathBinder(OrgData data, ObjectSchema schema, string query, string? alias)
{
    private const int MaxParents = 5;

    // The fields of Salesforce's Name object, which is what a polymorphic lookup shows of its parents.
    private static readonly string[] NameFields =
        ["Id", "Name", "FirstName", "LastName", "Alias", "Email", "IsActive", "Phone", "Title", "Username", "ProfileId", "LastReferencedDate", "LastViewedDate", "RecordTypeId", "UserRoleId"];

    /// <summary>Splits a path into names, leaving out the object's name or alias in front.</summary>
    public string[] Split(string path)
    {
        var parts = path.Split('.');
        var named = parts.Length > 1 && (parts[0].Equals(alias, StringComparison.OrdinalIgnoreCase)
            || (parts[0].Equals(schema.Name, StringComparison.OrdinalIgnoreCase) && schema.FindRelationship(parts[0]) is null));
        return named ? parts[1..] : parts;
    }

    /// <exception cref="SoqlException">INVALID_FIELD.</exception>
    public ValueSource Bind(string path, int position) => Bind(Split(path), path, position, out _);

    /// <summary>The value, and the lookups on the way to it.</summary>
    public ValueSource Bind(string[] parts, string path, int position, out ParentHop[] hops)
    {
        var owner = schema;
        var steps = new List<ParentHop>();
        for (var i = 0; i < parts.Length - 1; i++)
        {
            var reference = owner.FindRelationship(parts[i]) ?? throw Unknown(
                position, $"Didn't understand relationship '{parts[i]}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
            steps.Add(new ParentHop(data, reference));
            if (steps.Count > MaxParents)
            {
                throw new SoqlException(SoqlException.MalformedQuery, query, position, "SOQL relationship queries cannot traverse more than 5 parents");
            }

            if (reference.Polymorphic)
            {
                hops = [.. steps];
                return i == parts.Length - 2 ? Polymorphic(hops, parts[^1], position) : throw NoColumn(position, parts[i + 1], "Name");
            }

            owner = data.Schema.Find(reference.ReferenceTo[0]) ?? throw Unknown(position, $"Didn't understand relationship '{parts[i]}' in field path.");
        }

        hops = [.. steps];
        var field = owner.Find(parts[^1]) ?? throw NoColumn(position, parts[^1], owner.Name);
        return hops.Length == 0 ? new SlotSource(field) : new ParentSource(hops, field, slotByObject: null);
    }

    private ValueSource Polymorphic(ParentHop[] hops, string name, int position)
    {
        if (name.Equals("Type", StringComparison.OrdinalIgnoreCase))
        {
            return new ParentTypeSource(data, hops, Fields.Picklist("Type", "Type", 40));
        }

        if (!NameFields.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw NoColumn(position, name, "Name");
        }

        // Cases and the like have no Name of their own: their name field answers.
        var slots = data.Schema.Objects
            .Select(o => name.Equals("Name", StringComparison.OrdinalIgnoreCase) ? o.Fields.FirstOrDefault(f => f.NameField)?.Slot ?? -1 : o.SlotOf(name)).ToArray();
        var field = hops[^1].Reference.ReferenceTo.Select(o => data.Schema.Find(o)?.Find(name)).FirstOrDefault(f => f is not null)
            ?? Fields.Text(NameFields.First(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)), name, 255);
        return new ParentSource(hops, field, slots);
    }

    private SoqlException NoColumn(int position, string name, string entity) => Unknown(
        position, $"No such column '{name}' on entity '{entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");

    private SoqlException Unknown(int position, string message) => new(SoqlException.InvalidField, query, position, message);
}
