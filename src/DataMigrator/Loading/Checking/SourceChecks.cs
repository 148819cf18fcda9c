using System.Globalization;
using DataMigrator.Mapping;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>The source: readable fields, all rows in sight, owners.</summary>
internal sealed class SourceChecks(CheckRequest request)
{
    public static IEnumerable<CheckLine> Fields(SObjectDescribe source, ICompiledMapping? mapping)
    {
        yield return source.Queryable
            ? new CheckLine(CheckVerdict.Ok, $"Source {source.Name}", "Readable.")
            : new CheckLine(CheckVerdict.Error, $"Source {source.Name}", "This user can't query it.", "Grant read access.");
        foreach (var name in (mapping?.SourceFields ?? []).Where(f => !f.Contains('.', StringComparison.Ordinal) && source.Field(f) is null))
        {
            yield return new CheckLine(CheckVerdict.Error, $"Source {name}", $"{source.Name} has no field {name}, or this user can't see it; the mapping reads it.",
                "Grant the field, or take it out of the mapping.");
        }
    }

    /// <summary>A user without View All Data sees his own Tasks and believes that they are all.</summary>
    public async Task<IReadOnlyList<CheckLine>> VisibilityAsync(CancellationToken cancellationToken)
    {
        var sees = await PermissionChecks.HasAsync(request.Source, "PermissionsViewAllData", cancellationToken).ConfigureAwait(false);
        return sees
            ? [new CheckLine(CheckVerdict.Ok, "Visibility in the source", "View All Data: this user sees every Task, whoever owns it.")]
            : [new CheckLine(CheckVerdict.Warning, "Visibility in the source", "This user has no View All Data: Tasks that sharing hides from him would be missing, and no count would tell.",
                "Grant View All Data to the user that reads.")];
    }

    /// <summary>A record can't be given to an inactive user (INACTIVE_OWNER_OR_USER), unless the org lets this user do so ("Set Audit Fields … Inactive Owners").</summary>
    public async Task<IReadOnlyList<CheckLine>> InactiveOwnersAsync(CancellationToken cancellationToken)
    {
        var inactive = await request.Target.CountAsync("SELECT COUNT() FROM User WHERE IsActive = false", all: false, cancellationToken).ConfigureAwait(false);
        var looksAtIt = request.Mapping?.Lookups.Any(lookup => lookup.Object == "User" && lookup.ValueFields.Contains("IsActive", StringComparer.OrdinalIgnoreCase)) ?? false;
        return inactive == 0 ? [new CheckLine(CheckVerdict.Ok, "Inactive owners", "All users of the target are active.")]
            : looksAtIt ? [new CheckLine(CheckVerdict.Ok, "Inactive owners", string.Create(CultureInfo.InvariantCulture,
                $"{inactive} users of the target are inactive; the mapping looks whether an owner is active and gives such calls to its ownerWhenInactive, or leaves them to the user who loads."))]
            : [new CheckLine(CheckVerdict.Warning, "Inactive owners", string.Create(CultureInfo.InvariantCulture,
                $"{inactive} users of the target are inactive; a call owned by one is refused (INACTIVE_OWNER_OR_USER)."),
                "Let the mapping give such calls to a queue or a fallback user and keep the agent in UserId, or switch on 'Update Records with Inactive Owners'.")];
    }
}
