using static SalesforceEmulator.Org.Schema.Fields;

namespace SalesforceEmulator.Org.Schema;

/// <summary>The records that calls point at.</summary>
internal static class PeopleObjects
{
    private static readonly string[] LeadSources = ["Web", "Phone Inquiry", "Partner Referral", "Purchased List", "Other"];

    public static IEnumerable<FieldSchema> User() =>
    [
        Text("Username", "Username", 80).Required().Key() with { Unique = true },
        Text("Name", "Full Name", 121).ReadOnly().AsName(),
        Text("FirstName", "First Name", 40).PartOf("Name"),
        Text("LastName", "Last Name", 80).Required().PartOf("Name"),
        Email("Email", "Email", 128).Required().Key(),
        Text("Alias", "Alias", 8).Required(),
        Flag("IsActive", "Active", value: true),
        Text("Title", "Title", 80),
        Text("Department", "Department", 80),
        Text("Country", "Country", 80),
        Phone("Phone", "Phone"),
        Phone("MobilePhone", "Mobile"),
        Phone("Extension", "Extension"),
        Restricted("TimeZoneSidKey", "Time Zone", 40).Required(),
        Restricted("LocaleSidKey", "Locale", 40).Required(),
        Restricted("LanguageLocaleKey", "Language", 40).Required(),
        Restricted("EmailEncodingKey", "Email Encoding", 40, "UTF-8", "ISO-8859-1").Required(),
        Text("FederationIdentifier", "SAML Federation ID", 512),
        Text("EmployeeNumber", "Employee Number", 20),
        Reference("ProfileId", "Profile ID", "Profile").Required(),
        Reference("ManagerId", "Manager ID", "User"),
        Reference("CallCenterId", "Call Center ID", "CallCenter"),
        Picklist("UserType", "User Type", 40, "Standard", "PowerPartner", "CspLitePortal", "AutomatedProcess").ReadOnly(),
        Flag("UserPermissionsCallCenterAutoLogin", "Auto-login To Call Center"),
        Text("CommunityNickname", "Nickname", 40).Required(),
        .. Audit().Where(f => f.Name != "IsDeleted"),
    ];

    public static IEnumerable<FieldSchema> Contact() =>
    [
        Reference("AccountId", "Account ID", "Account"),
        Text("LastName", "Last Name", 80).Required().PartOf("Name"),
        Text("FirstName", "First Name", 40).PartOf("Name"),
        Text("Name", "Full Name", 121).Required().ReadOnly().AsName(),
        Phone("Phone", "Business Phone"),
        Phone("MobilePhone", "Mobile Phone"),
        Phone("HomePhone", "Home Phone"),
        Phone("OtherPhone", "Other Phone"),
        Phone("AssistantPhone", "Asst. Phone"),
        Phone("Fax", "Business Fax"),
        Email("Email", "Email").Key(),
        Text("Title", "Title", 128),
        Text("Department", "Department", 80),
        Picklist("LeadSource", "Lead Source", 255, LeadSources),
        LongText("Description", "Contact Description", 32000),
        .. AddressFields("Mailing"),
        Reference("OwnerId", "Owner ID", "User").Defaulted(),
        .. Audit(),
    ];

    public static IEnumerable<FieldSchema> Lead() =>
    [
        Text("LastName", "Last Name", 80).Required().PartOf("Name"),
        Text("FirstName", "First Name", 40).PartOf("Name"),
        Text("Name", "Full Name", 121).Required().ReadOnly().AsName(),
        Text("Title", "Title", 128),
        Text("Company", "Company", 255).Required(),
        Picklist("LeadSource", "Lead Source", 255, LeadSources),
        LongText("Description", "Description", 32000),
        .. AddressFields(""),
        Phone("Phone", "Phone"),
        Phone("MobilePhone", "Mobile Phone"),
        Email("Email", "Email").Key(),
        Picklist("Status", "Status", 255, "Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted").Defaulted("Open - Not Contacted"),
        Flag("IsConverted", "Converted").CreateOnly(),
        Reference("OwnerId", "Owner ID", "Group", "User").Defaulted(),
        .. Audit(),
    ];

    public static IEnumerable<FieldSchema> Account() =>
    [
        Text("Name", "Account Name", 255).Required().AsName(),
        Picklist("Type", "Account Type", 255, "Prospect", "Customer - Direct", "Customer - Channel", "Other"),
        Reference("ParentId", "Parent Account ID", "Account"),
        .. AddressFields("Billing"),
        Phone("Phone", "Account Phone"),
        Phone("Fax", "Account Fax"),
        Url("Website", "Website"),
        Picklist("Industry", "Industry", 255, "Banking", "Education", "Energy", "Healthcare", "Manufacturing", "Retail", "Technology"),
        Money("AnnualRevenue", "Annual Revenue"),
        Whole("NumberOfEmployees", "Employees"),
        LongText("Description", "Account Description", 32000),
        Reference("OwnerId", "Owner ID", "User").Defaulted(),
        .. Audit(),
    ];

    public static IEnumerable<FieldSchema> Case() =>
    [
        Text("CaseNumber", "Case Number", 30).Required().ReadOnly().AsName().Key() with { AutoNumber = true, DefaultedOnCreate = true },
        Reference("ContactId", "Contact ID", "Contact"),
        Reference("AccountId", "Account ID", "Account"),
        Text("Subject", "Subject", 255).NotGroupable(),
        Picklist("Status", "Status", 255, "New", "Working", "Escalated", "Closed").Defaulted("New"),
        Picklist("Priority", "Priority", 255, "High", "Medium", "Low").Defaulted("Medium"),
        Picklist("Type", "Case Type", 255, "Mechanical", "Electrical", "Electronic", "Structural", "Other"),
        Picklist("Origin", "Case Origin", 255, "Phone", "Email", "Web"),
        Text("SuppliedPhone", "Phone", 40),
        Flag("IsClosed", "Closed").ReadOnly(),
        LongText("Description", "Description", 32000),
        Reference("OwnerId", "Owner ID", "Group", "User").Defaulted(),
        .. Audit(),
    ];

    public static IEnumerable<FieldSchema> Opportunity() =>
    [
        Reference("AccountId", "Account ID", "Account"),
        Text("Name", "Name", 120).Required().AsName(),
        Picklist("StageName", "Stage", 255, "Prospecting", "Qualification", "Proposal/Price Quote", "Closed Won", "Closed Lost").Required(),
        Money("Amount", "Amount"),
        Day("CloseDate", "Close Date").Required(),
        Flag("IsClosed", "Closed").ReadOnly(),
        Reference("OwnerId", "Owner ID", "User").Defaulted(),
        .. Audit(),
    ];

    private static FieldSchema[] AddressFields(string kind)
    {
        var compound = kind + "Address";
        var label = kind.Length == 0 ? "" : kind + " ";
        return
        [
            LongText(kind + "Street", label + "Street", 255).PartOf(compound),
            Text(kind + "City", label + "City", 40).PartOf(compound),
            Text(kind + "State", label + "State/Province", 80).PartOf(compound),
            Text(kind + "PostalCode", label + "Zip/Postal Code", 20).PartOf(compound),
            Text(kind + "Country", label + "Country", 80).PartOf(compound),
            Address(compound, label + "Address"),
        ];
    }
}
