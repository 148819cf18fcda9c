using Salesforce.Force;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>System permissions of the loading user.</summary>
internal sealed class PermissionChecks(CheckRequest request)
{
    public async Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) =>
        await HasAsync(request.Target, "PermissionsModifyAllData", cancellationToken).ConfigureAwait(false)
            ? [new CheckLine(CheckVerdict.Ok, "Modify All Data", "Held: this user can take back what it loads.")]
            : [new CheckLine(CheckVerdict.Warning, "Modify All Data", "Not held: rollback and replace can't delete VoiceCalls.", "Grant it for the time of the migration.")];

    /// <summary>UserPermissionAccess tells a user of his own permissions (API 41.0); orgs that hide it still show the permission sets, the profile's own among them.</summary>
    public static async Task<bool> HasAsync(ForceClient client, string permission, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var row in client.QueryAsync($"SELECT {permission} FROM UserPermissionAccess", all: false, cancellationToken).ConfigureAwait(false))
            {
                return string.Equals(row[permission], "true", StringComparison.OrdinalIgnoreCase);
            }
        }
        catch (ForceException error) when (error.ErrorCode is "INVALID_TYPE" or "INVALID_FIELD")
        {
            // Asked another way below.
        }

        var session = await client.LoginAsync(cancellationToken).ConfigureAwait(false);
        return await client.CountAsync(
            $"SELECT COUNT() FROM PermissionSetAssignment WHERE AssigneeId = {SoqlLiteral.String(session.UserId)} AND PermissionSet.{permission} = true",
            all: false,
            cancellationToken).ConfigureAwait(false) > 0;
    }
}
