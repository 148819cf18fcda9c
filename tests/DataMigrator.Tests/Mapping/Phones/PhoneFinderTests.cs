using System.Text;
using DataMigrator.Mapping.Phones;

namespace DataMigrator.Tests.Mapping.Phones;

public sealed class PhoneFinderTests
{
    private static readonly PhoneLabels Labels = PhoneLabels.Compile(
        ["Inbound call from", "Outbound call to", "Telephony", "Teléfono cliente", "Comercial destino", "Phone", "Nummer", "Appel de", "UID llamada"]);

    [TestCase("Inbound call from +12125550123", "+12125550123")]
    [TestCase("INBOUND CALL FROM  (212) 555-0123 answered", "+12125550123")]
    [TestCase("Telephony[+493023125123]", "+493023125123")]
    [TestCase("Tipo: Entrante a fijo\nTelefono cliente: +34912345678\nCola: C29901", "+34912345678")]
    [TestCase("TELÉFONO CLIENTE：\u00a0+34 912 34 56 78", "+34912345678")]
    [TestCase("Telefono cliente: 20/11/2026", null)]
    [TestCase("Agent: Ann\r\nPhone: +1 (212) 555-0123\r\nOutcome: sold", "+12125550123")]
    [TestCase("Richting : Inkomend\nNummer : +31 20 123 4567\nMedewerker: Jan", "+31201234567")]
    [TestCase("Call Duration: 5 min 20 sec\nPhone: 212-555-0123 2 min", "+12125550123")]
    [TestCase("Outbound call to +493023125123 15:04", "+493023125123")]
    [TestCase("Outbound call to +493023125123 20.11.2026", "+493023125123")]
    [TestCase("<b>Phone:</b> +493023125123<br>", "+493023125123")]
    [TestCase("Comercial destino: + | Comercial destino: AG1 | Phone: +34912345678", "+34912345678")]
    [TestCase("Microphone: +12125550123", null)]
    [TestCase("Phones are down, 212 555 0123", null)]
    [TestCase("Phone", null)]
    [TestCase("Phone: soon", null)]
    [TestCase("Inbound call from #2125550123", "+12125550123")]
    [TestCase("Phone: 5003z00002AbCdEAAA", null)]
    [TestCase("Phone: 1234abc", null)]
    [TestCase("Appel de +33 1 70 36 39 50 (France)", "+33170363950")]
    public void The_number_after_a_label_is_found(string text, string? expected) => Assert.That(Find(text, Labels, "US").Number, Is.EqualTo(expected));

    [TestCase("Phone: 212-555-0123 ext. 45 (home)", "+12125550123", "45")]
    [TestCase("Phone: (212) 555-0123x45", "+12125550123", "45")]
    public void Its_extension_too(string text, string number, string extension)
    {
        var found = Find(text, Labels, "US");
        Assert.That((found.Number, found.Extension), Is.EqualTo((number, extension)));
    }

    [TestCase("Inbound call from Anonymous on Sales", PhoneKind.Anonymous)]
    [TestCase("Inbound call from unknown", PhoneKind.Anonymous)]
    [TestCase("Nummer : Ext 1234", PhoneKind.Extension)]
    [TestCase("Nummer : 1234", PhoneKind.Extension)]
    [TestCase("Telephony[1001]", PhoneKind.Extension)]
    [TestCase("Phone (1001)", PhoneKind.Extension)]
    [TestCase("Phone: sip:queue@pbx.example.com, then hung up", PhoneKind.Sip)]
    [TestCase("Phone: 5003z00002AbCdEAAV", PhoneKind.RecordId)]
    public void A_label_may_be_followed_by_something_else_than_a_number(string text, object kind) =>
        Assert.That(Find(text, Labels, "US").Kind, Is.EqualTo((PhoneKind)kind));

    [TestCase("Customer called from +49 30 23125123 about the order", "DE", "+493023125123")]
    [TestCase("Rückruf 030/23125-123 am 20.11.2026 um 15:04", "DE", "+493023125123")]
    [TestCase("20.11.2026 15:04 030 23125123", "DE", "+493023125123")]
    [TestCase("Anruf 03023125123", "DE", "+493023125123")]
    [TestCase("(212) 555-0123", "US", "+12125550123")]
    [TestCase("Voicemail from 2125550123.", "US", "+12125550123")]
    [TestCase("llamar al 912 34 56 78 o +34 911 234 567", "ES", "+34912345678")]
    [TestCase("de +34 912 345 678 a +34 911 234 567", "ES", "+34912345678")]
    [TestCase("to:+12125550123;", "US", "+12125550123")]
    [TestCase("Inbound Call: +1 212-555-0123 (2m 3s)", "US", "+12125550123")]
    [TestCase("Inbound Call: +1 212-555-0123 [45s]", "US", "+12125550123")]
    [TestCase("+493023125123 12min", "DE", "+493023125123")]
    [TestCase("متصل +٤٩٣٠٢٣١٢٥١٢٣", "DE", "+493023125123")]
    public void The_first_plausible_number_is_found_without_label(string text, string region, string expected) =>
        Assert.That(Find(text, null, region).Number, Is.EqualTo(expected));

    [TestCase("Call 11/20/2026, 3:04 PM", "US")]
    [TestCase("Llamada 20-11-2026 15:04:59", "ES")]
    [TestCase("2026-03-26T12:59:01.000Z", "DE")]
    [TestCase("20261120150400", "DE")]
    [TestCase("20261120", "DK")]
    [TestCase("Duracion de la llamada: 00:00:46", "ES")]
    [TestCase("UID llamada: 912345678", "ES")]
    [TestCase("Ticket #912345678", "ES")]
    [TestCase("Case 912345678 closed", "ES")]
    [TestCase("Total $2,125,550,123", "US")]
    [TestCase("912.345.678 €", "ES")]
    [TestCase("€ 912345678", "ES")]
    [TestCase("12345678-1234-1234-1234-123456789012", "DE")]
    [TestCase("0f3e2125-5501-4230-9a1b-2125550123ab", "US")]
    [TestCase("https://rec.example.com/2125550123.mp3", "US")]
    [TestCase("agent_2125550123@example.com", "US")]
    [TestCase("80 segundos", "ES")]
    [TestCase("23125123", "DE")]
    [TestCase("212 555 0123", "")]
    [TestCase("00442079460958999999999999", "DE")]
    [TestCase("", "DE")]
    public void Dates_times_durations_ids_and_prices_are_not_numbers(string text, string region) => Assert.That(Find(text, null, region).Number, Is.Null);

    [Test]
    public void Bytes_that_are_not_UTF8_are_passed_over()
    {
        byte[] text = [0xFF, 0xC3, .. "Phone: "u8, 0xED, 0xA0, 0x80, .. " Phone: +12125550123"u8, 0xF0, 0x9F];
        Assert.That(Find(text, Labels, "US").Number, Is.EqualTo("+12125550123"));
        Assert.That(Find(text, null, "US").Number, Is.EqualTo("+12125550123"));
    }

    [Test]
    public void The_longest_label_wins_where_two_begin()
    {
        var labels = PhoneLabels.Compile(["Call", "Call from"]);
        Assert.That(Find("Call from +12125550123", labels, "US").Number, Is.EqualTo("+12125550123"));
    }

    [TestCase("")]
    [TestCase("  ")]
    public void An_empty_label_is_refused(string label) => Assert.That(() => PhoneLabels.Compile([label]), Throws.ArgumentException);

    internal static (PhoneKind Kind, string? Number, string Extension) Find(string text, PhoneLabels? labels, string region) =>
        Find(Encoding.UTF8.GetBytes(text), labels, region);

    private static (PhoneKind Kind, string? Number, string Extension) Find(byte[] text, PhoneLabels? labels, string region)
    {
        var parsed = PhoneRegion.Parse(region);
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        var found = PhoneNumberParser.TryFindInText(text, labels, parsed, buffer, out var result);
        Assert.That(found, Is.EqualTo(result.Kind != PhoneKind.Invalid));
        return (result.Kind, result.IsNumber ? Encoding.ASCII.GetString(result.Text(buffer)) : null, Encoding.ASCII.GetString(result.Extension(buffer)));
    }
}
