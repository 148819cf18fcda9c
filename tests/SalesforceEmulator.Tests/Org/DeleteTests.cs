using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class DeleteTests : CallFixture
{
    [Test]
    public void A_deleted_row_is_seen_by_queryAll_only()
    {
        var id = Insert(Call("a")).Id!;
        var outcome = Save("VoiceCall", SaveOperation.Delete, null, ["Id"], [id[..15]])[0];

        Assert.That(outcome, Is.EqualTo(new SaveOutcome(id, Created: false, null)));
        Assert.That(Csv("SELECT Id FROM VoiceCall"), Is.Empty);
        Assert.That(Csv("SELECT Id, IsDeleted FROM VoiceCall WHERE Legacy_Task_Id__c = 'a'", QueryScope.BulkAll), Is.EqualTo(new[] { $"\"{id}\",\"true\"" }));
        Assert.That(Save("VoiceCall", SaveOperation.Delete, null, ["Id"], [id])[0].Error!.ToBulkText(), Is.EqualTo("ENTITY_IS_DELETED:entity is deleted:--"));
    }

    [Test]
    public void A_hard_deleted_row_is_gone_for_good()
    {
        var (kept, gone) = (Insert(Call("a")).Id!, Insert(Call("b")).Id!);
        Save("VoiceCall", SaveOperation.Delete, null, ["Id"], [gone]);
        var outcome = Save("VoiceCall", SaveOperation.HardDelete, null, ["Id"], [gone])[0];

        Assert.That(outcome.Error, Is.Null);
        Assert.That(Csv("SELECT Id FROM VoiceCall", QueryScope.RestAll), Is.EqualTo(new[] { $"\"{kept}\"" }));
        Assert.That(Save("VoiceCall", SaveOperation.HardDelete, null, ["Id"], [gone])[0].Error!.StatusCode, Is.EqualTo("INVALID_CROSS_REFERENCE_KEY"));
    }

    [Test]
    public void An_id_with_a_wrong_suffix_deletes_nothing()
    {
        var id = Insert(Call("a")).Id!;
        var outcome = Save("VoiceCall", SaveOperation.HardDelete, null, ["Id"], [id[..15] + "ZZZ"])[0];

        Assert.That(outcome.Error!.StatusCode, Is.EqualTo("MALFORMED_ID"));
        Assert.That(Csv("SELECT Id FROM VoiceCall"), Has.Length.EqualTo(1));
    }

    [Test]
    public void Only_the_Id_column_may_come_with_a_delete() => Assert.That(
        () => Org.Bind("VoiceCall", SaveOperation.Delete, null, ["Id", "Name"]), Throws.TypeOf<OrgRequestException>().With.Message.EqualTo("InvalidBatch : Field name not found : Name"));

    [Test]
    public void A_result_keeps_the_rows_as_they_were_when_it_was_made()
    {
        var id = Insert(Call("a")).Id!;
        var result = Org.Query("SELECT Legacy_Task_Id__c, Description FROM VoiceCall", QueryScope.Bulk);
        Save("VoiceCall", SaveOperation.Update, null, ["Id", "Description"], [id, "later"]);
        Save("VoiceCall", SaveOperation.Delete, null, ["Id"], [id]);

        var output = new System.Buffers.ArrayBufferWriter<byte>();
        result.WriteCsvRow(0, output, (byte)'|', crlf: true);
        Assert.That(System.Text.Encoding.UTF8.GetString(output.WrittenSpan), Is.EqualTo("\"a\"|\"\"\r\n"));
    }
}
