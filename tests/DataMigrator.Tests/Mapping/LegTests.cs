using DataMigrator.Staging;

namespace DataMigrator.Tests.Mapping;

/// <summary>One Task that tells of several legs stays one call, and says how many. Counted by hand from each text.</summary>
[Parallelizable]
internal sealed class LegTests
{
    private static Mapped.Result Call(string description, string subject = "Inbound call from +44 20 7946 0123") =>
        Mapped.Default().Map(("Subject", subject), ("CallType", "Inbound"), ("CallDurationInSeconds", "60"), ("Description", description), ("CallDisposition", "[aircall, inbound]"), ("WhoId", ""));

    [TestCase("Asked for billing\n--- Transferred to Billing ---\nAgent: Ada", 2)]
    [TestCase("Transferred to Billing\r\nnote\r\nWarm transfer to VIP\r\nConferenced with Bob", 4)]
    [TestCase("Leg 1: Ada\nLeg 2: Bob\nLeg 3: Eve", 3)]
    [TestCase("Weitergeleitet an Technik", 2)]
    [TestCase("Transféré vers le support", 2)]
    [TestCase("Comercial destino: AG1 - Ada | +34612345678\nComercial destino: AG2 - Bob | +", 2)]
    [TestCase("Comercial destino: AG1 - Ada | +34612345678", 0)]
    [TestCase("Leg 1: Ada", 0)]
    [TestCase("She asked to be transferred to Billing, I said no", 0)]
    [TestCase("Transferring the money", 0)]
    [TestCase("", 0)]
    public void Legs_are_counted_in_the_description(string description, int legs)
    {
        var result = Call(description);
        Assert.That((result.Door, result.Call.How.Legs, result["Legacy_Leg_Count__c"]), Is.EqualTo(("mapped", legs, legs == 0 ? null : legs.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [TestCase("Outbound conference call to Ada via Support made by Bob", 2)]
    [TestCase("Outbound answered call to Ada via Support made by Bob", 0)]
    public void A_conference_of_Aircall_has_two_legs_at_least(string subject, int legs)
    {
        var mapped = Mapped.Default().With("contact", "003000000000001AAA", ("Phone", "+442079460123"));
        Assert.That(mapped.Map(("Subject", subject), ("CallDisposition", "[aircall, outbound, answered_call, 4930123456]"), ("WhoId", "003000000000001AAA")).Call.How.Legs, Is.EqualTo(legs));
    }

    [Test]
    public void A_text_of_very_many_legs_counts_99() => Assert.That(Call(string.Concat(Enumerable.Repeat("Transferred to x\n", 300))).Call.How.Legs, Is.EqualTo(CallSources.MostLegs));

    [Test]
    public void What_is_stored_is_read_back([Values(0, 2, 99)] int legs)
    {
        var how = new CallSources(StartSource.DateOnly, NumberSource.Who, NumberSource.Other, (byte)legs);
        Assert.That((CallSources.Unpack(how.Packed), how.Packed), Is.EqualTo((how, how.Packed & int.MaxValue)));
    }
}
