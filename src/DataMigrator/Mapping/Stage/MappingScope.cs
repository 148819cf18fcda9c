using Dapper;
using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>
/// Which chunks this run maps, and by what: those that it extracted, never another run's, which may be of another org or range.
/// </summary>
/// <param name="State">chunk.mapped: mapping version and content of the lookups. Another state maps the same chunk again.</param>
internal sealed record MappingScope(long Run, string State, StagedLookups Lookups, ICompiledMapping Mapping) : IDisposable
{
    private const string Chosen = "FROM chunk c WHERE c.run = @Run";

    /// <summary>A chunk that was purged or superseded is empty: its rows still count in the run that read them, but can't be mapped again.</summary>
    private const string ToMap = Chosen + " AND c.mapped IS NOT @State AND LENGTH(c.data) > 0";

    private long? total;

    public static async Task<MappingScope> OfAsync(RunContext run, CancellationToken cancellationToken)
    {
        using (var reader = run.Staging.OpenReader())
        using (var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false))
        {
            MappingStore.Begin(scope, run.Mapping, run.Number, reader);
            scope.Commit();
        }

        var lookups = StagedLookups.Load(run.Staging, run.Mapping.Lookups);
        var state = FormattableString.Invariant($"{run.Mapping.Version}/{lookups.ContentHash:x16}");
        return new MappingScope(run.Number, state, lookups, run.Mapping);
    }

    /// <summary>The run's columns; null if there is nothing to map.</summary>
    public ChunkSource? Source(StagingDatabase staging)
    {
        using var reader = staging.OpenReader();
        return reader.ExecuteScalar<long>($"SELECT EXISTS (SELECT 1 {ToMap})", this) == 0 ? null : new ChunkSource(MappingStore.SourceFields(reader, Run) ?? Mapping.SourceFields, Lookups);
    }

    /// <summary>Ids of the chunks that are to be mapped, ascending, after <paramref name="after"/>.</summary>
    public IReadOnlyList<long> Chunks(Microsoft.Data.Sqlite.SqliteConnection reader, long after, int atMost) => reader.Query<long>(
        $"SELECT c.id {ToMap} AND c.id > @after ORDER BY c.id LIMIT @atMost",
        new { Run, State, after, atMost }).AsList();

    public void Dispose() => Lookups.Dispose();

    /// <summary>True if this run's calls have been linked in this state already.</summary>
    public bool IsLinked(StagingDatabase staging)
    {
        using var reader = staging.OpenReader();
        return string.Equals(reader.ExecuteScalar<string?>("SELECT linked FROM run WHERE number = @Run", new { Run }), State, StringComparison.Ordinal);
    }

    /// <summary>Rows of all chosen chunks, mapped or not; asked once, for progress.</summary>
    public long Total(StagingDatabase staging)
    {
        if (total is null)
        {
            using var reader = staging.OpenReader();
            total = Sum(reader).Rows;
        }

        return total.Value;
    }

    /// <summary>Rows read, rows read twice, rows not mapped by this state.</summary>
    public ChunkSums Sum(Microsoft.Data.Sqlite.SqliteConnection reader) => reader.QueryFirst<ChunkSums>(
        $"SELECT COALESCE(SUM(c.rows), 0) AS Rows, COALESCE(SUM(c.repeated), 0) AS Repeated, COALESCE(SUM(CASE WHEN c.mapped IS @State OR LENGTH(c.data) = 0 THEN 0 ELSE c.rows END), 0) AS Unmapped {Chosen}",
        this);
}

/// <summary>How chunks are read.</summary>
internal sealed record ChunkSource(IReadOnlyList<string> Fields, StagedLookups Lookups);

/// <summary>Sums over the chosen chunks.</summary>
internal sealed class ChunkSums
{
    public long Rows { get; init; }

    public long Repeated { get; init; }

    public long Unmapped { get; init; }
}

/// <summary>Hands out chunk ids to the mapping threads, each once, oldest first.</summary>
internal sealed class ChunkQueue(StagingDatabase staging, MappingScope scope) : IDisposable
{
    private const int AtOnce = 1000;

    private readonly Lock gate = new();
    private readonly Microsoft.Data.Sqlite.SqliteConnection reader = staging.OpenReader();
    private readonly Queue<long> waiting = new();
    private long last;

    /// <summary>Null if there is none left now.</summary>
    public long? Next()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                foreach (var id in scope.Chunks(reader, last, AtOnce))
                {
                    waiting.Enqueue(id);
                    last = id;
                }
            }

            return waiting.TryDequeue(out var next) ? next : null;
        }
    }

    public void Dispose() => reader.Dispose();
}
