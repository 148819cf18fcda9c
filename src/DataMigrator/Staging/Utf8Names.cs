using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataMigrator.Staging;

/// <summary>Ordinal names that can be looked up by their UTF-8 bytes without making a string.</summary>
internal sealed class Utf8Names : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string?>
{
    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    public int GetHashCode([DisallowNull] string obj)
    {
        var length = Encoding.UTF8.GetByteCount(obj);
        Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(obj, bytes);
        return GetHashCode(bytes);
    }

    public bool Equals(ReadOnlySpan<byte> alternate, string? other)
    {
        if (other is null)
        {
            return false;
        }

        // Nearly all names are ASCII: one vectorised comparison.
        if (Ascii.Equals(alternate, other))
        {
            return true;
        }

        return !Ascii.IsValid(alternate) && EqualsBeyondAscii(alternate, other);
    }

    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)HashCode64.Of(alternate);

    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);

    private static bool EqualsBeyondAscii(ReadOnlySpan<byte> alternate, string other)
    {
        var length = Encoding.UTF8.GetByteCount(other);
        if (length != alternate.Length)
        {
            return false;
        }

        Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(other, bytes);
        return bytes.SequenceEqual(alternate);
    }
}
