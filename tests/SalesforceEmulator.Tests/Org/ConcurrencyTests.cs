using System.Globalization;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class ConcurrencyTests : CallFixture
{
    private const int Chunks = 60;
    private const int PerChunk = 100;

    [Test]
    public async Task Readers_see_whole_rows_while_rows_are_being_saved()
    {
        var saving = Task.Run(() =>
        {
            for (var chunk = 0; chunk < Chunks; chunk++)
            {
                var rows = Enumerable.Range(chunk * PerChunk, PerChunk).Select(i => Call(i.ToString(CultureInfo.InvariantCulture))).ToArray();
                Assert.That(Save("VoiceCall", SaveOperation.Upsert, "Legacy_Task_Id__c", Columns, rows).Select(o => o.Error), Is.All.Null);
            }
        });
        var seen = 0;
        while (seen < Chunks * PerChunk)
        {
            if (saving.IsFaulted)
            {
                break;
            }

            var keys = Csv("SELECT Legacy_Task_Id__c FROM VoiceCall WHERE CreatedDate = TODAY");
            Assert.That(keys, Has.Length.GreaterThanOrEqualTo(seen), "no row disappears");
            Assert.That(keys.Select((key, i) => key == $"\"{i}\""), Is.All.True, "rows come in the order of their ids, whole");
            seen = keys.Length;
        }

        await saving;
        Assert.That(seen, Is.EqualTo(Chunks * PerChunk));
    }

    [Test]
    public void A_closed_org_says_so()
    {
        var result = Org.Query("SELECT Id FROM User", QueryScope.Rest);
        Org.Dispose();

        Assert.That(() => Org.Query("SELECT Id FROM User", QueryScope.Rest), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => result.WriteCsvRow(0, new System.Buffers.ArrayBufferWriter<byte>(), (byte)',', crlf: false), Throws.TypeOf<ObjectDisposedException>());
    }
}
