using System.Text;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Tests.Org;

internal sealed class RecordLogTests
{
    private string directory = null!;

    [SetUp]
    public void MakeFolder() => directory = Directory.CreateTempSubdirectory("record-log-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(directory, recursive: true);

    [Test]
    public void Values_come_back_as_they_went_in_and_absent_ones_are_empty()
    {
        using var log = new RecordLog(directory);
        var record = new RecordBuilder(130);
        record.Set(0, "first"u8);
        record.Set(63, "edge of a word"u8);
        record.Set(64, "next word"u8);
        record.Set(129, "last"u8);

        var row = log.Read(log.Append(record, objectIndex: 7, ordinal: 42));

        Assert.That(row.ObjectIndex, Is.EqualTo(7));
        Assert.That(row.Ordinal, Is.EqualTo(42));
        Assert.That(new[] { 0, 1, 62, 63, 64, 65, 128, 129 }.Select(slot => Encoding.UTF8.GetString(log.Read(1)[slot])),
            Is.EqualTo(new[] { "first", "", "", "edge of a word", "next word", "", "", "last" }));
    }

    [Test]
    public void A_record_beyond_64_KB_is_stored_too()
    {
        using var log = new RecordLog(directory);
        var record = new RecordBuilder(3);
        record.Set(1, Encoding.ASCII.GetBytes(new string('x', 70_000)));
        record.Set(2, "after"u8);

        var row = log.Read(log.Append(record, 0, 0));

        Assert.That(row[1].Length, Is.EqualTo(70_000));
        Assert.That(Encoding.ASCII.GetString(row[2]), Is.EqualTo("after"));
    }

    [Test]
    public void What_a_crash_left_half_written_is_cut_off_and_written_over()
    {
        var torn = 0u;
        using (var log = new RecordLog(directory))
        {
            Append(log, 0, "one");
            Append(log, 1, "two");
            torn = Append(log, 2, "half");
        }

        using (var file = File.OpenWrite(Path.Combine(directory, "records-0000.log")))
        {
            // A byte of the last record's value never reached the disk.
            file.Position = (torn * 16) + 28;
            file.WriteByte(0);
        }

        using var again = new RecordLog(directory);
        Assert.That(Recover(again), Is.EqualTo(new[] { "one", "two" }));
        Append(again, 2, "anew");
        Assert.That(Encoding.ASCII.GetString(again.Read(torn)[0]), Is.EqualTo("anew"));
    }

    [Test]
    public void A_file_that_is_full_to_its_last_byte_is_followed_by_the_next()
    {
        // 64 MB less the 16 bytes of the file's head, in records of 65,520 and one of 16 times what is left.
        const int large = 65_520;
        var remaining = Segment.Bytes - 16;
        using (var log = new RecordLog(directory))
        {
            for (var i = 0u; remaining > 0; i++)
            {
                var length = Math.Min(large, remaining);
                Append(log, i, new string('x', length - RecordOverhead));
                remaining -= length;
            }

            Append(log, 5000, "in the second file");
        }

        Assert.That(File.Exists(Path.Combine(directory, "records-0001.log")), Is.True);
        using var again = new RecordLog(directory);
        Assert.That(Recover(again)[^1], Is.EqualTo("in the second file"));
    }

    /// <summary>Header 16, one bitmap word 8, one end offset 2.</summary>
    private const int RecordOverhead = 26;

    private static uint Append(RecordLog log, uint ordinal, string value)
    {
        var record = new RecordBuilder(1);
        record.Set(0, Encoding.ASCII.GetBytes(value));
        return log.Append(record, 0, ordinal);
    }

    private static List<string> Recover(RecordLog log)
    {
        var values = new List<string>();
        log.Recover((row, _) => values.Add(Encoding.ASCII.GetString(row[0])));
        return values;
    }
}
