using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace DataMigrator.Tests.Mapping.Ids;

public sealed class SalesforceIdTests
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly Gen<string> Fifteen = Gen.Elements(Letters.ToCharArray()).ArrayOf(15).Select(characters => new string(characters));

    // Published ids: their suffixes were not made by us.
    private static readonly string[] Published =
    [
        "0LQWQ00000ERARR4A5", "00QR0000000yN5iMAE", "012i00000019r6TAAQ", "005xx000001Sv1eAAC", "500B000000A1nvPIAR", "750D00000004T5OIAU", "751D00000004Yk1IAE"
    ];

    [TestCaseSource(nameof(Published))]
    public void The_suffix_is_the_one_that_Salesforce_writes(string id) => Assert.That(SalesforceId.Parse(id.AsSpan(0, 15)).ToString(), Is.EqualTo(id));

    [TestCaseSource(nameof(Published))]
    public void However_it_was_written_it_is_the_same_id(string id)
    {
        var expected = SalesforceId.Parse(id);
        Assert.Multiple(() =>
        {
            Assert.That(SalesforceId.Parse(id.AsSpan(0, 15)), Is.EqualTo(expected));
            Assert.That(SalesforceId.Parse(id.ToUpperInvariant()), Is.EqualTo(expected));
            Assert.That(SalesforceId.Parse(id.ToLowerInvariant()), Is.EqualTo(expected));
            Assert.That(SalesforceId.Parse(Encoding.UTF8.GetBytes(id)), Is.EqualTo(expected));
            Assert.That(SalesforceId.Parse(id.ToUpperInvariant()).ToString(), Is.EqualTo(id));
        });
    }

    [TestCase("")]
    [TestCase("00T")]
    [TestCase("0LQWQ00000ERARR4")]
    [TestCase("0LQWQ00000ERARR4A")]
    [TestCase("0LQWQ00000ERARR4A55")]
    [TestCase("0LQWQ00000ERAR-")]
    [TestCase("0LQWQ00000ERARé")]
    [TestCase("0LQWQ00000ERAR４")]
    [TestCase("00QR0000000yN5iMAA")]
    [TestCase("00QR0000000yN5iMA9")]
    [TestCase("000000000000000999")]
    [TestCase("000000000000000BAA")]
    public void What_is_no_id_is_refused(string text)
    {
        Assert.That(SalesforceId.TryParse(text, out var id), Is.False);
        Assert.That(id.IsEmpty);
        Assert.That(() => SalesforceId.Parse(text), Throws.InstanceOf<FormatException>().With.Message.Contains("15 letters and digits"));
        Assert.That(() => SalesforceId.Parse(Encoding.UTF8.GetBytes(text)), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void Ids_that_differ_in_case_only_are_different_records() =>
        Assert.That(SalesforceId.Parse("00T000000000abc"), Is.Not.EqualTo(SalesforceId.Parse("00T000000000abC")));

    [Test]
    public void The_prefix_tells_the_object()
    {
        var id = SalesforceId.Parse("00QR0000000yN5iMAE");
        Assert.That(id.KeyPrefix, Is.EqualTo("00Q"));
        Assert.That(id.HasKeyPrefix("00Q"));
        Assert.That(id.HasKeyPrefix("00q"), Is.False);
        Assert.That(id.HasKeyPrefix("00"), Is.False);
        Assert.That(default(SalesforceId).HasKeyPrefix("\0\0\0"), Is.False);
    }

    [Test]
    public void No_id_writes_nothing()
    {
        Assert.That(default(SalesforceId).IsEmpty);
        Assert.That(default(SalesforceId).ToString(), Is.Empty);
        Assert.That(default(SalesforceId).KeyPrefix, Is.Empty);
    }

    [Test]
    public void A_buffer_that_is_too_small_is_said_so()
    {
        var id = SalesforceId.Parse("00QR0000000yN5iMAE");
        Assert.That(id.TryFormat(new byte[17], out var written), Is.False);
        Assert.That(written, Is.Zero);
        Assert.That(string.Create(CultureInfo.InvariantCulture, $"{id}"), Is.EqualTo("00QR0000000yN5iMAE"));
    }

    [Test]
    public void Fifteen_characters_make_eighteen_and_back() => Prop.ForAll(Arb.From(Fifteen), text =>
    {
        var id = SalesforceId.Parse(text);
        var written = id.ToString();
        return written.Length == 18 && written.StartsWith(text, StringComparison.Ordinal) && SalesforceId.Parse(written) == id;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void The_case_is_recovered_from_the_suffix_whichever_way_it_was_lost() => Prop.ForAll(Arb.From(Fifteen), text =>
    {
        var id = SalesforceId.Parse(text);
        return SalesforceId.Parse(id.ToString().ToUpperInvariant()) == id && SalesforceId.Parse(id.ToString().ToLowerInvariant()) == id;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Order_and_equality_are_those_of_the_eighteen_characters() => Prop.ForAll(Arb.From(Fifteen), Arb.From(Fifteen), (left, right) =>
    {
        var (a, b) = (SalesforceId.Parse(left), SalesforceId.Parse(right));
        return Math.Sign(a.CompareTo(b)) == Math.Sign(string.CompareOrdinal(a.ToString(), b.ToString())) && a == b == (left == right)
            && (a != b || a.GetHashCode() == b.GetHashCode());
    }).QuickCheckThrowOnFailure();

    [Test]
    public void One_wrong_character_is_noticed_by_the_suffix() => Prop.ForAll(Arb.From(Fifteen), Arb.From(Gen.Choose(0, 14)), (text, at) =>
    {
        // Another case at one place, where both cases remain: nothing was flattened, so it cannot be repaired.
        var written = SalesforceId.Parse(text).ToString();
        var other = char.IsAsciiLetterUpper(written[at]) ? char.ToLowerInvariant(written[at]) : char.ToUpperInvariant(written[at]);
        var wrong = written[..at] + other + written[(at + 1)..];
        var hasBoth = wrong[..15].Any(char.IsAsciiLetterUpper) && wrong[..15].Any(char.IsAsciiLetterLower);
        return other == written[at] || !hasBoth || !SalesforceId.TryParse(wrong, out _);
    }).QuickCheckThrowOnFailure();
}
