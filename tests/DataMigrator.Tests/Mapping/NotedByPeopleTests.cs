namespace DataMigrator.Tests.Mapping;

/// <summary>
/// What people type into a call log, through the default mapping: other people's numbers, appointments, orders, spans of time. None of it is a value of this call,
/// whose customer is linked and whose times are those of the Task. Every row is written at 2024-03-05T10:00:00Z.
/// </summary>
[Parallelizable]
internal sealed class NotedByPeopleTests
{
    private const string Agent = "005000000000001AAA";
    private const string Contact = "003000000000001AAA";
    private const string Linked = "Outbound +13125550155 > +12125550187";

    private static Mapped Org(params string[] fields) => Mapped.Default(Describes.Task(fields))
        .With("owner", Agent, ("IsActive", "true"), ("Phone", "+13125550155"), ("TimeZoneSidKey", "America/New_York"), ("LocaleSidKey", "en_US"))
        .With("contact", Contact, ("Phone", "(212) 555-0187"));

    private static string Numbers(Mapped.Result call) => call.Door == "mapped" ? $"{call["CallType"]} {call["FromPhoneNumber"]} > {call["ToPhoneNumber"]}" : call.Door;

    private static string Times(Mapped.Result call) => call.Door == "mapped" ? $"{call["CallStartDateTime"]![..19]} {call["CallDurationInSeconds"]}" : call.Door;

    [TestCase("Phone: 646-329-7777 is disconnected, use main")]
    [TestCase("Caller ID 646-329-4444 is spoofed")]
    [TestCase("Call from +1 303 861 2222 last week was not hers")]
    [TestCase("order Number: 4155558888")]
    [TestCase("Phone for billing: 646-329-4444")]
    [TestCase("new phone number 646-329-4444")]
    [TestCase("Nummer: 4711")]
    [TestCase("Contact: Jane Doe <jane@acme.example>\nApproved by: Tom <646-329-0002>")]
    [TestCase("Número de pedido: 912345678")]
    [TestCase("From: Jane Doe <jane@acme.example>\nSent: Monday\nPlease call me\nPhone: 646-329-0002")]
    [TestCase("Kind regards,\nTom\nPhone: 646-329-5555")]
    [TestCase("From: 2024-06-01\nTo: 2024-06-14")]
    [TestCase("4155558888", Description = "digits alone are an order as likely")]
    public void A_number_in_a_note_is_not_the_customers(string note) =>
        Assert.That(Numbers(Org().Map(("Subject", "Call"), ("CallType", "Outbound"), ("Description", note), ("WhoId", Contact))), Is.EqualTo(Linked));

    [TestCase("4155558888", "Outbound +13125550155 > +14155558888", Description = "Amazon Connect's callback flow writes nothing else; nobody is linked")]
    [TestCase("Callback number: 415 555 2671", "Outbound +13125550155 > +14155552671")]
    [TestCase("Phone: 415-555-2671 (mobile)", "Outbound +13125550155 > +14155552671")]
    [TestCase("Phone: 415-555-2671 ext 12", "Outbound +13125550155 > +14155552671")]
    [TestCase("Agent: Ada\nCaller ID: \"Doe, Jane\" <+14155552671>", "Outbound +13125550155 > +14155552671")]
    [TestCase("Customer: Jane Doe <415-555-2671>", "Outbound +13125550155 > +14155552671")]
    [TestCase("Call from 415-555-2671 was answered by Ada", "Outbound +13125550155 > +14155552671")]
    public void A_number_that_is_the_only_one_counts(string note, string expected) =>
        Assert.That(Numbers(Org().Map(("Subject", "Call"), ("CallType", "Outbound"), ("Description", note))), Is.EqualTo(expected));

    [Test]
    public void A_number_that_the_call_was_about_is_not_the_customers() =>
        Assert.That(Numbers(Org().Map(("Subject", "Call re 646-329-8888 porting"), ("CallType", "Outbound"), ("WhoId", Contact))), Is.EqualTo(Linked));

    [TestCase("Caller: +1 312 744 8766\nCallee: +1 415 867 1050", "Outbound +13127448766 > +14158671050")]
    [TestCase("Call from: +1 312 744 8766\nCall to: +1 415 867 1050", "Outbound +13127448766 > +14158671050")]
    [TestCase("Call to: +1 415 867 1050\nCall from: +1 312 744 8766", "Outbound +13127448766 > +14158671050")]
    [TestCase("Call from: Sales line\nCall to: +1 415 867 1050", "Outbound +13125550155 > +14158671050")]
    [TestCase("Caller: +1 415 867 1050", "Outbound +13125550155 > +14158671050", Description = "alone it is the customer in many logs")]
    public void The_caller_is_who_called_where_both_ends_are_named(string note, string expected) =>
        Assert.That(Numbers(Org().Map(("Subject", "Outbound call"), ("Description", note))), Is.EqualTo(expected));

    [TestCase("Duration: 3 months")]
    [TestCase("Length: 24 months")]
    [TestCase("Duration: 6 weeks")]
    [TestCase("Duration: 2 semanas")]
    [TestCase("Start: 2024-03-06 09:00\nEnd: 2024-03-06 10:00", Description = "tomorrow's appointment")]
    [TestCase("Call time: 2024-03-05 06:00 PM")]
    [TestCase("End: 2025-09-01 09:00")]
    public void An_appointment_or_a_span_of_time_is_not_the_calls(string note) =>
        Assert.That(Times(Org().Map(("Subject", "Call"), ("CallType", "Outbound"), ("Description", note), ("WhoId", Contact), ("CompletedDateTime", "2024-03-05T10:00:00.000Z"))),
            Is.EqualTo("2024-03-05T10:00:00 0"));

    [Test]
    public void A_time_shortly_after_the_log_is_a_clock_that_is_ahead() =>
        Assert.That(Times(Org().Map(("Subject", "Call 3/5/2024, 5:10 AM"), ("CallType", "Outbound"), ("WhoId", Contact), ("CompletedDateTime", "2024-03-05T10:00:00.000Z"))),
            Is.EqualTo("2024-03-05T10:10:00 0"));

    [TestCase("Follow up on inbound lead")]
    [TestCase("Call re outbound logistics")]
    [TestCase("Call about incoming invoice")]
    [TestCase("Internal Revenue Service question")]
    [TestCase("Follow up on missed call")]
    [TestCase("Inbound lead, first touch")]
    [TestCase("Llamada sobre entrada de almacén")]
    public void What_a_call_was_about_says_nothing_of_its_direction(string subject) =>
        Assert.That(Org().Map(("Subject", subject), ("WhoId", Contact), ("CallDurationInSeconds", "20")).Door, Is.EqualTo("Rejected: CallType: no direction found"));

    [TestCase("Missed deadline", "Skipped: Task: not a call")]
    [TestCase("Answered question by email", "Skipped: Task: not a call")]
    [TestCase("Missed: Jane Doe", "mapped")]
    [TestCase("Answered call from Jane", "mapped")]
    public void A_word_that_calls_begin_with_does_not_make_a_call(string subject, string door) =>
        Assert.That(Org().Map(("Subject", subject), ("TaskSubtype", "Task"), ("WhoId", Contact)).Door, Is.EqualTo(door));

    [TestCase("JustCall: Outgoing SMS to +14158671234", "SMS")]
    [TestCase("Zoom Phone - SMS with +14158671234", "SMS")]
    [TestCase("SMS", "SMS")]
    [TestCase("Chat transcript", "chat or message")]
    [TestCase("Live chat: Jane", "chat or message")]
    [TestCase("Viber message from Jane", "chat or message")]
    [TestCase("Fax received from 415-867-1234", "fax")]
    [TestCase("Email sent to Jane", "e-mail")]
    [TestCase("<- Email: Re: Missed call", "e-mail")]
    public void What_is_no_call_is_not_loaded_though_it_has_a_direction(string subject, string reason) =>
        Assert.That(Org().Map(("Subject", subject), ("CallType", "Inbound"), ("WhoId", Contact)).Door, Is.EqualTo($"Skipped: Task: {reason}"));

    [TestCase("WhatsApp call to Jane")]
    [TestCase("Call re SMS campaign")]
    [TestCase("Call about chat bot")]
    [TestCase("Call: SMS campaign")]
    [TestCase("Call - chat widget")]
    [TestCase("Called about LinkedIn ads")]
    public void A_call_about_messages_is_a_call(string subject) =>
        Assert.That(Org().Map(("Subject", subject), ("CallType", "Outbound"), ("WhoId", Contact)).Door, Is.EqualTo("mapped"));

    [TestCase("300", "mapped")]
    [TestCase("0", "Skipped: Task: chat or message")]
    [TestCase("", "Skipped: Task: chat or message")]
    public void What_lasted_was_talked(string seconds, string door) =>
        Assert.That(Org().Map(("Subject", "Spoke with Jane at LinkedIn"), ("CallType", "Outbound"), ("WhoId", Contact), ("CallDurationInSeconds", seconds)).Door, Is.EqualTo(door));

    [TestCase("Phone_Number__c", "Inbound", "Inbound +14155552671 > +13125550155")]
    [TestCase("Caller_ID__c", "Inbound", "Inbound +14155552671 > +13125550155")]
    [TestCase("Called_Number__c", "Outbound", "Outbound +13125550155 > +14155552671")]
    [TestCase("From_Number__c", "Inbound", "Inbound +14155552671 > +13125550155")]
    public void A_field_with_a_plain_name_of_its_own_is_read(string field, string type, string expected) =>
        Assert.That(Numbers(Org(field).Map(("Subject", "Call"), ("CallType", type), (field, "(415) 555-2671"))), Is.EqualTo(expected));

    [Test]
    public void Start_and_end_fields_with_plain_names_give_the_times() =>
        Assert.That(Times(Org("Call_Start_Time__c", "Call_End_Time__c").Map(("Subject", "Call"), ("CallType", "Outbound"), ("WhoId", Contact),
            ("Call_Start_Time__c", "2024-03-05T09:50:00.000Z"), ("Call_End_Time__c", "2024-03-05T09:51:30.000Z"))), Is.EqualTo("2024-03-05T09:50:00 90"));
}
