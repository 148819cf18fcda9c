using System.Buffers.Binary;
using System.Text;

namespace DataMigrator.Loading;

/// <summary>An 18-character Salesforce id as 18 bytes by value: sorts as SQLite sorts its text, and needs no string.</summary>
internal readonly record struct TaskKey(ulong High, ulong Low, ushort Tail) : IComparable<TaskKey>
{
    public const int Length = 18;

    /// <summary>False if it is not 18 bytes long.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out TaskKey key)
    {
        if (text.Length != Length)
        {
            key = default;
            return false;
        }

        key = new TaskKey(BinaryPrimitives.ReadUInt64BigEndian(text), BinaryPrimitives.ReadUInt64BigEndian(text[8..]), BinaryPrimitives.ReadUInt16BigEndian(text[16..]));
        return true;
    }

    /// <summary>Writes the 18 characters.</summary>
    public void Write(Span<byte> text)
    {
        BinaryPrimitives.WriteUInt64BigEndian(text, High);
        BinaryPrimitives.WriteUInt64BigEndian(text[8..], Low);
        BinaryPrimitives.WriteUInt16BigEndian(text[16..], Tail);
    }

    public int CompareTo(TaskKey other)
    {
        var order = High.CompareTo(other.High);
        order = order != 0 ? order : Low.CompareTo(other.Low);
        return order != 0 ? order : Tail.CompareTo(other.Tail);
    }

    public static bool operator <(TaskKey left, TaskKey right) => left.CompareTo(right) < 0;

    public static bool operator >(TaskKey left, TaskKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(TaskKey left, TaskKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TaskKey left, TaskKey right) => left.CompareTo(right) >= 0;

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[Length];
        Write(text);
        return Encoding.ASCII.GetString(text);
    }
}
