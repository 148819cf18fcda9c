using DataMigrator.Reporting;

namespace DataMigrator.Tests.Reporting;

internal sealed class PhoneMaskTests
{
    [TestCase("+14155550100", "+•••••••••00")]
    [TestCase("Call to +1 (415) 555-0100 about order 12345", "Call to +• (•••) •••-••00 about order 12345")]
    [TestCase("tel 0171/5550123, again 0171 555 01 23", "tel ••••/•••••23, again •••• ••• •• 23")]
    public void Numbers_in_text_are_masked(string text, string masked) => Assert.That(PhoneMask.Mask(text), Is.EqualTo(masked));

    [TestCase("2024-03-01T10:15:00.000Z")]
    [TestCase("2024-03-01")]
    [TestCase("between 2024-03-01 and 2024-03-02")]
    [TestCase("00T000000000123AAA")]
    [TestCase("42 seconds, 123456 in all")]
    [TestCase("")]
    public void Dates_ids_and_small_numbers_stay(string text) => Assert.That(PhoneMask.Mask(text), Is.EqualTo(text));

    [TestCase("FromPhoneNumber", "1234", "••34")]
    [TestCase("ToPhoneNumber", "sip:100", "sip:•00")]
    [TestCase("CallDurationInSeconds", "1234", "1234")]
    public void A_phone_field_is_masked_whatever_it_holds(string field, string value, string masked) => Assert.That(PhoneMask.Mask(value, field), Is.EqualTo(masked));

    [Test]
    public void A_long_run_of_digits_takes_no_time_to_speak_of() => Assert.That(PhoneMask.Mask(new string('1', 400)), Has.Length.EqualTo(400));
}
