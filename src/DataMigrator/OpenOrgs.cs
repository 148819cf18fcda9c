using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;
using Salesforce.Force;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator;

/// <summary>Both orgs, logged in, with their describes.</summary>
internal sealed record OpenOrgs(
    ForceClient Source, ForceClient Target, string SourceId, string TargetId, SObjectDescribe SourceDescribe, SObjectDescribe TargetDescribe, LookupDescribes LookupDescribes)
{
    /// <summary>Null if the org offers the version that is set.</summary>
    /// <param name="offered">Oldest first.</param>
    /// <param name="section">Of the settings.</param>
    public static (string Meaning, string WhatToDo)? VersionProblem(ForceClient org, IReadOnlyList<string> offered, string section) =>
        offered.Count == 0 || offered.Contains(org.ApiVersion, StringComparer.Ordinal)
            ? null
            : ($"The org does not offer {org.ApiVersion}, only {offered[0]} to {offered[^1]}.", $"Set {section}:ApiVersion to {offered[^1]}.");
}

/// <summary>Logs in to both orgs and reads what they have.</summary>
internal sealed class OrgPair(Func<CancellationToken, Task<ForceClient>> source, Func<CancellationToken, Task<ForceClient>> target)
{
    /// <exception cref="OperatorException">An org can't be reached, or hides Task or VoiceCall.</exception>
    public async Task<OpenOrgs> OpenAsync(MappingFile mapping, CancellationToken cancellationToken)
    {
        var from = await source(cancellationToken).ConfigureAwait(false);
        var to = await target(cancellationToken).ConfigureAwait(false);
        var fromSession = await from.LoginAsync(cancellationToken).ConfigureAwait(false);
        var toSession = ReferenceEquals(from, to) ? fromSession : await to.LoginAsync(cancellationToken).ConfigureAwait(false);
        var tasks = await DescribeAsync(from, mapping.SourceObject, "source", "Give the user read access to activities.", cancellationToken).ConfigureAwait(false);
        var calls = await DescribeAsync(to, mapping.TargetObject, "target", "Salesforce Voice must be on, and the user needs a Contact Center permission set.", cancellationToken).ConfigureAwait(false);
        var lookups = new Dictionary<LookupObject, SObjectDescribe?>();
        foreach (var lookup in mapping.LookupObjects)
        {
            lookups[lookup] = lookup == new LookupObject(LookupOrg.Target, calls.Name)
                ? calls
                : await LookupAsync(lookup.Org == LookupOrg.Target ? to : from, lookup.Name, cancellationToken).ConfigureAwait(false);
        }

        return new OpenOrgs(from, to, fromSession.OrganizationId, toSession.OrganizationId, tasks, calls, new LookupDescribes(lookups));
    }

    /// <summary>Null if this user may not see the object, or there is none.</summary>
    private static async Task<SObjectDescribe?> LookupAsync(ForceClient org, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await org.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException exception) when (exception.ErrorCode is "NOT_FOUND" or "INVALID_TYPE" or "INSUFFICIENT_ACCESS")
        {
            return null;
        }
    }

    private static async Task<SObjectDescribe> DescribeAsync(ForceClient org, string name, string role, string remedy, CancellationToken cancellationToken)
    {
        try
        {
            return await org.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException exception) when (exception.ErrorCode == "NOT_FOUND")
        {
            // Of a version that the org does not have, everything is not found.
            throw new OperatorException(
                await VersionProblemAsync(org, role, cancellationToken).ConfigureAwait(false) is var (meaning, whatToDo)
                    ? $"API version of the {role}: {meaning} {whatToDo}"
                    : $"The {role} org has no object {name} that this user may see. {remedy}",
                exception);
        }
    }

    private static async Task<(string Meaning, string WhatToDo)?> VersionProblemAsync(ForceClient org, string role, CancellationToken cancellationToken)
    {
        try
        {
            return OpenOrgs.VersionProblem(org, await org.VersionsAsync(cancellationToken).ConfigureAwait(false), role == "source" ? "Source" : "Target");
        }
        catch (ForceException)
        {
            return null; // What is known is said anyway: the object was not found.
        }
    }
}
