using System.Globalization;
using DataMigrator.Staging;
using DataMigrator.Target;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Reconciliation;

/// <summary>What is known of the run before its calls are looked at: whether it was executed, who loads, which mapping each earlier run used.</summary>
internal sealed class RunFacts
{
    private readonly Dictionary<long, long?> jobs;
    private readonly Dictionary<long, string?> mappings;
    private readonly OrgUser user;
    private readonly string? mapping;

    private RunFacts(SqliteConnection reader, RunContext run, string userId)
    {
        Number = run.Number;
        user = new OrgUser(userId);
        Executed = reader.Scalar("SELECT executed FROM run WHERE number = ?1", run.Number) != 0;
        mappings = reader.Rows("SELECT number, mapping FROM run WHERE number <= ?1", run.Number, s => (s.Integer(0), s.String(1))).ToDictionary(r => r.Item1, r => r.Item2);
        mapping = mappings.GetValueOrDefault(run.Number);
        StagedFields = (IReadOnlyList<string>?)MappingStore.TargetFields(reader, run.Number) ?? [.. run.Mapping.TargetFields.Select(f => f.Name)];
        var skew = (long)run.Target.ClockSkew.TotalSeconds;
        jobs = reader.Rows("SELECT id, ended FROM job WHERE run = ?1", run.Number, s => (Id: s.Integer(0), Ended: Seconds(s.String(1), skew))).ToDictionary(j => j.Id, j => j.Ended);
    }

    public long Number { get; }

    /// <summary>The run wrote to the target; false for a dry run, also when it is reconciled later.</summary>
    public bool Executed { get; }

    /// <summary>Id of the user that loads, and reads now.</summary>
    public ReadOnlySpan<byte> User => user.Id;

    /// <summary>Fields of the payloads, in order: those of the recorded mapping.</summary>
    public IReadOnlyList<string> StagedFields { get; }

    public static async Task<RunFacts> ReadAsync(SqliteConnection reader, RunContext run, CancellationToken cancellationToken)
    {
        var session = await run.Target.LoginAsync(cancellationToken).ConfigureAwait(false);
        return new(reader, run, session.UserId);
    }

    public bool IsUser(ReadOnlySpan<byte> id) => user.Is(id);

    /// <summary>True if that job is one of this run's; <paramref name="ended"/>: when it ended by the org's clock, unix seconds, null if not known.</summary>
    public bool IsOurJob(long? job, out long? ended)
    {
        ended = null;
        return job is { } id && jobs.TryGetValue(id, out ended);
    }

    /// <summary>True if the run that created a call used another mapping than this one.</summary>
    public bool MadeByAnotherMapping(long? createdRun) =>
        createdRun is { } other && other != Number && mappings.TryGetValue(other, out var used) && !string.Equals(used, mapping, StringComparison.Ordinal);

    private static long? Seconds(string? instant, long skew) =>
        DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value.ToUnixTimeSeconds() + skew : null;
}
