using System.Text.Json;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Lookups;

/// <summary>Takes staged lookup rows (lookup, key, JSON array of values) one by one. Not thread-safe.</summary>
internal sealed class LookupTablesBuilder
{
    private readonly IReadOnlyList<LookupSpec> specs;
    private readonly LookupTable[] tables;
    private readonly int[] ends;
    private byte[] values = new byte[1024];
    private long hash;

    public LookupTablesBuilder(IReadOnlyList<LookupSpec> specs)
    {
        this.specs = specs;
        tables = [.. specs.Select(s => new LookupTable(s.ValueFields.Count))];
        ends = new int[specs.Count == 0 ? 0 : specs.Max(s => s.ValueFields.Count)];
    }

    /// <summary>Index of the lookup of that name, −1 if the mapping has none (rows of an older mapping may still be staged).</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < specs.Count; i++)
        {
            if (string.Equals(specs[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Adds one record; of two with the same key the first counts.</summary>
    /// <param name="json">UTF-8 JSON array in the order of the lookup's ValueFields; strings, numbers, booleans, nulls. Missing values at the end are null.</param>
    /// <exception cref="JsonException">It is no such array.</exception>
    public void Add(int lookup, ReadOnlySpan<byte> key, ReadOnlySpan<byte> json)
    {
        var fields = specs[lookup].ValueFields.Count;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"A record of the lookup {specs[lookup].Name} is no JSON array.");
        }

        var (field, used) = (0, 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && field < fields)
        {
            used += Copy(ref reader, used);
            ends[field++] = used;
        }

        for (; field < fields; field++)
        {
            ends[field] = used;
        }

        var added = tables[lookup].TryAdd(key, values.AsSpan(0, used), ends.AsSpan(0, fields));
        if (added)
        {
            hash += (StableHash.Of(key) * 31) ^ (StableHash.Of(json) + lookup);
        }
    }

    /// <summary>The tables; the builder must not be used after.</summary>
    public LookupTables Build() => new(tables, hash);

    private int Copy(ref Utf8JsonReader reader, int at)
    {
        if (values.Length - at < reader.ValueSpan.Length)
        {
            Array.Resize(ref values, Math.Max(values.Length * 2, at + reader.ValueSpan.Length));
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return 0;
            case JsonTokenType.String:
                return reader.CopyString(values.AsSpan(at));
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                throw new JsonException("A looked-up value is text, a number, a boolean or null.");
            default:
                reader.ValueSpan.CopyTo(values.AsSpan(at));
                return reader.ValueSpan.Length;
        }
    }
}
