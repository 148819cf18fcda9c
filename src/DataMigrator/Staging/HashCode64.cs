using System.Buffers.Binary;

namespace DataMigrator.Staging;

/// <summary>
/// A 64-bit hash that is the same on every machine and in every version (System.HashCode is not): tells "as it was" from "changed" for one Task or one
/// payload. Multiply-and-fold over 16 bytes at a time. Not cryptographic: a wrong "unchanged" needs two versions of the same row to collide, 1 in 2^64.
/// </summary>
internal static class HashCode64
{
    private const ulong K0 = 0x9E3779B97F4A7C15, K1 = 0xD1B54A32D192ED03, K2 = 0x8CB92BA72F3D8DD7;

    public static long Of(ReadOnlySpan<byte> data) => Of(data, 0);

    /// <summary>Goes on from <paramref name="seed"/>, so that the order of parts counts.</summary>
    public static long Of(ReadOnlySpan<byte> data, long seed)
    {
        var state = (ulong)seed ^ Fold((ulong)data.Length ^ K0, K1);
        while (data.Length >= 16)
        {
            state = Fold(BinaryPrimitives.ReadUInt64LittleEndian(data) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]) ^ state);
            data = data[16..];
        }

        var (low, high) = data.Length < 8 ? (Few(data), 0UL) : (BinaryPrimitives.ReadUInt64LittleEndian(data), Few(data[8..]));
        return (long)Fold(Fold(low ^ K2, high ^ state ^ K0), K1 ^ state);
    }

    /// <summary>Up to seven bytes as a number, the first one lowest; byte by byte it took as long as the rest of the hash of a name. Where parts overlap they agree.</summary>
    private static ulong Few(ReadOnlySpan<byte> data) => data.Length switch
    {
        0 => 0,
        1 => data[0],
        2 or 3 => BinaryPrimitives.ReadUInt16LittleEndian(data) | ((ulong)data[^1] << (8 * (data.Length - 1))),
        _ => BinaryPrimitives.ReadUInt32LittleEndian(data) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(data[^4..]) << (8 * (data.Length - 4))),
    };

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
