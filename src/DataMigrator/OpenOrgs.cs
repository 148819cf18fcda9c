using Salesforce.Force;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator;

/// <summary>Both orgs, logged in, with their describes.</summary>
internal sealed record OpenOrgs(ForceClient Source, ForceClient Target, string SourceId, string TargetId, SObjectDescribe SourceDescribe, SObjectDescribe TargetDescribe);

/// <summary>Logs in to both orgs and reads what they have.</summary>
internal sealed class OrgPair(Func<CancellationToken, Task<ForceClient>> source, Func<CancellationToken, Task<ForceClient>> target)
{
    /// <exception cref="OperatorException">An org can't be reached, or hides Task or VoiceCall.</exception>
    public async Task<OpenOrgs> OpenAsync(string sourceObject, string targetObject, CancellationToken cancellationToken)
    {
        var from = await source(cancellationToken).ConfigureAwait(false);
        var to = await target(cancellationToken).ConfigureAwait(false);
        var fromSession = await from.LoginAsync(cancellationToken).ConfigureAwait(false);
        var toSession = ReferenceEquals(from, to) ? fromSession : await to.LoginAsync(cancellationToken).ConfigureAwait(false);
        var tasks = await DescribeAsync(from, sourceObject, "source", "Give the user read access to activities.", cancellationToken).ConfigureAwait(false);
        var calls = await DescribeAsync(to, targetObject, "target", "Salesforce Voice must be on, and the user needs a Contact Center permission set.", cancellationToken).ConfigureAwait(false);
        return new OpenOrgs(from, to, fromSession.OrganizationId, toSession.OrganizationId, tasks, calls);
    }

    private static async Task<SObjectDescribe> DescribeAsync(ForceClient org, string name, string role, string remedy, CancellationToken cancellationToken)
    {
        try
        {
            return await org.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException exception) when (exception.ErrorCode == "NOT_FOUND")
        {
            throw new OperatorException($"The {role} org has no object {name} that this user may see. {remedy}", exception);
        }
    }
}
