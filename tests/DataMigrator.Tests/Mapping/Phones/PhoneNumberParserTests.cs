using System.Text;
using DataMigrator.Mapping.Phones;

namespace DataMigrator.Tests.Mapping.Phones;

public sealed class PhoneNumberParserTests
{
    [TestCase("+442079460958", "", "+442079460958")]
    [TestCase("+44 (0)20 7946 0958", "", "+442079460958")]
    [TestCase("020 7946 0958", "GB", "+442079460958")]
    [TestCase("0044 20 7946 0958", "DE", "+442079460958")]
    [TestCase("011 44 20 7946 0958", "US", "+442079460958")]
    [TestCase("0011 44 20 7946 0958", "AU", "+442079460958")]
    [TestCase("00442079460958", "", "+442079460958")]
    [TestCase("(212) 555-0123", "US", "+12125550123")]
    [TestCase("1.212.555.0123", "US", "+12125550123")]
    [TestCase("212 555 0123", "us", "+12125550123")]
    [TestCase("030/23125-123", "DE", "+493023125123")]
    [TestCase("49 30 23125123", "DE", "+493023125123")]
    [TestCase("06 6982 0123", "IT", "+390669820123")]
    [TestCase("+39 (06) 6982 0123", "", "+390669820123")]
    [TestCase("011 15 2345-6789", "AR", "+5491123456789")]
    [TestCase("+54 9 11 2345 6789", "", "+5491123456789")]
    [TestCase("8 (912) 345-67-89", "RU", "+79123456789")]
    [TestCase("8 701 234 5678", "KZ", "+77012345678")]
    [TestCase("0 15 11 2961-2345", "BR", "+551129612345")]
    [TestCase("tel:+49-30-23125123", "", "+493023125123")]
    [TestCase("tel:23125123;phone-context=+4930", "", "+493023125123")]
    [TestCase("\u200e+49\u00a030\u00a023125123\u200f", "", "+493023125123")]
    [TestCase("＋４９３０２３１２５１２３", "", "+493023125123")]
    [TestCase("+٤٩٣٠٢٣١٢٥١٢٣", "", "+493023125123")]
    [TestCase("०३०/२३१२५१२३", "DE", "+493023125123")]
    [TestCase("'+493023125123", "", "+493023125123")]
    [TestCase("1-800-FLOWERS", "US", "+18003569377")]
    [TestCase("+1 800 FLOWERS", "", "+18003569377")]
    [TestCase("sip:+493023125123@pbx.example.com;user=phone", "", "+493023125123")]
    [TestCase("\"Anna\" <sip:%2B493023125123@pbx.example.com>", "", "+493023125123")]
    [TestCase("22 12 34", "GL", "+299221234")]
    [TestCase("221234", "GL", "+299221234")]
    public void A_number_is_written_as_E164(string text, string region, string expected)
    {
        var (result, written, extension) = Parse(text, region);
        Assert.That((result.Kind, written, extension), Is.EqualTo((PhoneKind.E164, expected, string.Empty)), result.ToString());
    }

    [TestCase("+1 212 555 0123 ext. 45", "", "+12125550123", "45")]
    [TestCase("(212) 555-0123 x45", "US", "+12125550123", "45")]
    [TestCase("+12125550123;ext=45", "", "+12125550123", "45")]
    [TestCase("tel:+1-212-555-0123;ext=45;isub=1", "", "+12125550123", "45")]
    [TestCase("212-555-0123,,45", "US", "+12125550123", "45")]
    [TestCase("212~555~0123~45", "US", "+12125550123", "45")]
    [TestCase("+1 (212) 555-0123 - 910#", "", "+12125550123", "910")]
    [TestCase("030 23125123 Durchwahl 45", "DE", "+493023125123", "45")]
    [TestCase("+7 495 123-45-67 доб. 89", "", "+74951234567", "89")]
    public void The_extension_is_kept_apart(string text, string region, string number, string expected)
    {
        var (result, written, extension) = Parse(text, region);
        Assert.That((result.Kind, written, extension), Is.EqualTo((PhoneKind.E164, number, expected)), result.ToString());
    }

    [TestCase("Ext 1234", "1234")]
    [TestCase("x1234", "1234")]
    [TestCase("Extension: 77", "77")]
    [TestCase("1234", "1234")]
    [TestCase("100", "100")]
    [TestCase("123456", "123456")]
    public void An_internal_number_stays_what_it_is(string text, string expected)
    {
        foreach (var region in new[] { string.Empty, "DE", "US" })
        {
            var (result, written, _) = Parse(text, region);
            Assert.That((result.Kind, written), Is.EqualTo((PhoneKind.Extension, expected)), region);
        }
    }

    [TestCase("sip:queue.sales@pbx.example.com", "sip:queue.sales@pbx.example.com", false)]
    [TestCase("Sales <sips:Agent7@pbx.example.com>", "sips:Agent7@pbx.example.com", false)]
    [TestCase("agent7@pbx.example.com", "agent7@pbx.example.com", false)]
    [TestCase("sip:1234@pbx.example.com", "sip:1234@pbx.example.com", false)]
    [TestCase("sip:a-very-long-queue-name-that-does-not-fit@pbx.example.com", "sip:a-very-long-queue-name-that-does-not", true)]
    public void A_SIP_address_without_number_is_kept_up_to_forty_characters(string text, string expected, bool isCut)
    {
        var (result, written, _) = Parse(text, "DE");
        Assert.That((result.Kind, written, result.IsCut), Is.EqualTo((PhoneKind.Sip, expected, isCut)));
    }

    [TestCase("Anonymous")]
    [TestCase("ANONYMOUS ")]
    [TestCase("withheld")]
    [TestCase("Private Number")]
    [TestCase("<Unknown>")]
    [TestCase("restricted")]
    [TestCase("unavailable")]
    [TestCase("Blocked")]
    [TestCase("Unterdrückt")]
    [TestCase("Número oculto")]
    [TestCase("Numéro masqué")]
    [TestCase("Sconosciuto")]
    [TestCase("Zastrzeżony")]
    [TestCase("Скрытый номер")]
    [TestCase("非通知")]
    [TestCase("sip:anonymous@anonymous.invalid")]
    [TestCase("+266696687")]
    [TestCase("+7378742833")]
    public void A_withheld_number_is_told_from_a_bad_one(string text)
    {
        var (result, written, _) = Parse(text, "DE");
        Assert.That((result.Kind, result.Problem, written), Is.EqualTo((PhoneKind.Anonymous, PhoneProblem.None, string.Empty)));
    }

    [TestCase("5003z00002AbCdE")]
    [TestCase("5003z00002AbCdEAAV")]
    [TestCase("0LQWQ00000ERARR4A5")]
    public void A_record_id_is_not_a_number(string text) => Assert.That(Parse(text, "US").Result.Kind, Is.EqualTo(PhoneKind.RecordId));

    [TestCase("", "DE", PhoneProblem.Empty)]
    [TestCase(" \u200e ", "DE", PhoneProblem.Empty)]
    [TestCase("+", "DE", PhoneProblem.NotANumber)]
    [TestCase("call me", "DE", PhoneProblem.NotANumber)]
    [TestCase("2125550123", "", PhoneProblem.NoRegion)]
    [TestCase("+999 123 456 789", "", PhoneProblem.UnknownCallingCode)]
    [TestCase("+1 212 555", "", PhoneProblem.TooShort)]
    [TestCase("+1 212 555 0123 9999", "", PhoneProblem.TooLong)]
    [TestCase("+1 111 555 0123", "", PhoneProblem.NotInPlan)]
    [TestCase("1-800-FLOWERS", "DE", PhoneProblem.NotANumber)]
    [TestCase("+1 212 555 0ext", "", PhoneProblem.NotANumber)]
    [TestCase("1~2345678901234", "US", PhoneProblem.TooLong)]
    [TestCase("8~678063594", "MX", PhoneProblem.TooShort)]
    [TestCase("+49 30 23125123 +49 30 23125124", "", PhoneProblem.NotANumber)]
    [TestCase("++493023125123", "", PhoneProblem.NotANumber)]
    [TestCase("12", "DE", PhoneProblem.TooShort)]
    [TestCase("\ud800+493023125123", "", PhoneProblem.NotANumber)]
    public void What_is_no_number_says_why_and_writes_nothing(string text, string region, object problem)
    {
        var (result, written, _) = Parse(text, region);
        Assert.That((result.Kind, result.Problem, written), Is.EqualTo((PhoneKind.Invalid, (PhoneProblem)problem, string.Empty)));
    }

    [Test]
    public void A_text_longer_than_a_field_is_refused() =>
        Assert.That(Parse(new string('1', 251), "US").Result.Problem, Is.EqualTo(PhoneProblem.TooLong));

    [Test]
    public void A_number_with_calling_code_outside_the_known_ranges_passes_only_when_asked()
    {
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        var strict = PhoneNumberParser.Parse("+1 111 555 0123"u8, PhoneRegion.None, buffer);
        var lenient = PhoneNumberParser.Parse("+1 111 555 0123"u8, PhoneRegion.None, buffer, PhoneAcceptance.Possible);
        var us = PhoneRegion.Parse("US");
        var national = PhoneNumberParser.Parse("111 555 0123"u8, us, stackalloc byte[PhoneNumberParser.BufferSize], PhoneAcceptance.Possible);

        Assert.That(strict.Kind, Is.EqualTo(PhoneKind.Invalid));
        Assert.That((lenient.Kind, lenient.Problem), Is.EqualTo((PhoneKind.E164, PhoneProblem.NotInPlan)));
        Assert.That(Encoding.ASCII.GetString(lenient.Text(buffer)), Is.EqualTo("+11115550123"));
        Assert.That(national.Kind, Is.EqualTo(PhoneKind.Invalid));
    }

    [TestCase("+12125550123", "US")]
    [TestCase("+16135550123", "CA")]
    [TestCase("+18765550123", "JM")]
    [TestCase("+441534512345", "JE")]
    [TestCase("+442079460958", "GB")]
    [TestCase("+77012345678", "KZ")]
    [TestCase("+79123456789", "RU")]
    [TestCase("+4779123456", "SJ")]
    [TestCase("+80012345678", "800")]
    public void Countries_that_share_a_calling_code_are_told_apart(string text, string expected) =>
        Assert.That(Parse(text, string.Empty).Result.Region.Code, Is.EqualTo(expected));

    [Test]
    public void A_buffer_that_could_overflow_is_refused() =>
        Assert.That(() => PhoneNumberParser.Parse("1"u8, PhoneRegion.None, new byte[PhoneNumberParser.BufferSize - 1]), Throws.ArgumentException);

    [TestCase("ZZ")]
    [TestCase("")]
    [TestCase("DEU")]
    [TestCase("??")]
    public void A_region_without_numbering_plan_is_none(string code) => Assert.That(PhoneRegion.TryParse(code, out _), Is.False);

    private static (PhoneResult Result, string Written, string Extension) Parse(string text, string region)
    {
        var parsed = PhoneRegion.Parse(region);
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        var result = PhoneNumberParser.Parse(Encoding.UTF8.GetBytes(text), parsed, buffer);
        return (result, Encoding.UTF8.GetString(result.Text(buffer)), Encoding.ASCII.GetString(result.Extension(buffer)));
    }
}
