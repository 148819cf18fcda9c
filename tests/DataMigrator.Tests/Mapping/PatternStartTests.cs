using System.Text;
using System.Text.RegularExpressions;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Tests.Mapping;

/// <summary>The look at a text's first characters before a regex is run says no only where the regex would.</summary>
[Parallelizable]
internal sealed class PatternStartTests
{
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
    public void It_saves_the_regex_where_the_first_characters_decide(string pattern, string text, bool may) =>
        Assert.That(PatternStart.Of(pattern)!.MayMatch(Encoding.UTF8.GetBytes(text)), Is.EqualTo(may));
}
