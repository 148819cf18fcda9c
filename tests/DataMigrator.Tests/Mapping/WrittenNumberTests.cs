namespace DataMigrator.Tests.Mapping;

/// <summary>A call is not lost because its number can't be made E.164; and nothing else becomes a number because of it. The owner is American throughout.</summary>
[Parallelizable]
internal sealed class WrittenNumberTests
{
    private const string Owner = "005000000000001AAA";
    private const string Contact = "003000000000001AAA";

    private static Mapped Mapping(string more = "") => Mapped
        .Text($$"""
            name: t
            settings: { agentNumberWhenUnknown: Unknown, anonymousNumber: Anonymous{{more}} }
            lookups:
              owner: { object: User, by: OwnerId }
              contact: { object: Contact, by: WhoId }
            calls: { field: Subject, empty: false }
            find:
              direction: { constant: Inbound }
              start: CreatedDate
              customer: [Number__c, { phone-in: { from: Description, labels: [Phone] } }, { phone: Subject }, contact.Phone]
              agent: owner.Phone
              region: owner.LocaleSidKey
            fields: { CallType: $direction, CallStartDateTime: $start, CallEndDateTime: $end, FromPhoneNumber: $from, ToPhoneNumber: $to, Legacy_Number_Source__c: $numberSource }
            """, Describes.Task("Number__c"), Describes.DeployedVoiceCall())
        .With("owner", Owner, ("LocaleSidKey", "en_US"), ("Phone", "(415) 555-2671"))
        .With("contact", Contact, ("Phone", "+44 20 7946 0123"));

    [TestCase("07700 977595", "07700 977595")]
    [TestCase(" 07700 977595 ", "07700 977595")]
    [TestCase("(020) 79-46.12", "(020) 79-46.12")]
    [TestCase("07700 977595 ext 12", "07700 977595 ext 12")]
    [TestCase("1234567", "1234567")]
    public void A_number_that_no_region_makes_valid_is_kept_as_it_is_written(string written, string kept)
    {
        var call = Mapping().Map(("Subject", "Call"), ("Number__c", written));
        Assert.That((call.Door, call["FromPhoneNumber"], call["ToPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo(("mapped", kept, "+14155552671", "field-raw/user")));
    }

    [TestCase("en_GB", "07700 900123", "+447700900123", Description = "kept for fiction: no range of the British plan")]
    [TestCase("en_GB", "07700900123", "+447700900123")]
    [TestCase("de_DE", "0199 / 123 45 67", "+491991234567")]
    [TestCase("en_US", "(555) 123-4567", "+15551234567")]
    [TestCase("en_US", "1-555-123-4567", "+15551234567")]
    [TestCase("en_US", "555.123.4567", "+15551234567")]
    [TestCase("en_US", "5551234567", "5551234567", Description = "digits alone may be an id")]
    [TestCase("en_US", "7700 900123", "7700 900123", Description = "ten digits, but grouped as nobody there does")]
    [TestCase("en_US", "155-123-4567", "155-123-4567", Description = "no area code begins with 1")]
    [TestCase("en_GB", "7700 900123", "7700 900123", Description = "no 0 before it")]
    [TestCase("en_GB", "0077 0090 0123", "0077 0090 0123")]
    [TestCase("en_GB", "07700 900123 45", "07700 900123 45", Description = "longer than any British number")]
    [TestCase("es_ES", "212 345 678", "212 345 678", Description = "no prefix tells where it was dialled")]
    public void A_number_in_the_form_of_its_region_is_completed_though_no_range_holds_it(string locale, string written, string expected)
    {
        var call = Mapping().With("owner", Owner, ("LocaleSidKey", locale), ("Phone", "+14155552671")).Map(("Subject", "Call"), ("Number__c", written));
        Assert.That((call.Door, call["FromPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo(("mapped", expected, "field-raw/user")));
    }

    [Test]
    public void After_its_label_it_is_completed_too()
    {
        var call = Mapping().With("owner", Owner, ("LocaleSidKey", "en_GB"), ("Phone", "+14155552671")).Map(("Subject", "Call"), ("Description", "Phone: 07700 900123"));
        Assert.That((call["FromPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo(("+447700900123", "description-raw/user")));
    }

    [Test]
    public void The_country_of_the_customers_address_completes_it()
    {
        var call = Mapped.Default()
            .With("owner", Owner, ("IsActive", "true"), ("LocaleSidKey", "en_US"), ("Phone", "(415) 555-2671"))
            .With("contact", Contact, ("Phone", "07700 900123"), ("MailingCountry", "United Kingdom"))
            .Map(("Subject", "Call"), ("CallType", "Inbound"), ("OwnerId", Owner), ("WhoId", Contact));
        Assert.That((call["FromPhoneNumber"], call["ToPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo(("+447700900123", "+14155552671", "who-raw/user")));
    }

    [TestCase("20240305")]
    [TestCase("05/03/2024")]
    [TestCase("500000000000123")]
    [TestCase("0000000")]
    [TestCase("123456789012345678")]
    [TestCase("0123 and more")]
    [TestCase("4f2c7a0e-1111-4222")]
    [TestCase("12 34 5")]
    public void Nothing_else_is_taken_for_a_number(string text) =>
        Assert.That(Mapping().Map(("Subject", "Call"), ("Number__c", text)).Door, Is.EqualTo("Rejected: FromPhoneNumber: no number found"));

    [Test]
    public void A_later_source_with_a_whole_number_wins_over_a_written_one()
    {
        var call = Mapping().Map(("Subject", "Call"), ("Number__c", "07700 977595"), ("WhoId", Contact));
        Assert.That((call["FromPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo(("+442079460123", "who/user")));
    }

    [TestCase("Phone: 07700 977595", "07700 977595")]
    [TestCase("Agent: Ada\nPhone : 07700 977595\nOutcome: fine", "07700 977595")]
    [TestCase("Phone: 07700 977595 - call back", "07700 977595")]
    public void After_its_label_a_number_is_kept_as_it_is_written(string description, string kept)
    {
        var call = Mapping().Map(("Subject", "Call"), ("Description", description));
        Assert.That((call.Door, call["FromPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo(("mapped", kept, "description-raw/user")));
    }

    [TestCase("Phone: 2024-03-05 10:00")]
    [TestCase("Phone: 12345678@example.org")]
    [TestCase("07700 977595")]
    public void Text_without_a_labelled_number_keeps_none(string description) =>
        Assert.That(Mapping().Map(("Subject", "Call"), ("Description", description)).Door, Is.EqualTo("Rejected: FromPhoneNumber: no number found"));

    [TestCase("Phone: 4711", "4711")]
    [TestCase("Phone: 4711 15.03.2024", "4711")]
    public void An_internal_number_after_its_label_stays_one(string description, string number)
    {
        var call = Mapping().Map(("Subject", "Call"), ("Description", description));
        Assert.That((call["FromPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo((number, "description/user")));
    }

    [Test]
    public void A_Subject_of_digits_alone_is_not_kept() => Assert.That(Mapping().Map(("Subject", "915911372002")).Door, Is.EqualTo("Rejected: FromPhoneNumber: no number found"));

    [Test]
    public void The_mapping_may_reject_them() =>
        Assert.That(Mapping(", numberWhenNotE164: reject").Map(("Subject", "Call"), ("Number__c", "07700 977595")).Door, Is.EqualTo("Rejected: FromPhoneNumber: no number found"));

    [TestCase("33652540536", "+33652540536")]
    [TestCase("442077392148", "+442077392148")]
    [TestCase("0044-20-7946-0123", "+442079460123")]
    [TestCase("0033 6 52 54 05 36", "+33652540536")]
    [TestCase("(212) 555-0187", "+12125550187")]
    public void In_a_field_a_calling_code_needs_no_plus_sign(string written, string number)
    {
        var call = Mapping().Map(("Subject", "Call"), ("Number__c", written));
        Assert.That((call["FromPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo((number, "field/user")));
    }

    [Test]
    public void In_text_a_calling_code_needs_its_plus_sign() => Assert.That(Mapping().Map(("Subject", "33652540536")).Door, Is.EqualTo("Rejected: FromPhoneNumber: no number found"));
}
