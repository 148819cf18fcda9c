using Salesforce.Force;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>
/// May we, before anything is written: both orgs, permissions, fields, automation, quotas. Reads only; what this user may not read is said so, not guessed.
/// </summary>
internal sealed class Check(CheckRequest request)
{
    /// <summary>VoiceCall takes create, upsert and delete in the Object Reference of 254.0, and not yet in that of 246.0.</summary>
    private const double OldestApi = 63.0;

    private readonly List<CheckLine> lines = [];

    public async Task<CheckReport> RunAsync(CancellationToken cancellationToken)
    {
        var sourceOrg = await LoginAsync("Source", request.Source, cancellationToken).ConfigureAwait(false);
        var targetOrg = await LoginAsync("Target", request.Target, cancellationToken).ConfigureAwait(false);
        if (sourceOrg is null || targetOrg is null)
        {
            return new CheckReport(lines);
        }

        var sameOrg = string.Equals(sourceOrg[..15], targetOrg[..15], StringComparison.Ordinal);
        lines.Add(sameOrg
            ? new CheckLine(CheckVerdict.Ok, "Orgs", "Source and target are the same org: ids of users, contacts and accounts mean the same in both.")
            : new CheckLine(CheckVerdict.Warning, "Orgs", "Source and target are different orgs: OwnerId, RelatedRecordId, UserId and ActivityId of the source mean nothing in the target.",
                "Let the mapping translate them through lookups (by e-mail, external id), and leave ActivityId empty."));
        await AddAsync("API version", VersionAsync, cancellationToken).ConfigureAwait(false);
        await AddAsync("Target org", KindOfOrgAsync, cancellationToken).ConfigureAwait(false);

        var source = request.SourceDescribe ?? await DescribeAsync(request.Source, "Source", request.Mapping?.SourceObject ?? "Task", cancellationToken).ConfigureAwait(false);
        var target = request.TargetDescribe ?? await DescribeAsync(request.Target, "Target", "VoiceCall", cancellationToken).ConfigureAwait(false);
        if (source is not null)
        {
            lines.AddRange(SourceChecks.Fields(source, request.Mapping));
        }

        if (target is not null)
        {
            lines.AddRange(TargetObjectChecks.Of(target, request));
            lines.AddRange(FieldChecks.Of(target, request));
        }

        await AddAsync("Permissions in the target", new PermissionChecks(request).RunAsync, cancellationToken).ConfigureAwait(false);
        await AddAsync("Visibility in the source", new SourceChecks(request).VisibilityAsync, cancellationToken).ConfigureAwait(false);
        await AddAsync("Inactive owners", new SourceChecks(request).InactiveOwnersAsync, cancellationToken).ConfigureAwait(false);
        var automation = new AutomationChecks(request.Target);
        await AddAsync("Apex triggers on VoiceCall", automation.TriggersAsync, cancellationToken).ConfigureAwait(false);
        await AddAsync("Flows on VoiceCall", automation.FlowsAsync, cancellationToken).ConfigureAwait(false);
        await AddAsync("Validation rules on VoiceCall", automation.ValidationRulesAsync, cancellationToken).ConfigureAwait(false);
        await AddAsync("Reports", automation.DoubleCountingAsync, cancellationToken).ConfigureAwait(false);
        await AddAsync("Quotas", new QuotaChecks(request).RunAsync, cancellationToken).ConfigureAwait(false);
        return new CheckReport(lines);
    }

    private async Task<string?> LoginAsync(string name, ForceClient client, CancellationToken cancellationToken)
    {
        try
        {
            var session = await client.LoginAsync(cancellationToken).ConfigureAwait(false);
            lines.Add(new CheckLine(CheckVerdict.Ok, $"{name} login", $"{session.Username ?? session.UserId} at {session.InstanceUrl.Host}, org {session.OrganizationId}."));
            return session.OrganizationId;
        }
        catch (ForceException error)
        {
            lines.Add(new CheckLine(CheckVerdict.Error, $"{name} login", error.Message, error.ErrorCode == ForceErrorCodes.Network
                ? $"Mend {name}:InstanceUrl, or the way there, then check again."
                : $"Mend the {name}:Auth settings or the org's app, then check again."));
            return null;
        }
    }

    private async Task<SObjectDescribe?> DescribeAsync(ForceClient client, string name, string sobject, CancellationToken cancellationToken)
    {
        try
        {
            return await client.DescribeAsync(sobject, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error)
        {
            lines.Add(new CheckLine(
                CheckVerdict.Error, $"{name} {sobject}", $"{sobject} is hidden from this user or does not exist ({error.ErrorCode}).",
                sobject == "VoiceCall"
                    ? "Switch on Salesforce Voice (or Sales Dialer) and give the user a Voice permission set, such as Contact Center Admin (Object Reference, VoiceCall)."
                    : "Give the user read access to the object."));
            return null;
        }
    }

    /// <summary>What the org refuses to tell is a line, not an end.</summary>
    private async Task AddAsync(string subject, Func<CancellationToken, Task<IReadOnlyList<CheckLine>>> check, CancellationToken cancellationToken)
    {
        try
        {
            lines.AddRange(await check(cancellationToken).ConfigureAwait(false));
        }
        catch (ForceException error) when (error is not ForceQuotaException)
        {
            lines.Add(new CheckLine(
                CheckVerdict.Warning, subject, $"Could not be read by this user ({error.ErrorCode}).", "Have an administrator look, or give the user 'View Setup and Configuration'."));
        }
    }

    private async Task<IReadOnlyList<CheckLine>> VersionAsync(CancellationToken cancellationToken)
    {
        var versions = await request.Target.VersionsAsync(cancellationToken).ConfigureAwait(false);
        var used = request.Target.ApiVersion;
        if (OpenOrgs.VersionProblem(request.Target, versions, ReferenceEquals(request.Source, request.Target) ? "Source" : "Target") is { } problem)
        {
            return [new CheckLine(CheckVerdict.Error, "API version", problem.Meaning, problem.WhatToDo)];
        }

        // The describe has the last word on what this version can create.
        return double.TryParse(used, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= OldestApi
            ? [new CheckLine(CheckVerdict.Ok, "API version", $"{used}; the org offers up to {versions[^1]}.")]
            : [new CheckLine(CheckVerdict.Warning, "API version", $"{used} is set; by its reference VoiceCall can be created through the API from 63.0 on.", $"Set Target:ApiVersion to {versions[^1]}, the newest that the org offers.")];
    }

    private async Task<IReadOnlyList<CheckLine>> KindOfOrgAsync(CancellationToken cancellationToken)
    {
        await foreach (var org in request.Target.QueryAsync("SELECT Name, IsSandbox, OrganizationType FROM Organization", all: false, cancellationToken).ConfigureAwait(false))
        {
            return string.Equals(org["IsSandbox"], "true", StringComparison.OrdinalIgnoreCase)
                ? [new CheckLine(CheckVerdict.Ok, "Target org", $"{org["Name"]} is a sandbox.")]
                : [new CheckLine(CheckVerdict.Warning, "Target org", $"{org["Name"]} ({org["OrganizationType"]}) is not a sandbox: a wrong VoiceCall can only be deleted.",
                    "Run in a sandbox first, then a canary here: run --execute --limit 10.")];
        }

        return [];
    }
}
