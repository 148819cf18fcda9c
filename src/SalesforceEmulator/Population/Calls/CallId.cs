using System.Globalization;

namespace SalesforceEmulator.Population.Calls;

/// <summary>Call identities in the vendors' shapes, all drawn from the one key.</summary>
internal static class CallId
{
    public static string Guid(ulong key)
    {
        var other = key * 0x9E3779B97F4A7C15UL;
        return string.Create(CultureInfo.InvariantCulture, $"{(uint)key:x8}-{(ushort)(key >> 32):x4}-4{(key >> 48) & 0xfff:x3}-a{other & 0xfff:x3}-{other >> 16:x12}");
    }

    public static string Hex(ulong key) => key.ToString("X16", CultureInfo.InvariantCulture);

    public static string Decimal(ulong key, int digits) => (key % (ulong)Math.Pow(10, Math.Min(digits, 19))).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
