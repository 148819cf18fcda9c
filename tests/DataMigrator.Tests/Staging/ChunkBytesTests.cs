using System.IO.Compression;
using System.Text;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

internal sealed class ChunkBytesTests
{
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"00T{i:D15},\"Anruf für {i}, ☎\",{i % 7}\n")));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(300)]
    [TestCase(150_000)]
    public void What_is_packed_is_unpacked_byte_for_byte(int length)
    {
        var packed = new byte[ChunkBytes.MostPacked(length)];
        var written = ChunkBytes.Pack(Csv.AsSpan(0, length), packed);

        byte[] csv = new byte[16];
        var read = ChunkBytes.Unpack(packed.AsSpan(0, written), ref csv);

        Assert.That(csv.AsSpan(0, read).SequenceEqual(Csv.AsSpan(0, length)), Is.True);
    }

    [Test]
    public void What_can_not_be_made_smaller_fits_too()
    {
        var noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        var packed = new byte[ChunkBytes.MostPacked(noise.Length)];

        byte[] csv = [];
        var read = ChunkBytes.Unpack(packed.AsSpan(0, ChunkBytes.Pack(noise, packed)), ref csv);

        Assert.That(csv.AsSpan(0, read).SequenceEqual(noise), Is.True);
    }

    [TestCase(CompressionLevel.Fastest)]
    [TestCase(CompressionLevel.Optimal)]
    [TestCase(CompressionLevel.NoCompression)]
    public void Chunks_of_an_earlier_version_are_read(CompressionLevel level)
    {
        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, level, leaveOpen: true))
        {
            deflate.Write(Csv);
        }

        byte[] csv = new byte[16];
        var read = ChunkBytes.Unpack(buffer.ToArray(), ref csv);

        Assert.That(csv.AsSpan(0, read).SequenceEqual(Csv), Is.True);
    }

    [Test]
    public void Damage_is_an_error_and_never_fewer_records()
    {
        var packed = new byte[ChunkBytes.MostPacked(Csv.Length)];
        var whole = packed.AsSpan(0, ChunkBytes.Pack(Csv, packed)).ToArray();
        var wrong = whole.ToArray();
        wrong[1]++;
        var changed = Csv.ToArray();
        changed[2_000]++;
        var other = new byte[packed.Length];
        var others = other.AsSpan(0, ChunkBytes.Pack(changed, other)).ToArray();
        whole.AsSpan(0, 13).CopyTo(others);

        byte[] csv = [];
        Assert.Multiple(() =>
        {
            Assert.That(() => ChunkBytes.Unpack(whole.AsSpan(0, whole.Length - 20), ref csv), Throws.InstanceOf<InvalidDataException>());
            Assert.That(() => ChunkBytes.Unpack(whole.AsSpan(0, 3), ref csv), Throws.InstanceOf<InvalidDataException>());
            Assert.That(() => ChunkBytes.Unpack(others, ref csv), Throws.InstanceOf<InvalidDataException>());
            Assert.That(() => ChunkBytes.Unpack(wrong, ref csv), Throws.InstanceOf<InvalidDataException>());
        });
    }
}
