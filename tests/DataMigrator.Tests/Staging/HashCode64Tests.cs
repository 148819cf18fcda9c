using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

/// <summary>The hash is stored, so it must never change. Expected values: the same definition in Python, a byte at a time.</summary>
[Parallelizable]
internal sealed class HashCode64Tests
{
    [Test]
    public void A_text_has_the_hash_it_always_had() =>
        Assert.That((HashCode64.Of([]), HashCode64.Of("00T6g0000000001EAA"u8), HashCode64.Of("abc"u8, 5)), Is.EqualTo((798355435485038146, 5213366767489289142, -1131621380879928023)));

    [Test]
    public void Every_length_of_the_rest_has_the_hash_it_always_had()
    {
        long hash = 0;
        for (var length = 0; length <= 40; length++)
        {
            hash = HashCode64.Of([.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + 1))], hash);
        }

        Assert.That(hash, Is.EqualTo(250764071645794678));
    }
}
