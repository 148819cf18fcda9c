using DataMigrator.Staging;

namespace DataMigrator.Tests.Staging;

/// <summary>Hashes are kept in staging files: another value would make every Task look changed.</summary>
internal sealed class HashCode64Tests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 64).Select(i => (byte)((i * 37) + 200))];

    [Test]
    public void A_hash_is_that_of_the_bytes_taken_one_by_one_whatever_their_number([Range(0, 40)] int length, [Values(0L, -7L)] long seed) =>
        Assert.That(HashCode64.Of(Bytes.AsSpan(0, length), seed), Is.EqualTo(OneByOne(Bytes.AsSpan(0, length), seed)));

    /// <summary>Sixteen bytes at a time as two numbers, the rest filled up with zeros; multiplied and folded.</summary>
    private static long OneByOne(ReadOnlySpan<byte> data, long seed)
    {
        const ulong K0 = 0x9E3779B97F4A7C15, K1 = 0xD1B54A32D192ED03, K2 = 0x8CB92BA72F3D8DD7;
        var state = (ulong)seed ^ Fold((ulong)data.Length ^ K0, K1);
        for (; data.Length >= 16; data = data[16..])
        {
            state = Fold(Number(data[..8]) ^ K1, Number(data[8..16]) ^ state);
        }

        var (low, high) = (Number(data[..Math.Min(8, data.Length)]), Number(data[Math.Min(8, data.Length)..]));
        return (long)Fold(Fold(low ^ K2, high ^ state ^ K0), K1 ^ state);
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            number = (number << 8) | bytes[i];
        }

        return number;
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var product = (UInt128)a * b;
        return (ulong)(product >> 64) ^ (ulong)product;
    }
}
