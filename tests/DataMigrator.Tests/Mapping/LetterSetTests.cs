using System.Text;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Tests.Mapping;

[Parallelizable]
internal sealed class LetterSetTests
{
    [TestCase("Inbound CALL to +49", "call", true)]
    [TestCase("Inbound CALL to +49", "fax", false)]
    [TestCase("Inbound CALL to +49", "7", true, Description = "one digit stands for all")]
    [TestCase("Inbound call", "7", false)]
    [TestCase("ligação", "ü", true, Description = "so does what is not ASCII")]
    [TestCase("ligacao", "ü", false)]
    [TestCase("a\tb", "\n", true, Description = "and control characters")]
    [TestCase("[x]", "{x}", false)]
    [TestCase("", "", true)]
    [TestCase("a", "", true)]
    public void A_text_can_only_hold_what_it_has_the_letters_of(string text, string other, bool holds) =>
        Assert.That(Of(text).HasAll(Of(other)), Is.EqualTo(holds));

    [Test]
    public void Every_character_of_ASCII_has_a_bit_that_only_the_other_case_shares_and_digits_and_control_characters_among_each_other()
    {
        var groups = Enumerable.Range(0, 128).Select(c => (char)c).GroupBy(c => Of(c.ToString()));
        Assert.That(groups.Select(same => new string([.. same])).Where(same => same.Length > 1), Is.EquivalentTo(
            Enumerable.Range('A', 26).Select(c => $"{(char)c}{char.ToLowerInvariant((char)c)}").Append("0123456789").Append(new string([.. Enumerable.Range(0, 32).Append(127).Select(c => (char)c)]))));
        Assert.That(groups.Select(same => ulong.PopCount(same.Key.Bits)), Is.All.EqualTo(1));
        Assert.That(groups.Any(same => same.Key.HasAny(LetterSet.Beyond)), Is.False);
    }

    private static LetterSet Of(string text) => LetterSet.Of(Encoding.UTF8.GetBytes(text));
}
