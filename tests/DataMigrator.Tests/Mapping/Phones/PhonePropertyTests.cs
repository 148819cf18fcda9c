using System.Text;
using DataMigrator.Mapping.Phones;
using FsCheck;
using FsCheck.Fluent;

namespace DataMigrator.Tests.Mapping.Phones;

public sealed class PhonePropertyTests
{
    private const int MaxTextArea = 131_072;

    private static readonly string[] Pieces =
    [
        "+", "00", "0", "1", "49", "44", "30", "23125123", "2125550123", " ", "-", "(", ")", "/", ".", ",", ":", ";ext=", "x", "ext.", "#", "~", "FLOWERS", "\u00a0", "\u200f",
        "\0", "\ud800", "٣", "３", "sip:", "@", "tel:", "anonymous", "Phone: ", "20/11/2026", "15:04", "€", "<b>", "=cmd()", "\r\n", "é", "日", "🙂", "500"
    ];

    private static readonly PhoneLabels Labels = PhoneLabels.Compile(["Phone", "tel"]);

    private static readonly Gen<string> Text = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));

    private static readonly Gen<string> Regions = Gen.Elements("", "US", "DE", "IT", "AR", "BR", "GB", "JP", "KZ", "NC");

    [Test]
    public void Any_text_gives_an_answer_and_always_the_same() => Prop.ForAll(
        Arb.From(Text), Arb.From(Regions), (text, region) => Read(text, region) == Read(text, region)).QuickCheckThrowOnFailure();

    [Test]
    public void A_number_read_from_what_was_written_is_the_same_number() => Prop.ForAll(Arb.From(Text), Arb.From(Regions), (text, region) =>
    {
        var first = Read(text, region);
        return first.Kind != PhoneKind.E164 || Read(first.Written, string.Empty) is var again && again.Kind == PhoneKind.E164 && again.Written == first.Written;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Every_oracle_number_is_found_in_the_middle_of_text() => Prop.ForAll(
        Arb.From(Gen.Elements("+442079460958", "+12125550123", "+493023125123", "+390669820123", "+5491123456789")), Arb.From(Regions), (number, region) =>
        PhoneFinderTests.Find($"Anna, Phone: {number}, ok", Labels, region).Number == number
        && PhoneFinderTests.Find($"Anna {number}, ok", null, region).Number == number).QuickCheckThrowOnFailure();

    [TestCase("1")]
    [TestCase("1 ")]
    [TestCase("+1")]
    [TestCase("(")]
    [TestCase("1-")]
    [TestCase("20/11/2026 ")]
    [TestCase("Phone: ")]
    [TestCase("Phone: +1 212 555 ")]
    [TestCase("Phone")]
    [TestCase("\u200f")]
    [TestCase("x1,")]
    [TestCase("é1")]
    public void Looking_through_the_longest_text_allocates_no_more_than_through_a_shorter_one(string piece)
    {
        var shorter = Allocated(piece, MaxTextArea / 8);
        var whole = Allocated(piece, MaxTextArea);
        Assert.That(whole.Bytes, Is.GreaterThanOrEqualTo(MaxTextArea));
        Assert.That(whole.Allocated, Is.LessThanOrEqualTo(shorter.Allocated + 1024), "Looking through text must not allocate more when the text is longer.");
    }

    [Test]
    public void Reading_a_number_allocates_nothing()
    {
        var germany = PhoneRegion.Parse("DE");
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        long before = 0;
        for (var round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            PhoneNumberParser.Parse("+442079460958"u8, germany, buffer);
            PhoneNumberParser.Parse("030/23125-123"u8, germany, buffer);
            PhoneNumberParser.Parse("anonymous"u8, germany, buffer);
            PhoneNumberParser.TryFindInText("Inbound, Phone: +1 (212) 555-0123 x45"u8, Labels, germany, buffer, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static (int Bytes, long Allocated) Allocated(string piece, int length)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, (length / piece.Length) + 1)));
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        var region = PhoneRegion.Parse("US");
        long before = 0;
        for (var round = 0; round < 2; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            PhoneNumberParser.TryFindInText(text, Labels, region, buffer, out _);
            PhoneNumberParser.TryFindInText(text, null, region, buffer, out _);
        }

        return (text.Length, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static (PhoneKind Kind, string Written) Read(string text, string region)
    {
        var parsed = PhoneRegion.Parse(region);
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        var utf8 = Encoding.UTF8.GetBytes(text);
        PhoneNumberParser.TryFindInText(utf8, null, parsed, buffer, out _);
        PhoneNumberParser.TryFindInText(utf8, Labels, parsed, buffer, out _);
        var result = PhoneNumberParser.Parse(utf8, parsed, buffer);
        return (result.Kind, Encoding.UTF8.GetString(result.Text(buffer)));
    }
}
