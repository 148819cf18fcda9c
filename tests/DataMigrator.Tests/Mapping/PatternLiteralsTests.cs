using System.Text;
using System.Text.RegularExpressions;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Texts;
using Ascii = DataMigrator.Mapping.Texts.Ascii;

namespace DataMigrator.Tests.Mapping;

/// <summary>A text is kept from a regex only where the regex would not match.</summary>
[Parallelizable]
internal sealed class PatternLiteralsTests
{
    private const string Aircall = @"^(Inbound|Outbound) (answered |conference )?call .*\b(on|via|with)\b .*$";
    private const string Engage = @"^(Inbound|Outbound)\w* .*#\+?\d";

    [TestCase(Aircall, "Inbound call from Ann", false)]
    [TestCase(Aircall, "Inbound call on Support", true)]
    [TestCase(Aircall, "INBOUND CALL VIA Support", true)]
    [TestCase(Aircall, "Inbound call to Tony Avial, Southwithen", false)]
    [TestCase(Aircall, "Inbound call from Ann (on hold)", true)]
    [TestCase(Aircall, "Inbound call from Ann éon hold", true, Description = "what a letter is outside ASCII is for the regex to say")]
    [TestCase(Engage, "Inbound call from Noor الأحمد", false)]
    [TestCase(Engage, "Inbound call #1", true)]
    [TestCase("^aircall", "call", false)]
    [TestCase(Aircall, "Inbound call from Françoise Yaşar", false)]
    [TestCase("kelvin", "\u212Aelvin", true, Description = "a letter outside ASCII may be the other case of one inside")]
    public void It_saves_the_regex_where_a_text_is_missing(string pattern, string text, bool may) =>
        Assert.That(MayMatch(pattern, text), Is.EqualTo(may));

    [TestCase("a|b")]
    [TestCase("(?i)abc")]
    [TestCase("(?=abc)x")]
    [TestCase("x(?!y)")]
    [TestCase(@"(a)\1")]
    [TestCase("a{x|y}b", Description = "a brace that counts nothing is a text, and the bar stands outside it")]
    [TestCase(@"\x41bc")]
    [TestCase("[]a]b")]
    [TestCase("[a-z-[b]]c")]
    [TestCase(@"\d+ \w*")]
    [TestCase("(a|b)c?")]
    public void What_it_cannot_read_for_certain_has_no_literals(string pattern) => Assert.That(PatternLiterals.Of(pattern), Is.Null);

    [Test]
    public void No_other_character_than_these_four_is_a_letter_of_ASCII_in_another_case()
    {
        var letters = new Regex("[a-z]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var others = Enumerable.Range(0x80, 0xD800 - 0x80).Concat(Enumerable.Range(0xE000, 0x2000)).Select(c => ((char)c).ToString()).ToList();
        Assert.That(others.Where(c => letters.IsMatch(c) && !Ascii.HasOtherCase(Encoding.UTF8.GetBytes(c))), Is.Empty);
        Assert.That(others.Count(c => Ascii.HasOtherCase(Encoding.UTF8.GetBytes(c))), Is.EqualTo(4));
    }

    /// <summary>Patterns of all the parts that it knows, in any order, against texts of the same letters.</summary>
    [Test]
    public void It_says_no_only_where_the_pattern_cannot_match()
    {
        string[] parts = ["a", "b", "k", " ", "#", @"\.", @"\d", @"\b", @"\w", ".", "[ab]", @"[^\]a]", "(a|b)", "(?:ab|k)", "(a(b|k))", "( |on)", "a{2}", "b{1,2}", "(on|ab){0,1}", @"\b(on|ab)\b", @"\b(a|1)", @"(k|on)\b", @"\b?(on)\b?", @"\\b", "^", "$"];
        string[] quantifiers = ["", "", "", "?", "*", "+", "*?", "+?"];
        string[] letters = ["a", "B", "k", "\u212A", " ", "#", ".", "1", "on", "ab", "]", "_", "é", "ı", "ſ", "\\", " on ", "\u200D"];
        var random = new Random(3);
        var (refused, matched) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)] is var part && part is "^" or "$" or @"\b" || part[^1] is '}' or '?' ? part : part + quantifiers[random.Next(quantifiers.Length)]));
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => letters[random.Next(letters.Length)]));
            var matches = Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            var may = MayMatch(pattern, text);
            Assert.That(may || !matches, $"{pattern} on {text}");
            (refused, matched) = (refused + (may ? 0 : 1), matched + (matches ? 1 : 0));
        }

        Assert.That(Math.Min(refused, matched), Is.GreaterThan(2_000));
    }

    private static bool MayMatch(string pattern, string text) =>
        PatternLiterals.Of(pattern)?.MayMatch(Encoding.UTF8.GetBytes(text), LetterSet.Of(Encoding.UTF8.GetBytes(text))) != false;
}
