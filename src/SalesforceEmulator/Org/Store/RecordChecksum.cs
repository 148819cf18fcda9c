using System.Numerics;
using System.Runtime.InteropServices;

namespace SalesforceEmulator.Org.Store;

/// <summary>CRC-32C over a record's content; the processor has an instruction for it.</summary>
internal static class RecordChecksum
{
    public static uint Of(ReadOnlySpan<byte> content)
    {
        var crc = ~0u;
        var words = MemoryMarshal.Cast<byte, ulong>(content);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var rest in content[(words.Length * 8)..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }
}
