using Salesforce.Force;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading.Checking;

/// <summary>What will fire on every inserted VoiceCall. Bulk inserts run triggers, flows and validation rules as any other insert does.</summary>
internal sealed class AutomationChecks(ForceClient target)
{
    public Task<IReadOnlyList<CheckLine>> TriggersAsync(CancellationToken cancellationToken) => AskAsync(
        "Apex triggers on VoiceCall",
        "SELECT Name FROM ApexTrigger WHERE TableEnumOrId = 'VoiceCall' AND Status = 'Active'",
        row => row["Name"],
        "run on every 200 rows and share their limits; a failing one fails the whole chunk",
        "Give them a bypass (custom setting or permission) for the loading user.",
        tooling: true,
        cancellationToken);

    public Task<IReadOnlyList<CheckLine>> FlowsAsync(CancellationToken cancellationToken) => AskAsync(
        "Flows on VoiceCall",
        "SELECT ApiName, TriggerType FROM FlowDefinitionView WHERE IsActive = true AND TriggerObjectOrEventId = 'VoiceCall'",
        row => $"{row["ApiName"]} ({row["TriggerType"]})",
        "run for every migrated call: follow-up tasks, mails and routing may come of calls years old",
        "Deactivate them for the load, or let their entry conditions leave out calls with a Legacy_Task_Id__c.",
        tooling: false,
        cancellationToken);

    public Task<IReadOnlyList<CheckLine>> ValidationRulesAsync(CancellationToken cancellationToken) => AskAsync(
        "Validation rules on VoiceCall",
        "SELECT ValidationName, ErrorMessage FROM ValidationRule WHERE EntityDefinition.QualifiedApiName = 'VoiceCall' AND Active = true",
        row => $"{row["ValidationName"]} (\"{row["ErrorMessage"]}\")",
        "refuse rows (FIELD_CUSTOM_VALIDATION_EXCEPTION)",
        "Make them let the loading user pass, or see that the mapping satisfies them; a canary shows.",
        tooling: true,
        cancellationToken);

    /// <summary>UnifiedVoiceCall unites calls from VoiceCall and Task for reports (264.0); a migrated call is in both.</summary>
    public async Task<IReadOnlyList<CheckLine>> DoubleCountingAsync(CancellationToken cancellationToken)
    {
        var objects = await target.DescribeGlobalAsync(cancellationToken).ConfigureAwait(false);
        return objects.Any(o => o.Name == "UnifiedVoiceCall")
            ? [new CheckLine(CheckVerdict.Warning, "Reports", "UnifiedVoiceCall is on in this org: it counts Tasks and VoiceCalls together, so a migrated call counts twice.",
                "Leave one side out in such reports (VoiceCall with Legacy_Task_Id__c, or the Tasks of the migrated range).")]
            : [new CheckLine(CheckVerdict.Ok, "Reports", "No UnifiedVoiceCall. Reports that add up Tasks and VoiceCalls would count a migrated call twice: leave one side out.")];
    }

    private async Task<IReadOnlyList<CheckLine>> AskAsync(
        string subject, string soql, Func<QueryRow, string?> name, string effect, string whatToDo, bool tooling, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            var rows = tooling ? target.ToolingQueryAsync(soql, cancellationToken) : target.QueryAsync(soql, all: false, cancellationToken);
            await foreach (var row in rows.ConfigureAwait(false))
            {
                names.Add(name(row) ?? "?");
            }
        }
        catch (ForceException error) when (tooling && error.ErrorCode is "INVALID_TYPE" or "NOT_FOUND")
        {
            // Some users have the object in REST and not in the Tooling API.
            await foreach (var row in target.QueryAsync(soql, all: false, cancellationToken).ConfigureAwait(false))
            {
                names.Add(name(row) ?? "?");
            }
        }

        return names.Count == 0
            ? [new CheckLine(CheckVerdict.Ok, subject, "None is active.")]
            : [new CheckLine(CheckVerdict.Warning, subject, $"{string.Join(", ", names)} {effect}.", whatToDo)];
    }
}
