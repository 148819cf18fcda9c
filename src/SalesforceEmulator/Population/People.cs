using System.Globalization;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Population;

/// <summary>A user as calls need it.</summary>
internal sealed record Agent(string Id, string Name, string Alias, bool Active, Region Region, TimeZoneInfo Zone, Phone Line, string Extension);

/// <summary>A person or lead that calls are about.</summary>
internal sealed record Party(string Id, string Name, string? AccountId, Phone? Number);

/// <summary>Users, customers, companies, cases, deals, queues.</summary>
internal sealed class People(OrgData data, ulong seed, long tasks, DateTime founded)
{
    private Dice dice = new(seed, 1_000_003);

    public List<Agent> Agents { get; } = [];

    public List<Party> Parties { get; } = [];

    /// <summary>Those whose record has their number, by country code.</summary>
    public Dictionary<string, List<Party>> Reachable { get; } = new(StringComparer.Ordinal);

    public List<string> AccountIds { get; } = [];

    public List<string> CaseIds { get; } = [];

    public List<(string Id, string AccountId)> Opportunities { get; } = [];

    public List<(string Id, string Name)> Queues { get; } = [];

    public List<string> CallCenters { get; } = [];

    public string Admin { get; private set; } = "";

    public void Fill()
    {
        Setup();
        Users((int)Math.Clamp(tasks / 500, 24, 400));
        Groups();
        var scale = (int)Math.Clamp(tasks / 20, 30, 20_000);
        Accounts(Math.Max(10, scale / 3));
        Contacts(scale);
        Leads(scale / 3);
        Cases(scale / 4);
        Deals(scale / 5);
    }

    private void Setup()
    {
        // Ids are arithmetic, so the first user is known before it exists.
        var user = new byte[SalesforceId.Length];
        data["User"].WriteId(0, user);
        Admin = SalesforceId.ToText(user);
        var org = new RecordDraft(data, "Organization");
        org.Begin(founded, Admin);
        org.Set("Name", "Embedded Org");
        org.Set("OrganizationType", "Developer Edition");
        org.Set("InstanceName", "EMU1");
        org.Set("IsSandbox", value: false);
        org.Set("DefaultLocaleSidKey", "en_US");
        org.Set("TimeZoneSidKey", "GMT");
        org.Set("LanguageLocaleKey", "en_US");
        org.Store();
        var profile = new RecordDraft(data, "Profile");
        foreach (var name in (string[])["System Administrator", "Standard User", "Contact Center Agent"])
        {
            profile.Begin(founded, Admin);
            profile.Set("Name", name);
            profile.Set("UserType", "Standard");
            profile.Store();
        }

        var center = new RecordDraft(data, "CallCenter");
        foreach (var name in (string[])["Demo Adapter", "Support Voice", "Sales Voice"])
        {
            CallCenters.Add(center.Begin(founded, Admin));
            center.Set("Name", name);
            center.Set("InternalName", name.Replace(" ", "", StringComparison.Ordinal));
            center.Set("Version", "4.0");
            center.Set("AdapterUrl", "https://cti.example.com/" + name.Replace(' ', '-').ToLowerInvariant());
            center.Store();
        }

        Permissions();
    }

    private void Permissions()
    {
        var set = new RecordDraft(data, "PermissionSet");
        var assignment = new RecordDraft(data, "PermissionSetAssignment");
        foreach (var (name, label, modify) in ((string, string, bool)[])[("Call_Log_Migration", "Call Log Migration", true), ("ContactCenterAdmin", "Contact Center Admin", false)])
        {
            var id = set.Begin(founded, Admin);
            set.Set("Name", name);
            set.Set("Label", label);
            set.Set("PermissionsModifyAllData", modify);
            set.Set("PermissionsViewAllData", modify);
            set.Set("PermissionsApiEnabled", value: true);
            set.Set("PermissionsBulkApiHardDelete", modify);
            set.Store();
            assignment.Begin(founded, Admin);
            assignment.Set("PermissionSetId", id);
            assignment.Set("AssigneeId", Admin);
            assignment.Store();
        }
    }

    private void Users(int count)
    {
        var draft = new RecordDraft(data, "User");
        var profiles = data["Profile"];
        for (var i = 0; i < count; i++)
        {
            var created = founded.AddDays(i % 400);
            var id = draft.Begin(created, Admin);
            var region = i == 0 ? Region.All[0] : dice.Pick(Region.All);
            var (first, last) = i switch { 0 => ("Migration", "Integration"), 1 => ("Ada", "Administrator"), _ => (dice.Pick(Names.First), dice.Pick(Names.Last)) };
            var active = i < 4 || !dice.Chance(180);
            var line = Phone.Roll(ref dice, region);
            var extension = (2000 + i).ToString(CultureInfo.InvariantCulture);
            draft.Set("Username", i == 0 ? "migration@embedded.example" : string.Create(CultureInfo.InvariantCulture, $"user{i}@embedded.example"));
            draft.Set("FirstName", first);
            draft.Set("LastName", last);
            draft.Set("Name", first + " " + last);
            draft.Set("Email", string.Create(CultureInfo.InvariantCulture, $"user{i}@embedded.example"));
            draft.Set("Alias", "usr" + i.ToString(CultureInfo.InvariantCulture));
            draft.Set("CommunityNickname", "user" + i.ToString(CultureInfo.InvariantCulture));
            draft.Set("IsActive", active);
            draft.Set("Title", i < 2 ? "Administrator" : "Agent");
            draft.Set("Department", dice.Pick((string[])["Sales", "Support", "Back Office"]));
            draft.Set("Phone", dice.Chance(850) ? line.Messy(ref dice).Trim() : null);
            draft.Set("Extension", dice.Chance(600) ? extension : null);
            draft.Set("Country", region.Country);
            draft.Set("TimeZoneSidKey", region.Zone);
            draft.Set("LocaleSidKey", region.Locale);
            draft.Set("LanguageLocaleKey", region.Locale[..2] == "en" ? "en_US" : region.Locale[..2]);
            draft.Set("EmailEncodingKey", "UTF-8");
            draft.Set("ProfileId", SalesforceId.ToText(profiles.Get(i < 2 ? 0u : 2u)[0]));
            draft.Set("CallCenterId", dice.Pick(CallCenters));
            draft.Set("UserType", "Standard");
            draft.Set("UserPermissionsCallCenterAutoLogin", value: true);
            draft.Store();
            if (i > 1)
            {
                Agents.Add(new Agent(id, first + " " + last, "usr" + i.ToString(CultureInfo.InvariantCulture), active, region, TimeZoneInfo.FindSystemTimeZoneById(region.Zone), line, extension));
            }
        }
    }

    private void Groups()
    {
        var draft = new RecordDraft(data, "Group");
        var takes = new RecordDraft(data, "QueueSobject");
        foreach (var name in (string[])["Support Tier 1", "Sales Inbound", "Billing", "After Hours"])
        {
            Queues.Add((Queue(name, "Task", "VoiceCall"), name));
        }

        Queue("Case Desk", "Case");

        string Queue(string name, params ReadOnlySpan<string> objects)
        {
            var id = draft.Begin(founded, Admin);
            draft.Set("Name", name);
            draft.Set("DeveloperName", name.Replace(' ', '_'));
            draft.Set("Type", "Queue");
            draft.Store();
            foreach (var type in objects)
            {
                takes.Begin(founded, Admin);
                takes.Set("QueueId", id);
                takes.Set("SobjectType", type);
                takes.Store();
            }

            return id;
        }
    }

    private void Accounts(int count)
    {
        var draft = new RecordDraft(data, "Account");
        for (var i = 0; i < count; i++)
        {
            var region = dice.Pick(Region.All);
            AccountIds.Add(draft.Begin(founded.AddDays(i % 700), Admin));
            draft.Set("Name", $"{dice.Pick(Names.Companies)} {dice.Pick(Names.Companies)} {dice.Pick(Names.Suffixes)}");
            draft.Set("Phone", dice.Chance(800) ? Phone.Roll(ref dice, region).Messy(ref dice).Trim() : null);
            draft.Set("Industry", dice.Pick((string[])["Banking", "Education", "Energy", "Healthcare", "Manufacturing", "Retail", "Technology"]));
            draft.Set("BillingCountry", region.Country);
            draft.Set("OwnerId", Owner());
            draft.Store();
        }
    }

    private void Contacts(int count)
    {
        var draft = new RecordDraft(data, "Contact");
        for (var i = 0; i < count; i++)
        {
            var id = draft.Begin(founded.AddDays(i % 900), Admin);
            var account = dice.Chance(900) ? dice.Pick(AccountIds) : null;
            draft.Set("AccountId", account);
            Person(draft, id, account, i);
        }
    }

    private void Leads(int count)
    {
        var draft = new RecordDraft(data, "Lead");
        for (var i = 0; i < count; i++)
        {
            var id = draft.Begin(founded.AddDays(i % 900), Admin);
            draft.Set("Company", $"{dice.Pick(Names.Companies)} {dice.Pick(Names.Suffixes)}");
            Person(draft, id, null, i);
        }
    }

    private void Person(RecordDraft draft, string id, string? account, int number)
    {
        var region = dice.Pick(Region.All);
        var (first, last) = (dice.Pick(Names.First), dice.Pick(Names.Last));
        Phone? phone = dice.Chance(880) ? Phone.Roll(ref dice, region) : null;
        draft.Set("FirstName", first);
        draft.Set("LastName", last);
        draft.Set("Name", first + " " + last);
        draft.Set("Phone", phone is { } known ? known.Messy(ref dice).Trim() : null);
        draft.Set("MailingCountry", region.Country);
        draft.Set("Country", region.Country);
        draft.Set("MobilePhone", dice.Chance(400) ? Phone.Roll(ref dice, region).Messy(ref dice).Trim() : null);
        draft.Set("Email", string.Create(CultureInfo.InvariantCulture, $"person{number}@customers.example"));
        draft.Set("OwnerId", Owner());
        draft.Store();
        var party = new Party(id, first + " " + last, account, phone);
        Parties.Add(party);
        if (phone is not null)
        {
            if (!Reachable.TryGetValue(region.CountryCode, out var list))
            {
                Reachable.Add(region.CountryCode, list = []);
            }

            list.Add(party);
        }
    }

    private void Cases(int count)
    {
        var draft = new RecordDraft(data, "Case");
        for (var i = 0; i < count; i++)
        {
            CaseIds.Add(draft.Begin(founded.AddDays(i % 900), Admin));
            var party = dice.Pick(Parties);
            draft.Set("CaseNumber", (i + 1).ToString("00000000", CultureInfo.InvariantCulture));
            draft.Set("ContactId", party.Id.StartsWith("003", StringComparison.Ordinal) ? party.Id : null);
            draft.Set("AccountId", party.AccountId);
            draft.Set("Subject", dice.Pick((string[])["Invoice unclear", "Login fails", "Delivery late", "Contract question"]));
            draft.Set("Origin", "Phone");
            draft.Set("OwnerId", Owner());
            draft.Store();
        }
    }

    private void Deals(int count)
    {
        var draft = new RecordDraft(data, "Opportunity");
        for (var i = 0; i < count; i++)
        {
            var id = draft.Begin(founded.AddDays(i % 900), Admin);
            var account = dice.Pick(AccountIds);
            Opportunities.Add((id, account));
            draft.Set("Name", $"{dice.Pick(Names.Companies)} renewal");
            draft.Set("AccountId", account);
            draft.Set("StageName", "Qualification");
            draft.Set("CloseDate", founded.AddDays((i % 900) + 90).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            draft.Set("OwnerId", Owner());
            draft.Store();
        }
    }

    private string Owner() => dice.Pick(Agents).Id;
}
