using System.Text;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Tests.Org;

internal sealed class ValueTextTests
{
    [TestCase("2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00.000Z")]
    [TestCase("2026-01-01T10:00:00Z", "2026-01-01T10:00:00.000Z")]
    [TestCase("2026-01-01T10:00:00.999Z", "2026-01-01T10:00:00.000Z", TestName = "Parts of a second are dropped")]
    [TestCase("2026-01-01T00:30:00.000+02:00", "2025-12-31T22:30:00.000Z")]
    [TestCase("2026-01-01T10:00:00.000+0000", "2026-01-01T10:00:00.000Z")]
    [TestCase("2026-12-31T23:30:00-0330", "2027-01-01T03:00:00.000Z")]
    [TestCase("1700-01-01T00:00:00Z", "1700-01-01T00:00:00.000Z")]
    public void An_instant_is_kept_in_UTC_to_the_second(string text, string stored)
    {
        Assert.That(InstantText.TryNormalize(Encoding.UTF8.GetBytes(text), out var normalized), Is.True);
        Assert.That(Encoding.UTF8.GetString(normalized), Is.EqualTo(stored));
    }

    [TestCase("2026-01-01")]
    [TestCase("2026-01-01T10:00:00")]
    [TestCase("2026-02-30T10:00:00Z")]
    [TestCase("2026-01-01 10:00:00Z")]
    [TestCase("2026-01-01T24:00:00Z")]
    [TestCase("2026-01-01T10:00:00.Z")]
    [TestCase("2026-01-01T10:00:00+25:00")]
    [TestCase("1699-12-31T23:59:59Z")]
    [TestCase("4001-01-01T00:00:00Z")]
    [TestCase("01/02/2026 10:00")]
    public void What_is_not_an_instant_is_refused(string text) => Assert.That(InstantText.TryNormalize(Encoding.UTF8.GetBytes(text), out _), Is.False);

    // 912260031 is the example of the Bulk API guide; the others follow Java's Double.toString.
    [TestCase(912260031, "9.12260031E8")]
    [TestCase(30, "30.0")]
    [TestCase(0.25, "0.25")]
    [TestCase(0, "0.0")]
    [TestCase(-1.5, "-1.5")]
    [TestCase(9999999, "9999999.0")]
    [TestCase(10000000, "1.0E7")]
    [TestCase(0.0005, "5.0E-4")]
    [TestCase(-123456789012, "-1.23456789012E11")]
    public void A_double_is_printed_as_Java_prints_it(double value, string text) => Assert.That(Encoding.ASCII.GetString(NumberText.Of(value)), Is.EqualTo(text));

    [TestCase("Müller", "MÜLLER", 0)]
    [TestCase("abc", "ABD", -1)]
    [TestCase("b", "A", 1)]
    [TestCase("a", "ab", -1)]
    [TestCase("Ωmega", "ωMEGA", 0)]
    public void Text_is_compared_without_regard_to_case(string left, string right, int sign)
    {
        var (a, b) = (Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

        Assert.That(Math.Sign(Utf8Text.CompareIgnoreCase(a, b)), Is.EqualTo(sign));
        Assert.That(Utf8Text.EqualsIgnoreCase(a, b), Is.EqualTo(sign == 0));
        Assert.That(Utf8Text.Hash(a, ignoreCase: true) == Utf8Text.Hash(b, ignoreCase: true), Is.EqualTo(sign == 0));
    }

    [TestCase("Inbound call from +1415", "%CALL%", true)]
    [TestCase("Call", "Call", true)]
    [TestCase("Call", "Cal_", true)]
    [TestCase("Cal", "Cal_", false)]
    [TestCase("Müller", "M_ller", true, TestName = "An underscore stands for one character, however many bytes it has")]
    [TestCase("100%", "100\\%", true)]
    [TestCase("1000", "100\\%", false)]
    [TestCase("a_b", "a\\_b", true)]
    [TestCase("axb", "a\\_b", false)]
    [TestCase("aaab", "%ab", true)]
    [TestCase("abc", "", false)]
    [TestCase("mississippi", "%iss%ip%", true)]
    [TestCase("mississippi", "%iss%is", false)]
    public void Like_knows_its_wildcards(string text, string pattern, bool matches) =>
        Assert.That(Utf8Text.Like(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(pattern)), Is.EqualTo(matches));
}
