using System.Text;
using Salesforce.Force.Bulk;

namespace Salesforce.Force.Tests.Bulk;

[TestFixture]
internal sealed class Record_counting
{
    // Counted by hand. Ends says whether the text stops where a record may stop.
    [TestCase("", 0, true)]
    [TestCase("\"Id\",\"Name\"", 0, true)]
    [TestCase("\"Id\",\"Name\"\n", 0, true)]
    [TestCase("\"Id\",\"Na", 0, false)]
    [TestCase("\"Id\",\"Name\"\n\"1\",\"a\"\n\"2\",\"b\"\n", 2, true)]
    [TestCase("\"Id\",\"Name\"\n\"1\",\"a\"\n\"2\",\"b\"", 2, true)]
    [TestCase("\"Id\",\"Name\"\r\n\"1\",\"a\"\r\n\"2\",\"b\"\r\n", 2, true)]
    [TestCase("\"Id\",\"Name\"\n\"1\",\"a\nb\r\nc\"\n\"2\",\"say \"\"hi\"\"\n\"\n", 2, true)]
    [TestCase("\"Id\",\"Name\"\n\"1\",\"a\0b\0\"\n", 1, true)]
    [TestCase("Id;Name\n1;a\n2;b\n3;c\n", 3, true)]
    [TestCase("\"Id\"\t\"Name\"\n\"1\"\t\"a,b\"", 1, true)]
    [TestCase("\"Id\"|\"Name\"\n\"1\"|\"a\"\n\"2\"", 2, false)]
    [TestCase("\"Id\"^\"Name\"\n\"1\"^\"a", 0, false)]
    [TestCase("\"Id\"`\"Name\"\n\"1\"`\"a\"`\"b\"", 1, false)]
    [TestCase("\"Id\"\n\"1\"\n\n\r\n\"2\"\n\n", 2, true)]
    [TestCase("\uFEFF\"Id\",\"Näme\"\n\"1\",\"ü\u20AC\"\n", 1, true)]
    public void Records_are_counted_however_the_stream_is_cut(string csv, int records, bool whole)
    {
        var bytes = Encoding.UTF8.GetBytes(csv);
        foreach (var step in new[] { 1, 2, 3, 5, 7, 63, 64, 65, 4096 })
        {
            var counter = new CsvRecordCounter();
            for (var i = 0; i < bytes.Length; i += step)
            {
                counter.Append(bytes.AsSpan(i, Math.Min(step, bytes.Length - i)));
            }

            var ended = counter.Complete(framed: false);
            if (whole || csv.EndsWith("\"2\"", StringComparison.Ordinal))
            {
                Assert.That(counter.Records, Is.EqualTo(records), $"in steps of {step}");
            }

            Assert.That(ended, Is.EqualTo(whole), $"in steps of {step}");
        }
    }

    [Test]
    public void Ten_thousand_random_files_count_like_a_byte_by_byte_reader()
    {
        var chance = new Random(20261120);
        var pieces = new[] { "a", "\"", "\"\"", "\n", "\r\n", ",", "\0", "long text of some length, which fills blocks of 64 bytes", "ü" };
        var compared = 0;
        for (var file = 0; file < 10_000; file++)
        {
            var text = new StringBuilder("\"A\",\"B\"\n");
            for (var row = chance.Next(6); row > 0; row--)
            {
                text.Append('"');
                for (var n = chance.Next(12); n > 0; n--)
                {
                    text.Append(pieces[chance.Next(pieces.Length)].Replace("\"", "\"\"", StringComparison.Ordinal));
                }

                text.Append("\",\"x\"").Append(chance.Next(2) == 0 ? "\n" : "\r\n");
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            var counter = new CsvRecordCounter();
            for (var i = 0; i < bytes.Length;)
            {
                var length = Math.Min(1 + chance.Next(200), bytes.Length - i);
                counter.Append(bytes.AsSpan(i, length));
                i += length;
            }

            Assert.That(counter.Complete(framed: false), Is.True, text.ToString());
            Assert.That(counter.Records, Is.EqualTo(ByteByByte(bytes)), text.ToString());
            compared++;
        }

        Assert.That(compared, Is.EqualTo(10_000));
    }

    private static long ByteByByte(byte[] csv)
    {
        var lines = 0;
        var quoted = false;
        foreach (var b in csv)
        {
            quoted ^= b == (byte)'"';
            lines += b == (byte)'\n' && !quoted ? 1 : 0;
        }

        return lines - 1;
    }
}
