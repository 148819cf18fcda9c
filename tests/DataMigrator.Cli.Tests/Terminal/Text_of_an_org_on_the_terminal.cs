using DataMigrator.Cli.Terminal;

namespace DataMigrator.Cli.Tests.Terminal;

/// <summary>Whatever somebody wrote into a Task, it stays one line of text.</summary>
public sealed class Text_of_an_org_on_the_terminal
{
    [TestCase("a\u001b[31mb", "a [31mb")]
    [TestCase("a\r\nb", "a  b")]
    [TestCase("a\u0000\u0007\u009bb", "a   b")]
    [TestCase("\u202Egnp.exe", " gnp.exe")]
    [TestCase("a\u2066\u2028b", "a  b")]
    [TestCase("=cmd|' /C calc'!A0 <b>電話", "=cmd|' /C calc'!A0 <b>電話")]
    public void It_moves_no_cursor_and_turns_no_direction(string text, string shown) => Assert.That(PlainText.Of(text), Is.EqualTo(shown));

    [Test]
    public void A_sentence_keeps_its_lines() =>
        Assert.That(PlainText.Lines("refused: \u001b[31mred\r\nat x\n\u202Eb"), Is.EqualTo(string.Join(Environment.NewLine, "refused:  [31mred", "at x", " b")));

    [TestCase("abcdef", 3, "abc…")]
    [TestCase("ab😀", 3, "ab…")]
    [TestCase("abc", 3, "abc")]
    public void It_is_cut_between_characters(string text, int length, string shown) => Assert.That(PlainText.Of(text, length), Is.EqualTo(shown));
}
