using System.Buffers;
using System.Text;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class NormalizationTests : CallFixture
{
    [TestCase("CallStartDateTime", "2026-01-01T12:00:00.5+02:00", "2026-01-01T10:00:00.000Z")]
    [TestCase("CallDurationInSeconds", "0090", "90")]
    [TestCase("QualityScore", "4", "4.0")]
    [TestCase("IsRecorded", "TRUE", "true")]
    [TestCase("Description", " kept  as it is ", " kept  as it is ")]
    [TestCase("CallStartDateTime", "rubbish", "rubbish")]
    [TestCase("CallStartDateTime", "#N/A", "#N/A")]
    public void Result_files_show_values_as_the_org_keeps_them(string column, string sent, string shown)
    {
        var output = new ArrayBufferWriter<byte>();
        Org.Bind("VoiceCall", SaveOperation.Insert, null, [column]).WriteNormalized(0, Encoding.UTF8.GetBytes(sent), output);

        Assert.That(Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo(shown));
    }
}
