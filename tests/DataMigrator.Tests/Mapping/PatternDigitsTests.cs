using System.Text.RegularExpressions;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Tests.Mapping;

/// <summary>A text without digits is kept from a regex only where the regex would not match.</summary>
[Parallelizable]
internal sealed class PatternDigitsTests
{
    [TestCase(@"\d", true)]
    [TestCase(@"\d{1,4}[./-]", true)]
    [TestCase(@"^\S+\s+(\d{1,4}[./-]\d{1,2}.*)$", true)]
    [TestCase(@"a|\d", false)]
    [TestCase(@"a\d|\db", true)]
    [TestCase(@"\d?", false)]
    [TestCase(@"\d*", false)]
    [TestCase(@"\d{0,3}", false)]
    [TestCase(@"(\d)?", false)]
    [TestCase(@"(?:x(\d|y\d)+z)", true)]
    [TestCase(@"(?:x(\d|y)+z)", false)]
    [TestCase(@"[\d]", false, Description = "a class may hold more")]
    [TestCase(@"[^)\]]\d", true)]
    [TestCase(@"[]\d]", false)]
    [TestCase(@"\\d", false)]
    [TestCase(@"(?i)\d", false, Description = "options are not read")]
    [TestCase(@"(?!\d)x", false)]
    [TestCase(@"\(\d", true)]
    public void A_pattern_needs_a_digit_where_every_way_through_it_has_one(string pattern, bool needed) => Assert.That(PatternDigits.AreNeeded(pattern), Is.EqualTo(needed));

    [Test]
    public void It_says_so_only_where_a_text_without_digits_cannot_match()
    {
        string[] parts = ["a", @"\d", @"\d", "|", "(", "(?:", ")", "[ab]", @"[^\d]", @"[\]\d]", @"\\", @"\(", ".", "^", "$", @"\b"];
        string[] quantifiers = ["", "", "", "?", "*", "+", "{2}", "{0,1}", "*?"];
        string[] texts = ["", "a", "b", "ab", "aab", "a(b", "\\a", "]ab", "a|b", "(a)"];
        var random = new Random(5);
        var needed = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => parts[random.Next(parts.Length)] is var part && part is "|" or "(" or "(?:" or "^" or "$" or @"\b" ? part : part + quantifiers[random.Next(quantifiers.Length)]));
            if (!IsRegex(pattern) || !PatternDigits.AreNeeded(pattern))
            {
                continue;
            }

            needed++;
            Assert.That(texts.Where(text => Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))), Is.Empty, pattern);
        }

        Assert.That(needed, Is.GreaterThan(1_000));
    }

    private static bool IsRegex(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Options == RegexOptions.None;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
