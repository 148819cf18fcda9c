using System.Text;

namespace DataMigrator.Target;

/// <summary>The user that loads and reads, told from others by the 15 characters of an id that count.</summary>
internal sealed class OrgUser(string id)
{
    private const int Counting = 15;

    private readonly byte[] id = Encoding.ASCII.GetBytes(id);

    /// <summary>As the org gave it at login.</summary>
    public ReadOnlySpan<byte> Id => id;

    /// <param name="other">15 or 18 characters; empty if the org did not say.</param>
    public bool Is(ReadOnlySpan<byte> other) => other.Length >= Counting && id.Length >= Counting && other[..Counting].SequenceEqual(id.AsSpan(0, Counting));
}
