namespace DataMigrator.Tests.Mapping;

/// <summary>Subjects that say which way a call went, in the words and marks of many dialers and languages, through the default mapping.</summary>
[Parallelizable]
internal sealed class SubjectDirectionTests
{
    private const string Agent = "005000000000001AAA";
    private const string Contact = "003000000000001AAA";

    private static string? Direction(string subject) => Mapped.Default()
        .With("owner", Agent, ("IsActive", "true"), ("Phone", "+13125550155"), ("LocaleSidKey", "en_US"))
        .With("contact", Contact, ("Phone", "(212) 555-0187"))
        .Map(("Subject", subject), ("WhoId", Contact), ("CallDurationInSeconds", "20")) is { Door: "mapped" } call ? call["CallType"] : null;

    [TestCase("Call from (212) 555-0187")]
    [TestCase("Inbound support call from Jane")]
    [TestCase("Tenfold: Incoming Call")]
    [TestCase("Call - Inbound - Answered")]
    [TestCase("[Call] [Inbound] renewal")]
    [TestCase("Zoom Phone - Inbound - Missed")]
    [TestCase("In: Jane Doe")]
    [TestCase("(Inbound) 212-555-0187")]
    [TestCase("CALL IN +12125550187")]
    [TestCase("Abandoned call from Jane")]
    [TestCase("Customer called about invoice")]
    [TestCase("Anruf von Jane")]
    [TestCase("After hours call from Jane")]
    [TestCase("Verpasster Anruf: Jane")]
    [TestCase("Telefonat (eingehend)")]
    [TestCase("Gespräch mit Jane, eingehend")]
    [TestCase("Appel manque de Jane", Description = "without its accent")]
    [TestCase("Appel téléphonique entrant")]
    [TestCase("LLAMADA PERDIDA DE JANE")]
    [TestCase("Chamada não atendida de Jane")]
    [TestCase("Gemiste oproep: Jane")]
    [TestCase("03-5555-1234からの着信")]
    [TestCase("Пропущенный вызов")]
    public void An_incoming_call_is_told_from_its_Subject(string subject) => Assert.That(Direction(subject), Is.EqualTo("Inbound"));

    [TestCase("Call to 212-555-0187")]
    [TestCase("Outbound call to Jane re inbound lead")]
    [TestCase("Voicemail drop: Outbound to (212) 555-0187")]
    [TestCase("Returned missed call from Jane")]
    [TestCase("Cold call - Jane Doe")]
    [TestCase("VM left")]
    [TestCase("Called Jane re renewal")]
    [TestCase("Out: Jane Doe")]
    [TestCase("Rückruf an Jane")]
    [TestCase("Telefonat mit 069 24754957, ausgehend")]
    [TestCase("Appel téléphonique sortant")]
    [TestCase("Llamada telefónica saliente")]
    [TestCase("Ligação para Jane")]
    [TestCase("Uitgaande oproep naar Jane")]
    [TestCase("発信：Jane")]
    public void An_outgoing_call_is_told_from_its_Subject(string subject) => Assert.That(Direction(subject), Is.EqualTo("Outbound"));

    [TestCase("Call with Jane")]
    [TestCase("Recall from storage")]
    [TestCase("Callfrom Jane")]
    [TestCase("Called off the meeting")]
    [TestCase("Rückrufaktion")]
    public void A_Subject_that_does_not_say_it_gives_none(string subject) => Assert.That(Direction(subject), Is.Null);
}
