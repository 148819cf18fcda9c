namespace DataMigrator.Tests.Mapping;

/// <summary>
/// Texts of dialers and telephone systems that have no fields of their own, through the default mapping: who called whom is only in the Subject or in a block of
/// text. Expected values are worked out by hand from the text; every row is written at 2024-03-05T10:00:00Z, when the call had ended.
/// </summary>
[Parallelizable]
internal sealed class DialerRowTests
{
    private const string Agent = "005000000000001AAA";
    private const string Contact = "003000000000001AAA";

    private static Mapped Org(string locale = "en_US", string zone = "America/New_York", params string[] fields) => Mapped.Default(Describes.Task(fields))
        .With("owner", Agent, ("IsActive", "true"), ("Phone", "+13125550155"), ("TimeZoneSidKey", zone), ("LocaleSidKey", locale))
        .With("contact", Contact, ("Phone", "(212) 555-0187"));

    private static string Numbers(Mapped.Result call) => call.Door == "mapped" ? $"{call["CallType"]} {call["FromPhoneNumber"]} > {call["ToPhoneNumber"]}" : call.Door;

    private static string Times(Mapped.Result call) => call.Door == "mapped" ? $"{call["CallStartDateTime"]![..19]} {call["CallDurationInSeconds"]}" : call.Door;

    [TestCase("Chamada recebida de (11) 98765-4321", "pt_BR", "Inbound +5511987654321 > +13125550155")]
    [TestCase("Ligação efetuada para (21) 2345-6789", "pt_BR", "Outbound +13125550155 > +552123456789")]
    [TestCase("Chiamata in entrata da 347 123 4567", "it_IT", "Inbound +393471234567 > +13125550155")]
    [TestCase("Utgående samtal till 070-174 06 05", "sv", "Outbound +13125550155 > +46701740605")]
    [TestCase("Indgående opkald fra +45 20 12 34 56", "da", "Inbound +4520123456 > +13125550155")]
    [TestCase("Lähtevä puhelu +358 40 1234567", "fi", "Outbound +13125550155 > +358401234567")]
    [TestCase("Połączenie przychodzące +48 601 234 567", "pl", "Inbound +48601234567 > +13125550155")]
    [TestCase("Входящий звонок +7 916 123-45-67", "ru", "Inbound +79161234567 > +13125550155")]
    [TestCase("Gelen arama +90 532 123 45 67", "tr", "Inbound +905321234567 > +13125550155")]
    [TestCase("着信 ０９０－１２３４－５６７８", "ja_JP", "Inbound +819012345678 > +13125550155")]
    [TestCase("去电 +86 139 1234 5678", "zh_CN", "Outbound +13125550155 > +8613912345678")]
    [TestCase("Appel reçu de 06 52 54 05 36", "fr_FR", "Inbound +33652540536 > +13125550155")]
    [TestCase("Dialed 415-555-2671", "en_US", "Outbound +13125550155 > +14155552671")]
    [TestCase("Called (415) 555-2671, no answer", "en_US", "Outbound +13125550155 > +14155552671")]
    [TestCase("Call received from +14155552671", "en_US", "Inbound +14155552671 > +13125550155")]
    [TestCase("Outbound call 4155552671", "en_US", "Outbound +13125550155 > +14155552671")]
    public void A_Subject_says_direction_and_number_in_its_language(string subject, string locale, string expected) =>
        Assert.That(Numbers(Org(locale).Map(("Subject", subject))), Is.EqualTo(expected));

    [TestCase("Inbound call from Anonymous", "Inbound Anonymous > +13125550155")]
    [TestCase("Inbound call from No Caller ID", "Inbound Anonymous > +13125550155")]
    [TestCase("Eingehender Anruf von Unbekannt", "Inbound Anonymous > +13125550155")]
    [TestCase("Appel entrant de Numéro masqué", "Inbound Anonymous > +13125550155")]
    [TestCase("Llamada entrante de Número oculto", "Inbound Anonymous > +13125550155")]
    [TestCase("着信: 非通知", "Inbound Anonymous > +13125550155")]
    [TestCase("Outbound call to 911", "Outbound +13125550155 > 911")]
    [TestCase("Inbound call from 55555", "Inbound 55555 > +13125550155")]
    [TestCase("Internal call to ext. 2041", "InternalCall +13125550155 > 2041")]
    [TestCase("Internal call from 101 to 102", "InternalCall 101 > 102")]
    [TestCase("Outbound call to sip:jane@example.com", "Outbound +13125550155 > sip:jane@example.com")]
    [TestCase("Inbound call from sip:+14155552671@sbc.example.net;user=phone", "Inbound +14155552671 > +13125550155")]
    [TestCase("Outbound call to 1-800-FLOWERS", "Outbound +13125550155 > +18003569377")]
    public void What_stands_where_the_number_belongs_counts_if_it_can_be_dialled_or_was_withheld(string subject, string expected) =>
        Assert.That(Numbers(Org().Map(("Subject", subject))), Is.EqualTo(expected));

    [TestCase("Outbound call to 24 Hour Fitness")]
    [TestCase("Outbound call to 3M")]
    [TestCase("Outbound call to 7-Eleven")]
    [TestCase("Outbound call to Unit 101 tenant")]
    [TestCase("Outbound call to 2 contacts")]
    [TestCase("Outbound: Moved 05/02/2023 -> 05/09/2023")]
    [TestCase("Outbound call: stage 2 -> 3")]
    public void A_name_with_digits_is_no_number(string subject) => Assert.Multiple(() =>
    {
        Assert.That(Numbers(Org().Map(("Subject", subject))), Is.EqualTo("Rejected: ToPhoneNumber: no number found"));
        Assert.That(Numbers(Org().Map(("Subject", subject), ("WhoId", Contact))), Is.EqualTo("Outbound +13125550155 > +12125550187"));
    });

    [TestCase("Outbound call from +12125550177 to +14155552671", null, "Outbound +12125550177 > +14155552671")]
    [TestCase("Outgoing call to (415) 555-2671 from (212) 555-0177", null, "Outbound +12125550177 > +14155552671")]
    [TestCase("Call Inbound: +14155552671 -> +12125550188", null, "Inbound +14155552671 > +12125550188")]
    [TestCase("Inbound call", "From: +14155552671\nTo: +12125550177", "Inbound +14155552671 > +12125550177")]
    [TestCase("Outbound call", "From: jane@acme.com\nTo: sales@us.com\nPhone: 415-555-2671", "Outbound +13125550155 > +14155552671")]
    [TestCase("Incoming call from +1 415-555-2671 to +1 212-555-0177 answered by Nora", null, "Inbound +14155552671 > +12125550177")]
    [TestCase("Call log", "Type: Inbound\nFrom: Jane Doe (+14155552671)\nTo: Main line (+12125550177)", "Inbound +14155552671 > +12125550177")]
    [TestCase("Call log", "Type: inbound call\nFrom: 4155552671\nTo: 204", "Inbound +14155552671 > 204")]
    [TestCase("Call log", "Call Direction: OUTGOING\nCalled party: +14155552671", "Outbound +13125550155 > +14155552671")]
    [TestCase("Outbound call", "Dialed number: +14155552671", "Outbound +13125550155 > +14155552671")]
    [TestCase("Inbound call", "CLI: 4155552671\nDDI: 800-555-0199", "Inbound +14155552671 > +18005550199")]
    [TestCase("Outbound call", "ANI: +14155552671", "Outbound +13125550155 > +14155552671", Description = "some adapters note the customer's number so")]
    [TestCase("Inbound call", "Caller phone number: 4155552671", "Inbound +14155552671 > +13125550155")]
    [TestCase("Inbound call from ATLANTA GA (404-555-0123)", "Tracking number: 800-555-0199", "Inbound +14045550123 > +18005550199")]
    public void Both_ends_are_taken_where_both_are_written(string subject, string? description, string expected) =>
        Assert.That(Numbers(Org().Map(("Subject", subject), ("Description", description ?? string.Empty))), Is.EqualTo(expected));

    [TestCase("Left voicemail for Jane", "Outbound +13125550155 > +12125550187")]
    [TestCase("Left VM", "Outbound +13125550155 > +12125550187")]
    [TestCase("Received call from customer", "Inbound +12125550187 > +13125550155")]
    [TestCase("Customer conversation", "Rejected: CallType: no direction found")]
    public void What_the_agent_did_says_the_direction(string subject, string expected) =>
        Assert.That(Numbers(Org().Map(("Subject", subject), ("WhoId", Contact))), Is.EqualTo(expected));

    [TestCase("Richtung: eingehend\nAnrufer: 030 231250", "de_DE", "Inbound +4930231250 > +13125550155")]
    [TestCase("Richtung: ausgehend\nAngerufene Nummer: 030 231250", "de_DE", "Outbound +13125550155 > +4930231250")]
    [TestCase("Sens : entrant\nAppelant : 01 42 68 53 01", "fr_FR", "Inbound +33142685301 > +13125550155")]
    [TestCase("Dirección: Saliente\nNúmero marcado: 912 345 699", "es_ES", "Outbound +13125550155 > +34912345699")]
    [TestCase("Direzione: In entrata\nChiamante: 02 36618301", "it_IT", "Inbound +390236618301 > +13125550155")]
    [TestCase("Richting: Inkomend\nBeller: 06-12345678", "nl_NL", "Inbound +31612345678 > +13125550155")]
    [TestCase("Sentido: Entrada\nTelefone: (11) 98765-4321", "pt_BR", "Inbound +5511987654321 > +13125550155")]
    [TestCase("種別：着信\n電話番号：03-5555-1234", "ja_JP", "Inbound +81355551234 > +13125550155")]
    public void A_block_of_text_says_direction_and_number_in_its_language(string description, string locale, string expected) =>
        Assert.That(Numbers(Org(locale).Map(("Subject", "x"), ("Description", description))), Is.EqualTo(expected));

    [TestCase("Outbound call to Jane Doe (3m 12s)", "2024-03-05T09:56:48 192")]
    [TestCase("Outbound call - Jane Doe - 00:03:12", "2024-03-05T09:56:48 192")]
    [TestCase("Outbound call to Jane at 10:30", "2024-03-05T10:00:00 0")]
    [TestCase("Outbound call: demo 30 min", "2024-03-05T10:00:00 0")]
    public void A_duration_at_the_end_of_the_Subject_counts(string subject, string expected) =>
        Assert.That(Times(Org().Map(("Subject", subject), ("WhoId", Contact))), Is.EqualTo(expected));

    [TestCase("Inbound Call", "Inbound +12125550187 > +13125550155")]
    [TestCase("Call - Outbound", "Outbound +13125550155 > +12125550187")]
    [TestCase("Voice AI Call", "Rejected: CallType: no direction found")]
    public void The_type_says_the_direction(string type, string expected) =>
        Assert.That(Numbers(Org(fields: "Type").Map(("Subject", "Call"), ("Type", type), ("WhoId", Contact))), Is.EqualTo(expected));

    [TestCase("Outgoing SMS to Jane Doe (+14155552671)", "Skipped: Task: SMS")]
    [TestCase("[Dialpad] Outbound SMS to Jane Doe", "Skipped: Task: SMS")]
    [TestCase("New text message from (415) 555-2671", "Skipped: Task: SMS")]
    [TestCase("Received MMS from Jane", "Skipped: Task: SMS")]
    [TestCase("Call about SMS pricing", "mapped")]
    [TestCase("Inbound textile order", "mapped")]
    public void A_message_is_no_call_whatever_its_way(string subject, string door) =>
        Assert.That(Org().Map(("Subject", subject), ("CallType", "Inbound"), ("WhoId", Contact)).Door, Is.EqualTo(door));

    // RingCentral App Connect's text: a list, in the agent's time, with the duration in words.
    [TestCase("- Note: hi\n- Contact Number: +14155552671\n- Date/Time: 2024-03-05 04:50:00 AM\n- Duration: 2 minutes, 30 seconds\n- Result: Call connected\n", "2024-03-05T09:50:00 150")]
    [TestCase("<b>Agent notes</b><br>hi<br><li><b>Caller phone number</b>: +14155552671</li><li><b>Date/time</b>: 2024-03-05 04:50:00 AM</li><li><b>Duration</b>: 1 minute, 35 seconds</li>", "2024-03-05T09:50:00 95")]
    [TestCase("Caller: 4155552671 | Duration: 3m 12s | Disposition: Connected", "2024-03-05T09:56:48 192")]
    [TestCase("Phone: 4155552671\nDuration (seconds): 45", "2024-03-05T09:59:15 45")]
    [TestCase("Phone: 4155552671\nDuration (min): 2", "2024-03-05T09:58:00 120")]
    [TestCase("Phone: 4155552671\nCall Start Time: 03/05/2024 04:40:30 AM\nCall length: 45 seconds", "2024-03-05T09:40:30 45")]
    [TestCase("Phone: 4155552671\nStart time: 1709632800000\nDuration: 60", "2024-03-05T10:00:00 60")]
    [TestCase("Phone: 4155552671\nCall date: 12/24/2024 10:00 AM please", "2024-03-05T10:00:00 0", Description = "too far from the log to be the call")]
    public void A_block_of_text_gives_the_times(string description, string expected) =>
        Assert.That(Times(Org().Map(("Subject", "Inbound call"), ("Description", description))), Is.EqualTo(expected));

    [TestCase("0", "Duration: 00:05:00", "2024-03-05T09:55:00 300")]
    [TestCase("60", "Duration: 00:05:00", "2024-03-05T09:59:00 60")]
    [TestCase("0", "", "2024-03-05T10:00:00 0")]
    public void A_duration_in_the_text_beats_only_a_zero(string seconds, string description, string expected) =>
        Assert.That(Times(Org().Map(("Subject", "Outbound call to 4155552671"), ("CallDurationInSeconds", seconds), ("Description", description))), Is.EqualTo(expected));

    [TestCase("2050-01-01", "2024-03-05T10:00:05.000Z", "2024-03-05T09:59:05", Description = "a due date to come is not the day of a call that is done")]
    [TestCase("1970-01-01", "2024-03-05T10:00:05.000Z", "2024-03-05T09:59:05", Description = "no date")]
    [TestCase("2024-03-25", "2024-03-11T10:00:00.000Z", "2024-03-11T09:59:00", Description = "planned, and done before it was due")]
    [TestCase("2019-07-01", "2024-03-05T10:00:05.000Z", "2019-07-01T16:00:00", Description = "imported: the day is all there is")]
    public void A_day_counts_only_if_the_call_can_have_been_on_it(string day, string completed, string start) => Assert.That(
        Org(fields: "CompletedDateTime").Map(("Subject", "Call"), ("CallType", "Outbound"), ("CallDurationInSeconds", "60"), ("WhoId", Contact), ("ActivityDate", day), ("CompletedDateTime", completed))["CallStartDateTime"],
        Does.StartWith(start));

    [TestCase("Call 2024-03-05T09:40:05Z", "en_GB", "2024-03-05T09:40:05 60")]
    [TestCase("Anruf 05.03.2024 um 09:40 Uhr", "de_DE", "2024-03-05T14:40:00 60", Description = "New York's time")]
    [TestCase("Call 03/05/2024 at 04:40 AM", "en_US", "2024-03-05T09:40:00 60")]
    public void A_Subject_gives_the_time_with_or_without_a_word_before_it(string subject, string locale, string expected) =>
        Assert.That(Times(Org(locale).Map(("Subject", subject), ("CallType", "Outbound"), ("CallDurationInSeconds", "60"), ("WhoId", Contact))), Is.EqualTo(expected));

    [TestCase("1709632800.4242", "1709632800.4242")]
    [TestCase("pbx-1709632800.4242", "pbx-1709632800.4242")]
    [TestCase("415.555.2671", null)]
    [TestCase("020 7946 0958", null)]
    public void Asterisks_unique_id_is_a_key_and_a_number_is_none(string callObject, string? key) =>
        Assert.That(Org().Map(("Subject", "Outbound call to 4155552671"), ("CallObject", callObject))["VendorCallKey"], Is.EqualTo(key));

    [TestCase("0586675049", "Rejected: ToPhoneNumber: no number found")]
    [TestCase("020 7946 0958", "Outbound +13125550155 > +442079460958")]
    [TestCase("+442079460958", "Outbound +13125550155 > +442079460958")]
    public void A_number_in_CallObject_is_told_from_an_id_by_how_it_is_written(string callObject, string expected) =>
        Assert.That(Numbers(Org("en_GB").Map(("Subject", "Call"), ("CallType", "Outbound"), ("CallObject", callObject))), Is.EqualTo(expected));

    [Test]
    public void The_outcome_may_stand_in_the_text() =>
        Assert.That(Org().Map(("Subject", "Outbound call to 4155552671"), ("Description", "Agent: Ava\nOutcome: Interested"))["Legacy_Outcome__c"], Is.EqualTo("Interested"));
}
