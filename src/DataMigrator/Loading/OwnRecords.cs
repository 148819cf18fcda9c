using System.Globalization;
using Dapper;
using DataMigrator.Target;

namespace DataMigrator.Loading;

/// <summary>Tells a VoiceCall that a run's own sending created, though its answer got lost, from one that was there before or that somebody else made.</summary>
internal sealed class OwnRecords
{
    private readonly OrgUser user;
    private readonly long since;

    private OwnRecords(OrgUser user, long since) => (this.user, this.since) = (user, since);

    /// <param name="sender">run.number whose sendings count as own.</param>
    public static async Task<OwnRecords> OfAsync(RunContext run, long sender, CancellationToken cancellationToken)
    {
        var session = await run.Target.LoginAsync(cancellationToken).ConfigureAwait(false);
        using var staging = run.Staging.OpenReader();
        var started = await staging.ExecuteScalarAsync<string>("SELECT started FROM run WHERE number = @sender", new { sender }).ConfigureAwait(false);

        // On the org's clock, whole seconds as it stores them; one second of grace for the rounding of the Date header.
        var instant = DateTimeOffset.Parse(started!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + run.Target.ClockSkew;
        return new OwnRecords(new OrgUser(session.UserId), instant.ToUnixTimeSeconds() - 1);
    }

    /// <summary>Created by our user since the run began.</summary>
    public bool Has(in TargetRow row) => row.Created >= since && user.Is(row.CreatedById);

    /// <summary>When our user changed it last, unix seconds; null if somebody else was the last.</summary>
    public long? Stamp(in TargetRow row) => user.Is(row.LastModifiedById) ? row.LastModified : null;
}
