using System.Text;
using System.Text.Json;
using Dapper;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Extraction;

/// <summary>
/// Which records of other objects the Tasks point at, so that lookups fetch those and no others. Bounded: beyond <see cref="Most"/> keys of one lookup,
/// fetching the whole object by Bulk is cheaper than asking for ids by the hundred, and the key <c>""</c> says so.
/// </summary>
internal sealed class ReferencedKeys
{
    /// <summary>50 REST requests of 400 ids; beyond that one Bulk job costs fewer requests.</summary>
    public const int Most = 20_000;

    private readonly Slot[] slots;

    public ReferencedKeys(ICompiledMapping mapping)
    {
        slots = [.. mapping.Lookups.Where(lookup => lookup.ReferencedBy.Count > 0).Select(lookup => new Slot(lookup, mapping.SourceFields))];
    }

    /// <summary>
    /// Keeps with the run, before its first record is read, for which lookups keys are collected: another mapping may ask by other columns later, and keys that
    /// were not collected are not the same as no keys.
    /// </summary>
    public static void Begin(WriteScope scope, ICompiledMapping mapping, long run) => scope.Connection.Execute(
        "UPDATE run SET collected = @collected WHERE number = @run",
        new { run, collected = JsonSerializer.Serialize(mapping.Lookups.Where(lookup => lookup.ReferencedBy.Count > 0).Select(Columns)) },
        scope.Transaction);

    /// <summary>True if table reference has every key of that lookup that the run's records point at.</summary>
    public static bool WereCollected(SqliteConnection reader, long run, LookupSpec lookup) =>
        reader.ExecuteScalar<string?>("SELECT collected FROM run WHERE number = @run", new { run }) is { } json
        && JsonSerializer.Deserialize<string[]>(json)!.Contains(Columns(lookup), StringComparer.Ordinal);

    private static string Columns(LookupSpec lookup) => $"{lookup.Name}: {string.Join(',', lookup.ReferencedBy)} as {string.Join(',', lookup.KeyPrefixes)}";

    /// <summary>Forgets what was collected; keeps the room for it, which is megabytes.</summary>
    public void Clear()
    {
        foreach (var slot in slots)
        {
            slot.Clear();
        }
    }

    /// <summary>Looks at one record.</summary>
    public void Collect(RecordBuffer record)
    {
        foreach (var slot in slots)
        {
            foreach (var column in slot.Columns)
            {
                slot.Add(record[column]);
            }
        }
    }

    /// <summary>Takes over what a page has collected and writes what is new, in the page's transaction.</summary>
    public void Merge(ReferencedKeys page, WriteScope scope, long run)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            var added = slots[i].Merge(page.slots[i]);
            scope.Connection.Execute(
                "INSERT OR IGNORE INTO reference (run, name, key) VALUES (@run, @name, @key)", added.Select(key => new { run, name = slots[i].Name, key }), scope.Transaction);
        }
    }

    /// <summary>Goes on from what an interrupted run has staged.</summary>
    public void Restore(StagingDatabase staging, long run)
    {
        using var reader = staging.OpenReader();
        foreach (var slot in slots)
        {
            slot.Restore(reader.Query<string>("SELECT key FROM reference WHERE run = @run AND name = @Name", new { run, slot.Name }));
        }
    }

    private sealed class Slot
    {
        private readonly byte[][] prefixes;
        private readonly HashSet<long> seen = [];
        private readonly List<string> keys = [];
        private bool everything;

        public Slot(LookupSpec lookup, IReadOnlyList<string> fields)
        {
            Name = lookup.Name;
            Columns = [.. lookup.ReferencedBy.Select(name => Find(fields, name, lookup.Name))];
            prefixes = [.. lookup.KeyPrefixes.Select(Encoding.UTF8.GetBytes)];
        }

        public string Name { get; }

        public int[] Columns { get; }

        public void Clear()
        {
            seen.Clear();
            keys.Clear();
            everything = false;
        }

        public void Add(ReadOnlySpan<byte> key)
        {
            if (!everything && key.Length > 0 && Belongs(key) && seen.Add(HashCode64.Of(key)))
            {
                Keep(Encoding.UTF8.GetString(key));
            }
        }

        /// <returns>What is to be stored: new keys, or <c>""</c> once there are too many.</returns>
        public List<string> Merge(Slot page)
        {
            if (everything)
            {
                return [];
            }

            var added = new List<string>();
            foreach (var key in page.keys)
            {
                if (!everything && seen.Add(HashCode64.Of(Encoding.UTF8.GetBytes(key))))
                {
                    Keep(key);
                    added.Add(key);
                }
            }

            everything |= page.everything;
            return everything ? [""] : added;
        }

        public void Restore(IEnumerable<string> stored)
        {
            foreach (var key in stored)
            {
                everything |= key.Length == 0;
                seen.Add(HashCode64.Of(Encoding.UTF8.GetBytes(key)));
                Keep(key);
            }
        }

        private void Keep(string key)
        {
            keys.Add(key);
            if (keys.Count > Most)
            {
                everything = true;
                keys.Clear();
                seen.Clear();
            }
        }

        private bool Belongs(ReadOnlySpan<byte> key)
        {
            foreach (var prefix in prefixes)
            {
                if (key.StartsWith(prefix))
                {
                    return true;
                }
            }

            return prefixes.Length == 0;
        }

        private static int Find(IReadOnlyList<string> fields, string name, string lookup)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                if (string.Equals(fields[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }

            throw new OperatorException($"Lookup {lookup} goes by {name}, which the mapping does not read.");
        }
    }
}
