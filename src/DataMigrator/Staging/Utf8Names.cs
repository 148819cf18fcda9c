using System.Text;

namespace DataMigrator.Staging;

/// <summary>
/// Small numbers for names, from 0 in the order in which they come. A name is found by its UTF-8 bytes without making a string, and what is counted by several names
/// is counted by their numbers: hashing a pair of strings for each call was 2 % of a whole job.
/// </summary>
/// <param name="form">Of a name as it is written; names of one form have one number.</param>
internal sealed class Utf8Names(Func<string, string> form)
{
    private const int OnStack = 512;

    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> written = new Dictionary<byte[], int>(new Bytes()).GetAlternateLookup<ReadOnlySpan<byte>>();
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    public int Count => names.Count;

    /// <summary>In the form that is counted.</summary>
    public string this[int number] => names[number];

    /// <summary>False if the name, as it is written, never came.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out int number) => written.TryGetValue(name, out number);

    public int Of(ReadOnlySpan<byte> name) => written.TryGetValue(name, out var number) ? number : Learn(name);

    public int Of(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        Span<byte> bytes = length <= OnStack ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(name, bytes);
        return Of(bytes);
    }

    public void Clear()
    {
        written.Dictionary.Clear();
        numbers.Clear();
        names.Clear();
    }

    private int Learn(ReadOnlySpan<byte> name)
    {
        var formed = form(Encoding.UTF8.GetString(name));
        if (!numbers.TryGetValue(formed, out var number))
        {
            numbers.Add(formed, number = names.Count);
            names.Add(formed);
        }

        written.Dictionary.Add(name.ToArray(), number);
        return number;
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)HashCode64.Of(alternate);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
