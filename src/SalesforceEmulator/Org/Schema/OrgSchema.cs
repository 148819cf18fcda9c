using System.Text;

namespace SalesforceEmulator.Org.Schema;

/// <summary>Every object of the org. Order is part of the file format: a record names its object by index.</summary>
internal sealed class OrgSchema
{
    private readonly Dictionary<string, ObjectSchema> byName;
    private readonly Dictionary<int, ObjectSchema> byPrefix;

    public OrgSchema(string profile)
    {
        var objects = new List<ObjectSchema>();
        Add("Task", "Task", "Tasks", "00T", TaskObject.All(PackageFields.Of(profile)), activity: true);
        Add("VoiceCall", "Voice Call", "Voice Calls", "0LQ", VoiceCallObject.All());
        Add("User", "User", "Users", "005", PeopleObjects.User(), writable: false);
        Add("Contact", "Contact", "Contacts", "003", PeopleObjects.Contact());
        Add("Lead", "Lead", "Leads", "00Q", PeopleObjects.Lead());
        Add("Account", "Account", "Accounts", "001", PeopleObjects.Account());
        Add("Case", "Case", "Cases", "500", PeopleObjects.Case());
        Add("Opportunity", "Opportunity", "Opportunities", "006", PeopleObjects.Opportunity());
        Add("CallCenter", "Call Center", "Call Centers", "04v", SetupObjects.CallCenter(), deletable: false);
        Add("Group", "Group", "Groups", "00G", SetupObjects.Group(), writable: false);
        Add("RecordType", "Record Type", "Record Types", "012", SetupObjects.RecordType(), writable: false);
        Add("Organization", "Organization", "Organizations", "00D", SetupObjects.Organization(), writable: false);
        Add("Profile", "Profile", "Profiles", "00e", SetupObjects.Profile(), writable: false);
        Add("PermissionSet", "Permission Set", "Permission Sets", "0PS", SetupObjects.PermissionSet(), writable: false);
        Add("PermissionSetAssignment", "Permission Set Assignment", "Permission Set Assignments", "0Pa", SetupObjects.PermissionSetAssignment(), writable: false);
        Add("TaskStatus", "Task Status Value", "Task Status Values", "01J", SetupObjects.TaskStatus(), writable: false, bulk: false);
        Add("EntityDefinition", "Entity Definition", "Entity Definitions", "4ie", SetupObjects.EntityDefinition(), writable: false, bulk: false);
        Add("FieldDefinition", "Field Definition", "Field Definitions", "4fe", SetupObjects.FieldDefinition(), writable: false, bulk: false);
        Add("ValidationRule", "Validation Rule", "Validation Rules", "03d", SetupObjects.ValidationRule(), writable: false, bulk: false, tooling: true);
        Add("FlowDefinitionView", "Flow Definition View", "Flow Definition Views", "3dd", SetupObjects.FlowDefinitionView(), writable: false, bulk: false);
        Add("ApexTrigger", "Apex Trigger", "Apex Triggers", "01q", SetupObjects.ApexTrigger(), writable: false, bulk: false);
        Add("QueueSobject", "Queue Sobject", "Queue Sobjects", "03g", SetupObjects.QueueSobject(), writable: false);
        Objects = objects;
        byName = objects.ToDictionary(o => o.Name, StringComparer.OrdinalIgnoreCase);
        byPrefix = objects.ToDictionary(o => PrefixKey(o.PrefixBytes));
        Profile = profile;

        void Add(
            string name, string label, string plural, string prefix, IEnumerable<FieldSchema> fields,
            bool writable = true, bool deletable = true, bool bulk = true, bool tooling = false, bool activity = false) =>
            objects.Add(new ObjectSchema(name, label, plural, prefix, fields)
            {
                Index = objects.Count, Writable = writable, Deletable = writable && deletable, BulkSupported = bulk, ToolingOnly = tooling, Activity = activity,
            });
    }

    public string Profile { get; }

    public IReadOnlyList<ObjectSchema> Objects { get; }

    public ObjectSchema this[string name] => byName[name];

    public ObjectSchema? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The object that an id belongs to; null if none of this org.</summary>
    public ObjectSchema? OfId(ReadOnlySpan<byte> id) => id.Length < 3 ? null : byPrefix.GetValueOrDefault(PrefixKey(id));

    /// <summary>Changes when stored records could no longer be read with this schema.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var schema in Objects)
        {
            text.Append(schema.Name).Append(':').AppendJoin(',', schema.Fields.Select(f => f.Name)).Append('\n');
        }

        return Store.RecordChecksum.Of(Encoding.UTF8.GetBytes(text.ToString())).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int PrefixKey(ReadOnlySpan<byte> id) => id[0] | (id[1] << 8) | (id[2] << 16);
}
