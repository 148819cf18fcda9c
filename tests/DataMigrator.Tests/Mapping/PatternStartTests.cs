using System.Text;
using System.Text.RegularExpressions;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Tests.Mapping;

/// <summary>The look at a text's first characters before a regex is run says no only where the regex would.</summary>
[Parallelizable]
internal sealed class PatternStartTests
{
    private const string Called = @"^(?:Call|Anruf|Po\w+czenie|H[ií]v[aá]s|通話)\s+\d";

    private static readonly string[] Patterns =
    [
        @"^\d{20}$", "^CA[0-9a-f]{32}$", "^[0-9A-Z]{16}$", "^[0-9a-f]{8}-[0-9a-f]{4}$", @"^\d+([-.][0-9A-Fa-f]+)*$", @"^a?bc", "^a{1,2}b", "^ab*c", @"^\W*aircall\b", "^abc|x",
        @"^(Inbound|Outbound) call", @"^\[Outreach\]\s*\[", "^(a|b)c", "^kelvin", "abc", "^[a-]b", "^x+y",
    ];

    private static readonly string[] Texts =
    [
        "", "a", "b", "bc", "abc", "aab", "ac", "abbc", "x", "xxy", "Xy", "12345678901234567890", "1234567890123456789", "CA0123456789abcdef0123456789abcdef", "ca0123", "0123456789ABCDEF",
        "4f2c7a0e-1111", "4F2C7A0E-1111", "12-3F", "[aircall", "[Outreach] [Email]", "Inbound call", "\u212Aelvin", "\u0661\u0662", "-b", "Hello",
    ];

    [Test]
    public void It_says_no_only_where_the_pattern_cannot_match([ValueSource(nameof(Patterns))] string pattern)
    {
        var start = PatternStart.Of(pattern);
        var regex = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var matching = Texts.Where(text => text.Length > 0 && regex.IsMatch(text)).ToList();
        Assert.That(matching.Where(text => start?.MayMatch(Encoding.UTF8.GetBytes(text)) == false), Is.Empty);
    }

    [TestCase(@"^\d{20}$", "4f2c7a0e-1111-4222-8333-abcdefabcdef", false)]
    [TestCase("^CA[0-9a-f]{32}$", "C0", false)]
    [TestCase("^[0-9A-Z]{16}$", "4f2c7a0e-1111-4222-8333-abcdefabcdef", false)]
    [TestCase("^[0-9A-Z]{16}$", "4f2c7a0e11114222", true)]
    [TestCase(Called, "Inbound call", false)]
    [TestCase(Called, "Caller: Ann", false)]
    [TestCase(Called, "CALL 3/4", true)]
    [TestCase(Called, "Polaczenie", true)]
    [TestCase(Called, "通話 3/4", true)]
    [TestCase("^(?:ab)+c", "acc", false)]
    [TestCase("^(?:ab)+c", "ab", true)]
    [TestCase("^(?:a(?:x|y)|b) z", "ax", true)]
    [TestCase("^(?:a(?:x|y)|b) z", "bz", false)]
    public void It_saves_the_regex_where_the_first_characters_decide(string pattern, string text, bool may) =>
        Assert.That(PatternStart.Of(pattern)!.MayMatch(Encoding.UTF8.GetBytes(text)), Is.EqualTo(may));

    [TestCase("^(?:ab)?c")]
    [TestCase("^(?:ab){0,2}c")]
    [TestCase("^(?:ab|)$")]
    [TestCase("^(?:ab|.)c")]
    [TestCase("^(?=ab)c")]
    [TestCase("^(?i)abc")]
    [TestCase("^(?:ab|ſc)", Description = "the long s is an s")]
    [TestCase("^(?:ab|éc*)?")]
    [TestCase("^(?:ab|é*c)")]
    [TestCase("^(?:ab|c)d|e")]
    public void A_start_that_could_be_anything_says_nothing(string pattern) => Assert.That(PatternStart.Of(pattern), Is.Null);

    /// <summary>Starts of all the parts that it knows, in any order, against texts of the same letters.</summary>
    [Test]
    public void It_says_no_only_where_a_pattern_of_any_parts_cannot_match()
    {
        string[] parts = ["a", "s", @"\d", @"\s", @"\.", "[ab]", "(a|b)", "(?:as|k|п)", "(?:a(?:b|s)|s)", "(?:[ab]s|1)", "(as|)", "(?:通|a)", "(a|[é]b)", "b{2}", "s{1,2}"];
        string[] quantifiers = ["", "", "", "?", "*", "+"];
        string[] letters = ["a", "B", "s", "S", "\u212A", "ſ", " ", "\t", ".", "1", "as", "п", "П", "通", "é"];
        var random = new Random(4);
        var (refused, matched) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var pattern = "^" + string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(parts.Length)] is var part && part[^1] == '}' ? part : part + quantifiers[random.Next(quantifiers.Length)]));
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => letters[random.Next(letters.Length)]));
            var matches = Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            var may = PatternStart.Of(pattern)?.MayMatch(Encoding.UTF8.GetBytes(text)) != false;
            Assert.That(may || !matches, $"{pattern} on {text}");
            (refused, matched) = (refused + (may ? 0 : 1), matched + (matches ? 1 : 0));
        }

        Assert.That(Math.Min(refused, matched), Is.GreaterThan(2_000));
    }
}
