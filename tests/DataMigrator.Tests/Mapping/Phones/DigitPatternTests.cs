using System.Text;
using System.Text.RegularExpressions;
using DataMigrator.Mapping.Phones;
using FsCheck;
using FsCheck.Fluent;

namespace DataMigrator.Tests.Mapping.Phones;

/// <summary>The automaton and the step machine against .NET's regular expressions, on patterns as the plans have them.</summary>
public sealed class DigitPatternTests
{
    private static readonly string[] Patterns =
    [
        @"[2-9]\d{9}|3\d{6}", @"0(?:669[0-79]\d{1,6}|831\d{2,8})", @"1(?:2[0-35]|5\d){2,3}4?", @"(?:0|90)(?:(1[245]|2[1-35]|31)(\d{2,3}))?", @"0?(?:(11|2(?:2|3[14]))15)?",
        @"([457]\d{3})$|1", @"(1\d)?0"
    ];

    private static readonly Gen<string> Digits = Gen.Elements('0', '1', '2', '3', '5', '9').ListOf().Select(digits => string.Concat(digits));

    [Test]
    public void Whole_numbers_fit_the_patterns_that_a_regex_says_they_fit()
    {
        var patterns = Patterns.Where(pattern => !pattern.Contains('$', StringComparison.Ordinal)).ToList();
        var automaton = DigitAutomaton.Compile(patterns);
        Prop.ForAll(Arb.From(Digits), digits =>
        {
            var expected = 0;
            for (var i = 0; i < patterns.Count; i++)
            {
                expected |= Regex.IsMatch(digits, $"^(?:{patterns[i]})$", RegexOptions.None, TimeSpan.FromSeconds(5)) ? 1 << i : 0;
            }

            return automaton.Match(Encoding.ASCII.GetBytes(digits)) == expected;
        }).QuickCheckThrowOnFailure();
    }

    [TestCaseSource(nameof(Patterns))]
    public void Prefixes_are_matched_and_captured_as_a_regex_does(string pattern)
    {
        var program = DigitProgram.Compile(pattern);
        Prop.ForAll(Arb.From(Digits), digits =>
        {
            Span<int> captures = stackalloc int[DigitProgram.MaxSlots];
            var matched = program.Match(Encoding.ASCII.GetBytes(digits), captures);
            var expected = Regex.Match(digits, $"^(?:{pattern})", RegexOptions.None, TimeSpan.FromSeconds(5));
            var same = matched == (expected.Success ? expected.Length : -1);
            for (var group = 1; same && expected.Success && group < expected.Groups.Count; group++)
            {
                var theirs = expected.Groups[group];
                same = captures[(group - 1) * 2] == (theirs.Success ? theirs.Index : -1)
                    && (!theirs.Success || captures[((group - 1) * 2) + 1] == theirs.Index + theirs.Length);
            }

            return same;
        }).QuickCheckThrowOnFailure();
    }

    [TestCase("[")]
    [TestCase("1)")]
    [TestCase("(1")]
    [TestCase("1*")]
    [TestCase(@"\w")]
    [TestCase("1{2")]
    public void What_no_numbering_plan_uses_is_refused(string pattern) => Assert.That(() => DigitProgram.Compile(pattern), Throws.InstanceOf<FormatException>());
}
