using DataMigrator.Mapping.Phones;

namespace DataMigrator.Tests.Mapping;

/// <summary>In which country a number without calling code was dialled: by org, by owner, and by the address of the record it stands in. Numbers are of ranges in use.</summary>
[Parallelizable]
internal sealed class RegionTests
{
    private const string Agent = "005000000000001AAA";
    private const string Contact = "003000000000001AAA";

    private static string? From((string, string)[] owner, (string, string)[] contact, string subject = "Call") => Mapped.Default()
        .With("owner", Agent, [("IsActive", "true"), .. owner]).With("contact", Contact, contact)
        .Map(("CallType", "Inbound"), ("WhoId", Contact), ("Subject", subject))["FromPhoneNumber"];

    [TestCase("MailingCountryCode", "DE", "030 901820", "+4930901820")]
    [TestCase("MailingCountry", "Germany", "030 901820", "+4930901820")]
    [TestCase("MailingCountry", "deutschland", "030 901820", "+4930901820")]
    [TestCase("MailingCountry", "GB", "020 7946 0123", "+442079460123")]
    [TestCase("MailingCountryCode", "ES", "612 345 678", "+34612345678")]
    [TestCase("MailingCountryCode", "IT", "06 6982 1234", "+390669821234")]
    [TestCase("MailingCountryCode", "DE", "(415) 555-2671", "+14155552671", Description = "as an American agent writes; German numbers begin with 0")]
    [TestCase("MailingCountryCode", "DE", "+44 20 7946 0123", "+442079460123")]
    [TestCase("MailingCountryCode", "DE", "011 44 20 7946 0123", "+442079460123", Description = "dialled out of the agent's country")]
    [TestCase("MailingCountry", "Atlantis", "(415) 555-2671", "+14155552671")]
    [TestCase("MailingCountryCode", "", "(415) 555-2671", "+14155552671")]
    public void A_contacts_number_is_read_in_the_country_of_its_address(string field, string country, string phone, string expected) =>
        Assert.That(From([("LocaleSidKey", "en_US")], [(field, country), ("Phone", phone)]), Is.EqualTo(expected));

    [Test]
    public void A_contact_in_North_America_is_dialled_there_even_by_a_German_agent() =>
        Assert.That(From([("LocaleSidKey", "de_DE")], [("MailingCountryCode", "US"), ("Phone", "(415) 555-2671")]), Is.EqualTo("+14155552671"));

    [Test]
    public void A_number_in_the_Task_is_read_where_its_owner_is() => Assert.That(
        From([("LocaleSidKey", "en_US")], [("MailingCountryCode", "DE"), ("Phone", "030 901820")], "Inbound call from (415) 555-2671"), Is.EqualTo("+14155552671"));

    [TestCase("CountryCode", "DE", "en_US")]
    [TestCase("Country", "Allemagne", "en_US")]
    [TestCase("Country", "", "de_DE")]
    [TestCase("Country", "", "de")]
    public void The_owners_address_goes_before_the_owners_locale(string field, string value, string locale) =>
        Assert.That(From([(field, value), ("LocaleSidKey", locale)], [("Phone", "030 901820")]), Is.EqualTo("+4930901820"));

    [TestCase("DE")]
    [TestCase("US")]
    public void Without_an_owner_the_orgs_region_counts(string region) => Assert.That(
        Mapped.Text($"name: t\nextends: task-to-voicecall.yaml\nsettings: {{ region: {region} }}\n").With("contact", Contact, ("Phone", "(0)30 901820"))
            .Map(("CallType", "Inbound"), ("WhoId", Contact))["FromPhoneNumber"],
        Is.EqualTo(region == "DE" ? "+4930901820" : "(0)30 901820"));

    [TestCase("en_GB", "GB")]
    [TestCase("GB", "GB")]
    [TestCase("ca_ES_EURO", "ES")]
    [TestCase("zh_Hant_TW", "TW")]
    [TestCase("pt-BR", "BR")]
    [TestCase("sv", "SE")]
    [TestCase("SV", "SV")]
    [TestCase("de", "DE")]
    [TestCase("ja", "JP")]
    [TestCase("en", "")]
    [TestCase("es_419", "")]
    [TestCase("", "")]
    [TestCase("Germany", "")]
    [TestCase("__", "")]
    public void A_code_or_a_locale_names_a_region(string text, string expected) =>
        Assert.That(LocaleRegion.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var region) ? region.Code : string.Empty, Is.EqualTo(expected));

    [Test]
    public void Every_name_in_the_list_of_countries_names_a_region_once()
    {
        var rows = File.ReadAllLines(Path.Combine(Mapped.ShippedFolder, "values", "countries.csv")).Skip(1).Select(line => (Name: line[..line.LastIndexOf(',')], Code: line[(line.LastIndexOf(',') + 1)..])).ToList();
        Assert.That(rows.Where(row => !PhoneRegion.TryParse(row.Code, out _)), Is.Empty);
        Assert.That(rows.GroupBy(row => row.Name, StringComparer.Ordinal).Where(name => name.Count() > 1), Is.Empty);
        Assert.That(rows, Has.Count.GreaterThan(2000));
    }

    [Test]
    public void A_default_region_that_is_none_is_told() => Assert.That(
        Mapped.Load("name: t\nextends: task-to-voicecall.yaml\n").Compile(Describes.Task(), Describes.VoiceCall(), new MigrationSettings { DefaultRegion = "EU" })
            .Diagnostics.Single(d => d.Level == DataMigrator.Mapping.DiagnosticLevel.Error).Message,
        Is.EqualTo("The setting Migration:DefaultRegion must be an ISO 3166 code of two letters such as US or DE, found 'EU'."));
}
