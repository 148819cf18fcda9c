namespace DataMigrator.Tests.Mapping;

/// <summary>Rows as telephony packages write them, through the default mapping. Expected values are worked out by hand from the row.</summary>
[Parallelizable]
internal sealed class VendorRowTests
{
    private const string Agent = "005000000000001AAA";
    private const string Contact = "003000000000001AAA";

    private static Mapped Org(params string[] fields) => Mapped.Default(Describes.Task(fields))
        .With("owner", Agent, ("IsActive", "true"), ("Phone", "+1 415 555 2671"), ("TimeZoneSidKey", "America/New_York"), ("LocaleSidKey", "en_US"))
        .With("contact", Contact, ("Phone", "(212) 555-0187"));

    private static string Line(Mapped.Result call) =>
        call.Door != "mapped" ? call.Door
        : $"{call["CallType"]} {call["FromPhoneNumber"]} > {call["ToPhoneNumber"]} {call["CallStartDateTime"]![..19]} {call["CallDurationInSeconds"]}s {call["Legacy_Start_Source__c"]} {call["Legacy_Number_Source__c"]}";

    [Test]
    public void RingCentral_has_its_own_times_and_numbers() => Assert.That(
        Line(Org("rcsfl__call_start_time__c", "rcsfl__call_end_time__c", "rcsfl__from_number__c", "rcsfl__to_number__c", "rcsfl__RC_Logging_Type__c").Map(
            ("rcsfl__call_start_time__c", "2024-03-04T22:00:10.000Z"), ("rcsfl__call_end_time__c", "2024-03-04T22:01:40.000Z"),
            ("rcsfl__from_number__c", "+14155552671"), ("rcsfl__to_number__c", "+442079460123"), ("CallType", "Outbound"), ("CallDurationInSeconds", "90"), ("rcsfl__RC_Logging_Type__c", "call"))),
        Is.EqualTo("Outbound +14155552671 > +442079460123 2024-03-04T22:00:10 90s field field/field"));

    [Test]
    public void A_RingCentral_SMS_is_no_call() => Assert.That(
        Org("rcsfl__RC_Logging_Type__c").Map(("rcsfl__RC_Logging_Type__c", "sms"), ("CallType", "Outbound")).Door, Is.EqualTo("Skipped: Task: SMS"));

    [Test]
    public void Five9_writes_the_numbers_of_the_leg_and_its_duration_as_a_decimal() => Assert.That(
        Line(Org("Five9__Five9SessionId__c", "Five9__Five9ANI__c", "Five9__Five9DNIS__c", "Five9__Five9CallType__c", "Five9__Five9TalkAndHoldTimeInSeconds__c").Map(
            ("Five9__Five9SessionId__c", "B2F1A9C0"), ("Five9__Five9ANI__c", "2125550187"), ("Five9__Five9DNIS__c", "8005550199"), ("Five9__Five9CallType__c", "Inbound"),
            ("Five9__Five9TalkAndHoldTimeInSeconds__c", "61.000000000000000000"))),
        Is.EqualTo("Inbound +12125550187 > +18005550199 2024-03-05T09:58:59 61s created field/field"));

    [Test]
    public void Vonage_has_only_the_customers_number_so_the_agents_is_the_owners() => Assert.That(
        Line(Org("NVMContactWorld__CW_Call_Start_Time__c", "NVMContactWorld__CW_Call_End_Time__c", "NVMContactWorld__Customer_Number__c").Map(
            ("NVMContactWorld__CW_Call_Start_Time__c", "2024-03-01T08:00:00.000Z"), ("NVMContactWorld__CW_Call_End_Time__c", "2024-03-01T08:03:20.000Z"),
            ("NVMContactWorld__Customer_Number__c", "447700900123"), ("CallType", "Outbound"), ("Subject", "Outbound call to +447700900123"))),
        Does.StartWith("Outbound +14155552671 > +447700900123 2024-03-01T08:00:00 200s field user/"));

    [Test]
    public void Vonage_routed_work_carries_a_Case_id_instead_of_a_number() => Assert.That(
        Org("NVMContactWorld__Customer_Number__c").Map(("NVMContactWorld__Customer_Number__c", "500B000000A1nvPIAR"), ("CallType", "Inbound")).Door,
        Is.EqualTo("Skipped: Task: routed work, not a call"));

    [Test]
    public void Aircall_puts_the_companys_number_into_the_disposition() => Assert.That(
        Line(Org().Map(
            ("Subject", "Inbound answered call from Ada on Support answered by Bob"), ("CallDisposition", "[aircall, support, inbound, answered_call, 4930123456]"),
            ("CallDurationInSeconds", "30"), ("WhoId", Contact))),
        Is.EqualTo("Inbound +12125550187 > +4930123456 2024-03-05T09:59:30 30s created who/disposition"));

    [TestCase("SMS sent from Support to Ada")]
    [TestCase("SMS received from Ada on Support")]
    public void An_Aircall_SMS_is_no_call(string subject) => Assert.That(Org().Map(("Subject", subject), ("CallDisposition", "[aircall]")).Door, Is.EqualTo("Skipped: Task: SMS"));

    [Test]
    public void Amazon_Connect_writes_lower_case_and_subtype_Task() => Assert.That(
        Line(Org().Map(("TaskSubtype", "Task"), ("CallType", "inbound"), ("CallObject", "b1b6c6a0-0000-4000-8000-000000000001"), ("Subject", "Voice Sales"), ("WhoId", Contact), ("IsClosed", "false"))),
        Is.EqualTo("Inbound +12125550187 > +14155552671 2024-03-05T10:00:00 0s created who/user"));

    [Test]
    public void Twilio_Flex_says_the_end_with_its_offset_in_the_subject() => Assert.That(
        Line(Org().Map(
            ("Subject", "[Completed] outbound voice at Tue Mar 05 2024 11:30:00 GMT+0200 (Eastern European Standard Time)"), ("CallType", ""), ("Type", "outbound"),
            ("CallObject", "CA0123456789abcdef0123456789abcdef"), ("WhoId", Contact))),
        Is.EqualTo("Outbound +14155552671 > +12125550187 2024-03-05T09:30:00 0s subject user/who"));

    [Test]
    public void An_end_alone_does_not_excuse_an_impossible_duration() => Assert.That(
        Org().Map(("Subject", "[Completed] outbound voice at Tue Mar 05 2024 11:30:00 GMT+0200 (EET)"), ("CallDurationInSeconds", "-1"), ("CallObject", "CA0123456789abcdef0123456789abcdef"), ("WhoId", Contact)).Door,
        Is.EqualTo("Rejected: CallDurationInSeconds: duration is negative"));

    [Test]
    public void A_Twilio_chat_is_no_call() => Assert.That(
        Org().Map(("Subject", "[Completed] inbound chat at Tue Mar 05 2024 11:30:00 GMT+0200 (EET)"), ("TaskSubtype", "Task"), ("CallType", "inbound")).Door,
        Is.EqualTo("Skipped: Task: chat or message"));

    [Test]
    public void The_toolkit_writes_local_date_and_time_of_the_agents_PC() => Assert.That(
        Line(Org().Map(("Subject", "Call 3/5/2024, 3:04 PM"), ("CallType", "Outbound"), ("CallDurationInSeconds", "60"), ("WhoId", Contact), ("CreatedDate", "2024-03-05T20:06:00.000Z"))),
        Is.EqualTo("Outbound +14155552671 > +12125550187 2024-03-05T20:04:00 60s subject user/who"));

    [Test]
    public void Bucher_and_Suter_write_both_numbers_into_one_text() => Assert.That(
        Line(Org("cnx__CTIInfo__c").Map(("cnx__CTIInfo__c", "ANI: +49301234567; DNIS: +4989998877"), ("CallType", "Inbound"), ("CallDurationInSeconds", "12"))),
        Does.StartWith("Inbound +49301234567 > +4989998877"));

    [Test]
    public void DaVinci_writes_the_number_into_brackets_and_the_duration_as_text() => Assert.That(
        Line(Org().Map(("Subject", "Telephony[+442079460123]"), ("CallType", "Inbound"), ("CallDurationInSeconds", "0"), ("TaskSubtype", "Task"))),
        Is.EqualTo("Inbound +442079460123 > +14155552671 2024-03-05T10:00:00 0s created subject/user"));

    [Test]
    public void RingDNA_counts_minutes() => Assert.That(
        Line(Org("ringdna__Call_Start_Time__c", "ringdna__Call_Duration_min__c", "ringdna__From_Number__c", "ringdna__To_Number__c", "ringdna__Call_Direction__c").Map(
            ("ringdna__Call_Start_Time__c", "2024-03-05T09:00:00.000Z"), ("ringdna__Call_Duration_min__c", "2.5"), ("ringdna__From_Number__c", "+14155552671"),
            ("ringdna__To_Number__c", "+12125550187"), ("ringdna__Call_Direction__c", "Outbound"))),
        Is.EqualTo("Outbound +14155552671 > +12125550187 2024-03-05T09:00:00 150s field field/field"));

    [Test]
    public void A_3CX_block_of_text_gives_start_numbers_and_direction() => Assert.That(
        Line(Org().Map(
            ("Description", "Resultado: ANSWERED\nTipo: Entrante a fijo\nTelefono cliente: +34 612 345 678\nTelefono fijo llamado: +34 91 123 45 67\nDuracion de la llamada: 80 segundos\nInicio: 2024-03-05T08:59:01.000Z"))),
        Is.EqualTo("Inbound +34612345678 > +34911234567 2024-03-05T08:59:01 80s description description/description"));

    [TestCase("2024-03-05T08:00:00.000Z", "2024-03-05T08:00:00", "description")]
    [TestCase("Chamada: +49305044564 (5/3/2024, 03:00:05)", "2024-03-05T08:00:05", "subject")]
    public void Avaya_notes_the_ANI_and_the_time_in_the_subject(string subject, string start, string number)
    {
        var owner = subject.StartsWith("Chamada", StringComparison.Ordinal) ? "pt_BR" : "en_US";
        var call = Mapped.Default().With("owner", Agent, ("IsActive", "true"), ("TimeZoneSidKey", "America/New_York"), ("LocaleSidKey", owner))
            .Map(("Subject", subject), ("Description", "ANI: +49305044564\nLeft a message"), ("CallObject", "06216414746021064470"), ("CallDurationInSeconds", "12.6"));
        Assert.That(Line(call), Is.EqualTo($"Inbound +49305044564 > Unknown {start} 13s subject {number}/constant"));
    }

    [Test]
    public void A_numeric_call_id_in_the_subject_is_no_number() => Assert.That(
        Org().Map(("Subject", "Inbound call 2125550187"), ("CallObject", "2125550187")).Door, Is.EqualTo("Rejected: FromPhoneNumber: no number found"));

    [Test]
    public void A_planned_call_is_no_call_yet() => Assert.That(
        Org().Map(("IsClosed", "false"), ("Subject", "Call Ada"), ("ActivityDate", "2030-01-01")).Door, Is.EqualTo("Skipped: Task: planned call"));

    [Test]
    public void A_call_that_Salesforce_Voice_logged_itself_is_not_doubled() => Assert.That(
        Org().With("voiceCall", "00T000000000001EAA").Map(("CallType", "Inbound"), ("WhoId", Contact)).Door, Is.EqualTo("Skipped: Task: already has a VoiceCall"));

    [Test]
    public void Without_any_customer_number_the_row_is_rejected_not_invented() => Assert.That(
        Org().Map(("CallType", "Inbound"), ("CallDurationInSeconds", "5")).Door, Is.EqualTo("Rejected: FromPhoneNumber: no number found"));

    [Test]
    public void Without_any_direction_the_row_is_rejected() => Assert.That(
        Org().Map(("CallType", ""), ("Subject", "Call"), ("CallDurationInSeconds", "5"), ("WhoId", Contact)).Door, Is.EqualTo("Rejected: CallType: no direction found"));

    [Test]
    public void A_withheld_number_is_Anonymous() => Assert.That(
        Line(Org("rcsfl__from_number__c", "rcsfl__to_number__c").Map(("rcsfl__from_number__c", "anonymous"), ("rcsfl__to_number__c", "+14155552671"), ("CallType", "Inbound"))),
        Does.StartWith("Inbound Anonymous > +14155552671"));

    [Test]
    public void An_inactive_owner_stays_the_agent_but_does_not_own_the_record()
    {
        var call = Mapped.Default().With("owner", Agent, ("IsActive", "false")).With("contact", Contact, ("Phone", "(212) 555-0187")).Map(("CallType", "Outbound"), ("WhoId", Contact));
        Assert.That((call["UserId"], call["OwnerId"], call["FromPhoneNumber"], call["Legacy_Number_Source__c"]), Is.EqualTo((Agent, (string?)null, "Unknown", "constant/who")));
    }

    [Test]
    public void An_imported_Task_is_not_dated_by_its_import() => Assert.That(
        Line(Org().Map(("CallType", "Inbound"), ("WhoId", Contact), ("ActivityDate", "2019-07-01"), ("CreatedDate", "2024-03-05T10:00:00.000Z"))),
        Is.EqualTo("Inbound +12125550187 > +14155552671 2019-07-01T16:00:00 0s date-only who/user"));
}
