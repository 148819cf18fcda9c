using System.Text;
using System.Text.Json;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

internal sealed class DifferenceTests
{
    [TestCase(500, "", "")]
    [TestCase(501, "", "…")]
    [TestCase(499, "😀", "…")]
    [TestCase(498, "😀", "😀")]
    public void A_long_text_is_cut_between_characters(int letters, string then, string end)
    {
        var text = new string('a', letters) + then;

        using var json = JsonDocument.Parse(Difference.ToJson([Difference.Of("Description", Encoding.UTF8.GetBytes(text), default, createOnly: false)])!);

        Assert.That(json.RootElement[0].GetProperty("from").GetString(), Is.EqualTo(new string('a', Math.Min(letters, 500)) + end));
    }
}
