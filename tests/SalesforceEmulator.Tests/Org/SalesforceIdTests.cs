using System.Text;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Tests.Org;

internal sealed class SalesforceIdTests
{
    /// <summary>Ids published in documentation and issues, with their suffixes.</summary>
    [TestCase("0LQWQ00000ERARR", "0LQWQ00000ERARR4A5")]
    [TestCase("00QR0000000yN5i", "00QR0000000yN5iMAE")]
    [TestCase("012i00000019r6T", "012i00000019r6TAAQ")]
    [TestCase("500B000000A1nvP", "500B000000A1nvPIAR")]
    [TestCase("750D00000004T5O", "750D00000004T5OIAU")]
    public void Fifteen_characters_are_completed_to_the_published_eighteen(string shortId, string fullId)
    {
        var id = new byte[18];

        Assert.That(SalesforceId.TryNormalize(Encoding.ASCII.GetBytes(shortId), id), Is.True);
        Assert.That(Encoding.ASCII.GetString(id), Is.EqualTo(fullId));
        Assert.That(SalesforceId.TryNormalize(Encoding.ASCII.GetBytes(fullId), id), Is.True);
    }

    [TestCase("0LQWQ00000ERARR4A6", TestName = "A suffix that doesn't fit is no id")]
    [TestCase("0LQWQ00000ERAR", TestName = "Fourteen characters are no id")]
    [TestCase("0LQWQ00000ERA-R", TestName = "A hyphen is not in an id")]
    [TestCase("0LQWQ00000ERAé", TestName = "Bytes beyond ASCII are not in an id")]
    public void What_cannot_be_an_id_is_refused(string text) => Assert.That(SalesforceId.TryNormalize(Encoding.UTF8.GetBytes(text), new byte[18]), Is.False);

    [TestCase(0u, "000000000")]
    [TestCase(61u, "00000000z")]
    [TestCase(62u, "000000010")]
    [TestCase(3844u, "000000100")]
    [TestCase(uint.MaxValue, "0004gfFC3")]
    public void The_number_is_base_62_with_digits_before_capitals_before_small_letters(uint number, string digits)
    {
        var id = new byte[18];
        SalesforceId.Write("00T"u8, "5g0"u8, number, id);

        Assert.That(Encoding.ASCII.GetString(id, 0, 15), Is.EqualTo("00T5g0" + digits));
        Assert.That(SalesforceId.TryNumber(id, out var back), Is.True);
        Assert.That(back, Is.EqualTo(number));
    }
}
