using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Mapping;

/// <summary>One lookup by a query per key; a connection per thread. SQLite's own cache keeps what is asked for often.</summary>
internal sealed class DiskLookup(StagingDatabase staging, string name, int fields) : IDisposable
{
    private readonly ThreadLocal<Query> queries = new(() => new Query(staging.OpenReader(), name, fields), trackAllValues: true);

    public bool TryGet(ReadOnlySpan<byte> key, out LookupRow row)
    {
        if (key.Length == 15 && SalesforceId.TryParse(key, out var id))
        {
            Span<byte> full = stackalloc byte[SalesforceId.Length];
            id.TryFormat(full, out _);
            return queries.Value!.TryGet(full, out row);
        }

        return queries.Value!.TryGet(key, out row);
    }

    public void Dispose()
    {
        foreach (var query in queries.Values)
        {
            query.Dispose();
        }

        queries.Dispose();
    }

    private sealed class Query : IDisposable
    {
        /// <summary>Rows that one mapping of a Task may hold on to at once.</summary>
        private const int Held = 16;

        private readonly SqliteConnection connection;
        private readonly Statement find;
        private readonly PayloadValues values = new();
        private readonly (byte[] Bytes, int[] Ends)[] rows;
        private int next;

        public Query(SqliteConnection connection, string name, int fields)
        {
            this.connection = connection;
            find = new Statement(connection, "SELECT value FROM lookup WHERE name = ?1 AND key = ?2").Text(1, name);
            rows = [.. Enumerable.Range(0, Held).Select(_ => (new byte[512], new int[fields]))];
        }

        public bool TryGet(scoped ReadOnlySpan<byte> key, out LookupRow row)
        {
            if (!find.Text(2, key).Step())
            {
                find.Reset();
                row = default;
                return false;
            }

            Payload.Read(find.Text(0), values);
            find.Reset();
            row = Pack();
            return true;
        }

        public void Dispose()
        {
            find.Dispose();
            connection.Dispose();
        }

        private LookupRow Pack()
        {
            next = (next + 1) % Held;
            var (bytes, ends) = rows[next];
            var used = 0;
            for (var i = 0; i < ends.Length; i++)
            {
                var value = i < values.Count ? values[i] : default;
                if (used + value.Length > bytes.Length)
                {
                    Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + value.Length));
                    rows[next].Bytes = bytes;
                }

                value.CopyTo(bytes.AsSpan(used));
                ends[i] = used += value.Length;
            }

            return new LookupRow(bytes.AsSpan(0, used), ends);
        }
    }
}
