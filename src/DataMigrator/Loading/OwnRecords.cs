using System.Globalization;
using System.Text;
using Dapper;
using DataMigrator.Target;

namespace DataMigrator.Loading;

/// <summary>Tells a VoiceCall that a run's own sending created, though its answer got lost, from one that was there before or that somebody else made.</summary>
internal sealed class OwnRecords
{
    private readonly byte[] user;
    private readonly long since;

    private OwnRecords(string user, long since) => (this.user, this.since) = (Encoding.ASCII.GetBytes(user), since);

    /// <param name="sender">run.number whose sendings count as own.</param>
    public static async Task<OwnRecords> OfAsync(RunContext run, long sender, CancellationToken cancellationToken)
    {
        var session = await run.Target.LoginAsync(cancellationToken).ConfigureAwait(false);
        using var staging = run.Staging.OpenReader();
        var started = await staging.ExecuteScalarAsync<string>("SELECT started FROM run WHERE number = @sender", new { sender }).ConfigureAwait(false);

        // On the org's clock, whole seconds as it stores them; one second of grace for the rounding of the Date header.
        var instant = DateTimeOffset.Parse(started!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + run.Target.ClockSkew;
        return new OwnRecords(session.UserId, instant.ToUnixTimeSeconds() - 1);
    }

    /// <summary>Created by our user since the run began.</summary>
    public bool Has(in TargetRow row) => row.Created >= since && IsUser(row.CreatedById);

    /// <summary>When our user changed it last, unix seconds; null if somebody else was the last.</summary>
    public long? Stamp(in TargetRow row) => IsUser(row.LastModifiedById) ? row.LastModified : null;

    private bool IsUser(ReadOnlySpan<byte> id) => id.Length >= 15 && user.Length >= 15 && id[..15].SequenceEqual(user.AsSpan(0, 15));
}
