using System.Text;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Tests.Mapping;

[Parallelizable]
internal sealed class SoughtTextTests
{
    [TestCase("text", "Sent a TEXT", true)]
    [TestCase("text", "next exam tex", false)]
    [TestCase("text", "tex tex text", true)]
    [TestCase("text", "", false)]
    [TestCase("", "", true)]
    [TestCase("", "a", true)]
    [TestCase("aa", "aAa", true)]
    [TestCase("3CX", "a 3cx phone", true)]
    [TestCase("3CX", "33CCXX", false)]
    [TestCase("p.\u00A0m", "3:04 P.\u00A0M.", true)]
    [TestCase("下午", "2026/11/20 下午3:04", true)]
    [TestCase("下午", "2026/11/20 上午3:04", false)]
    [TestCase("Übe", "übe", false, Description = "only ASCII letters count in either case")]
    [TestCase("[", "{", false, Description = "32 apart, but no letters")]
    public void A_text_is_found_wherever_it_stands(string sought, string text, bool found) =>
        Assert.That(new SoughtText(sought).IsIn(Encoding.UTF8.GetBytes(text)), Is.EqualTo(found));

    [TestCase("Connor, on", true, true, true)]
    [TestCase("Connor", true, true, false)]
    [TestCase("only", true, false, true)]
    [TestCase("only", false, true, false)]
    [TestCase("Simon", false, true, true)]
    [TestCase("Simon", true, false, false)]
    [TestCase("on_1 2on", true, true, false)]
    [TestCase("(on)", true, true, true)]
    [TestCase("éon", true, true, true)]
    public void A_word_is_not_found_in_the_middle_of_one(string text, bool beginsWord, bool endsWord, bool found) =>
        Assert.That(new SoughtText("on", beginsWord, endsWord).IsIn(Encoding.UTF8.GetBytes(text)), Is.EqualTo(found));
}
