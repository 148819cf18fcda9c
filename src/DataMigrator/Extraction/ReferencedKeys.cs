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
        using var insert = scope.Prepare("INSERT OR IGNORE INTO reference (run, name, key) VALUES (?1, ?2, ?3)").Integer(1, run);
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i].Merge(page.slots[i], insert.Text(2, slots[i].Name));
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

    /// <summary>Keys of one lookup: of a page, or of the run. The run knows hashes only; their texts are in the staging file.</summary>
    private sealed class Slot
    {
        private readonly byte[][] prefixes;
        private readonly HashSet<long> seen = [];
        private readonly List<(long Hash, int End)> found = [];
        private byte[] texts = new byte[1024];
        private bool everything;

        /// <summary>The run needs no single keys any more: a page's buffers stop collecting them.</summary>
        private bool settled;

        public Slot(LookupSpec lookup, IReadOnlyList<string> fields)
        {
            Name = lookup.Name;
            Columns = [.. lookup.ReferencedBy.Select(name => Find(fields, name, lookup.Name))];
            prefixes = [.. lookup.KeyPrefixes.Select(Encoding.UTF8.GetBytes)];
        }

        public string Name { get; }

        public int[] Columns { get; }

        private int Used => found.Count == 0 ? 0 : found[^1].End;

        public void Clear()
        {
            seen.Clear();
            found.Clear();
            everything = false;
        }

        public void Add(ReadOnlySpan<byte> key)
        {
            if (everything || settled || key.Length == 0 || !Belongs(key))
            {
                return;
            }

            var hash = HashCode64.Of(key);
            if (!seen.Add(hash))
            {
                return;
            }

            var start = Used;
            if (start + key.Length > texts.Length)
            {
                Array.Resize(ref texts, Math.Max(texts.Length * 2, start + key.Length));
            }

            key.CopyTo(texts.AsSpan(start));
            found.Add((hash, start + key.Length));
            Bound();
        }

        /// <summary>Takes over what is new, and stores it: keys, or <c>""</c> once there are too many.</summary>
        public void Merge(Slot page, Statement insert)
        {
            if (everything)
            {
                page.settled = true;
                return;
            }

            var start = 0;
            foreach (var (hash, end) in page.found)
            {
                if (seen.Add(hash))
                {
                    insert.Text(3, page.texts.AsSpan(start..end)).Execute();
                    if (Bound())
                    {
                        break;
                    }
                }

                start = end;
            }

            if (everything |= page.everything)
            {
                insert.Text(3, default(ReadOnlySpan<byte>)).Execute();
            }
        }

        public void Restore(IEnumerable<string> stored)
        {
            foreach (var key in stored)
            {
                everything |= key.Length == 0;
                seen.Add(HashCode64.Of(Encoding.UTF8.GetBytes(key)));
                Bound();
            }
        }

        /// <returns>True if there are more keys than are worth asking for one by one.</returns>
        private bool Bound()
        {
            if (seen.Count <= Most)
            {
                return false;
            }

            everything = true;
            seen.Clear();
            found.Clear();
            return true;
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
