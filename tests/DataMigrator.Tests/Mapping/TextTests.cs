using System.Text;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Tests.Mapping;

/// <summary>Nothing in the text of a Task can hurt, and what can stay as it is does.</summary>
[Parallelizable]
internal sealed class TextTests
{
    private static string Clean(byte[] text, int max, bool lines = false)
    {
        if (TextCleaner.IsClean(text, lines, max))
        {
            return Encoding.UTF8.GetString(text);
        }

        var room = new byte[(text.Length * 3) + 8];
        return Encoding.UTF8.GetString(room, 0, TextCleaner.Clean(text, lines, max, "…"u8, room));
    }

    private static string Clean(string text, int max, bool lines = false) => Clean(Encoding.UTF8.GetBytes(text), max, lines);

    [TestCase("=1+1", "=1+1")]
    [TestCase("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [TestCase("a\u202Eb", "a\u202Eb", Description = "right-to-left marks are data")]
    [TestCase("a\0b\u0007c", "abc")]
    [TestCase("a\r\nb\tc", "a  b c")]
    public void A_line_keeps_its_text_and_loses_control_characters(string text, string expected) => Assert.That(Clean(text, 100), Is.EqualTo(expected));

    [Test]
    public void A_text_of_lines_keeps_its_lines() => Assert.That(Clean("a\r\nb\tc\0", 100, lines: true), Is.EqualTo("a\r\nb\tc"));

    [Test]
    public void A_lone_surrogate_becomes_the_replacement_character() => Assert.That(Clean([(byte)'a', 0xED, 0xA0, 0xBD, (byte)'b'], 100), Is.EqualTo("a\uFFFD\uFFFD\uFFFDb"));

    [Test]
    public void Broken_UTF8_becomes_the_replacement_character() => Assert.That(Clean([(byte)'a', 0xC3, 0x28, 0xFF], 100), Is.EqualTo("a\uFFFD(\uFFFD"));

    [TestCase("abcdef", 6, "abcdef")]
    [TestCase("abcdefg", 6, "abcde…")]
    [TestCase("abcd😀", 6, "abcd😀", Description = "an emoji counts two, as in Salesforce")]
    [TestCase("abcde😀", 6, "abcde…")]
    [TestCase("abcd😀f", 6, "abcd…", Description = "a pair is never split")]
    [TestCase("ääääää", 6, "ääääää", Description = "characters, not bytes")]
    public void A_text_is_cut_with_a_mark(string text, int max, string expected) => Assert.That(Clean(text, max), Is.EqualTo(expected));

    [Test]
    public void The_longest_description_is_cut_to_the_field()
    {
        var cut = Clean(new string('x', 131_071) + "\0", 32_000, lines: true);
        Assert.That((cut.Length, cut[^1]), Is.EqualTo((32_000, '…')));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool Whatever_the_bytes_the_outcome_is_valid_short_and_stable(byte[] bytes, FsCheck.PositiveInt max)
    {
        var cut = Clean(bytes, max.Get);
        return cut.Length <= max.Get && !cut.Any(c => c is < ' ' or (char)127) && Clean(cut, max.Get) == cut && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)) == cut;
    }
}
