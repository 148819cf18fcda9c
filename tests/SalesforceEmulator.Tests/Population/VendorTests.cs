using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Population;
using SalesforceEmulator.Population.Calls;
using SalesforceEmulator.Population.Vendors;

namespace SalesforceEmulator.Tests.Population;

/// <summary>
/// One call, as each vendor writes it: inbound to an agent in Berlin, ringing from 2026-03-29T08:15:07Z (10:15 there, the first day of summer time),
/// answered after 5 seconds, 95 seconds long, from +34915550101 to +49305550100.
/// </summary>
internal sealed class VendorTests
{
    private static readonly Region Berlin = Region.All.Single(r => r.Zone == "Europe/Berlin");
    private static readonly ObjectSchema Task = new OrgSchema("mixed")["Task"];

    private static readonly CallFacts Inbound = Facts(Direction.Inbound, Ending.Answered, "+34915550101");

    [TestCase("cti-toolkit", "Subject", "Anruf 29.3.2026 10:15")]
    [TestCase("cti-toolkit", "Status", "Abgeschlossen")]
    [TestCase("cti-toolkit", "CallObject", "709551615")]
    [TestCase("cti-toolkit", "ActivityDate", "2026-03-29")]
    [TestCase("five9", "Five9__Five9ANI__c", "+34915550101")]
    [TestCase("five9", "Five9__Five9DNIS__c", "+49305550100")]
    [TestCase("five9", "Five9__Five9HandleTime__c", "00:02:05")]
    [TestCase("five9", "Five9__Five9TalkAndHoldTimeInSeconds__c", "95.0")]
    [TestCase("five9", "Five9__Five9SessionId__c", "FFFFFFFFFFFFFFFF")]
    [TestCase("ringcentral", "rcsfl__call_start_time__c", "2026-03-29T08:15:07.000Z")]
    [TestCase("ringcentral", "rcsfl__from_number__c", "+34915550101")]
    [TestCase("ringcentral", "rcsfl__to_number__c", "+49305550100")]
    [TestCase("ringcentral", "rcsfl__RC_Logging_Type__c", "call")]
    [TestCase("vonage", "Subject", "Inbound call from +34915550101")]
    [TestCase("vonage", "NVMContactWorld__CW_Call_End_Time__c", "2026-03-29T08:16:47.000Z")]
    [TestCase("vonage", "NVMContactWorld__CallTalkTimeInSeconds__c", "95.0")]
    [TestCase("aircall", "Subject", "Inbound answered call from Ana \"Anita\" Ruiz on Billing answered by Jürgen Schäfer")]
    [TestCase("aircall", "Type", "Call")]
    [TestCase("amazon-connect", "CallType", "inbound")]
    [TestCase("amazon-connect", "CallDurationInSeconds", "")]
    [TestCase("amazon-connect", "ActivityDate", "")]
    [TestCase("genesys-cloud", "Genesys_Ani__c", "tel:+34915550101")]
    [TestCase("genesys-cloud", "CallObject", "ffffffff-ffff-4fff-a3eb-61c8864680b5")]
    [TestCase("genesys-engage", "Subject", "inbound from #34915550101")]
    [TestCase("nice-cxone", "Skill__c", "Billing")]
    [TestCase("nice-cxone", "Call_Direction__c", "Inbound")]
    [TestCase("twilio-flex", "Subject", "Completed inbound voice at Sun Mar 29 2026 08:16:47 GMT+0000 (Coordinated Universal Time)")]
    [TestCase("twilio-flex", "Type", "inbound")]
    [TestCase("twilio-flex", "CallDurationInSeconds", "")]
    [TestCase("avaya", "CallInitiatedTime__c", "3/29/2026, 10:15:07 AM")]
    [TestCase("avaya", "CallAnsweredTime__c", "3/29/2026, 10:15:12 AM")]
    [TestCase("salesloft", "SalesLoft1__Call_Duration_in_Minutes__c", "1.58")]
    [TestCase("salesloft", "CallDurationInSeconds", "")]
    [TestCase("ringdna", "ringdna__From_Number__c", "+34915550101")]
    [TestCase("ringdna", "ringdna__Call_Start_Time__c", "2026-03-29T08:15:07.000Z")]
    [TestCase("ringdna", "CallType", "")]
    public void A_vendor_writes(string profile, string field, string value) => Assert.That(Written(profile, Inbound, field, roll: 11), Is.EqualTo(value));

    // The ANI is the customer's number whoever called: From of an inbound call, To of an outbound one.
    [TestCase("genesys-cloud", "Genesys_Ani__c", "tel:+34915550101")]
    [TestCase("nice-cxone", "ANI__c", "+34915550101")]
    [TestCase("nice-cxone", "DNIS__c", "+34915550101")]
    public void Of_an_outbound_call_a_vendor_writes(string profile, string field, string value) =>
        Assert.That(Written(profile, Facts(Direction.Outbound, Ending.Answered, "+34915550101"), field, roll: 11), Is.EqualTo(value));

    [Test]
    public void Aircall_hides_its_own_number_and_the_reason_of_a_miss_in_the_disposition()
    {
        var missed = Facts(Direction.Inbound, Ending.Missed, "+34915550101");

        Assert.That(Written("aircall", missed, "Subject", roll: 1), Is.EqualTo("Missed call from Ana \"Anita\" Ruiz on Billing"));
        Assert.That(Written("aircall", missed, "CallDisposition", roll: 1), Does.Match(@"^\[aircall(, [a-z-]+)?, inbound, unanswered_call, 49305550100, [a-z_]+\]$"));
    }

    [TestCase("en_US", "3/29/2026, 3:05 PM")]
    [TestCase("en_GB", "29/03/2026, 15:05")]
    [TestCase("de_DE", "29.3.2026, 15:05")]
    [TestCase("fr_FR", "29/03/2026 15:05")]
    [TestCase("nl_NL", "29-3-2026, 15:05")]
    [TestCase("ja_JP", "2026/3/29 15:05")]
    [TestCase("en_CA", "2026-03-29, 3:05 p.m.")]
    [TestCase("en_AU", "29/03/2026, 3:05 pm")]
    public void A_browser_writes_dates_by_locale(string locale, string text) => Assert.That(LocalText.Browser(locale, new DateTime(2026, 3, 29, 15, 5, 0)), Is.EqualTo(text));

    [Test]
    public void Outbound_swaps_the_ends_and_internal_calls_have_extensions()
    {
        var outbound = Facts(Direction.Outbound, Ending.Answered, "+34915550101");
        var within = Facts(Direction.Internal, Ending.Answered, "Ext 2044");

        Assert.That((outbound.From, outbound.To), Is.EqualTo(("+49305550100", "+34915550101")));
        Assert.That((within.From, within.To), Is.EqualTo(("2001", "Ext 2044")));
    }

    private static string Written(string profile, CallFacts call, string field, ulong roll)
    {
        var canvas = new TaskCanvas(Task);
        var dice = new Dice(1, roll);
        Vendor.Of(profile).Single().Log(canvas, call, ref dice);
        return Encoding.UTF8.GetString(canvas.Read(field));
    }

    private static CallFacts Facts(Direction direction, Ending ending, string number)
    {
        var line = new Phone(Berlin, "30", "5550100");
        return new CallFacts
        {
            Key = ulong.MaxValue,
            Direction = direction,
            Ending = ending,
            Start = new DateTime(2026, 3, 29, 8, 15, 7, DateTimeKind.Utc),
            RingSeconds = 5,
            TalkSeconds = ending == Ending.Answered ? 95 : 0,
            WrapSeconds = 30,
            Agent = new Agent("0055g0000000001AAA", "Jürgen Schäfer", "usr1", Active: true, Berlin, TimeZoneInfo.FindSystemTimeZoneById(Berlin.Zone), line, "2001"),
            Party = new Party("0035g0000000001AAA", "Ana \"Anita\" Ruiz", AccountId: null, Number: null),
            CustomerNumber = number,
            Company = line,
            Queue = "Billing",
            Leg = 0,
            Disposition = "Connected",
            Note = null,
        };
    }
}
