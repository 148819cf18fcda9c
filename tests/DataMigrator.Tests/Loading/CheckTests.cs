using DataMigrator.Loading.Checking;
using DataMigrator.Mapping;

namespace DataMigrator.Tests.Loading;

internal sealed class CheckTests
{
    private LoadingOrg org = null!;

    [SetUp]
    public async Task StartAsync() => org = await LoadingOrg.StartAsync();

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task An_org_that_is_ready_passes_with_a_line_for_everything_looked_at()
    {
        var report = await CheckAsync(new FixedMapping());

        Assert.That(report.Lines.Where(l => l.Verdict == CheckVerdict.Error), Is.Empty);
        Assert.That(report.Passed, Is.True);
        Assert.That(report.Lines.Select(l => l.Subject), Is.SupersetOf(new[]
        {
            "Source login", "Target login", "API version", "VoiceCall", "Legacy_Task_Id__c", "Required fields", "CallType", "PreviousCallId", "Data storage", "Reports", "Audit fields",
            "Validation rules on VoiceCall", "Flows on VoiceCall", "Apex triggers on VoiceCall",
        }));
        Assert.That(org.Emulator.Requests.Where(r => !r.Path.Contains("oauth2", StringComparison.Ordinal)).Select(r => r.Method), Is.All.EqualTo("GET"), "check only reads");
    }

    [Test]
    public async Task A_mapping_that_leaves_out_a_required_field_or_fills_a_missing_one_is_an_error_with_what_to_do()
    {
        var mapping = new FixedMapping
        {
            TargetFields = [.. FixedMapping.Fields.Where(f => f.Name != "ToPhoneNumber"), new TargetField("Nowhere__c", "string", 10, true, true), new TargetField("AgentSentiment__c", "string", 10, true, true)],
        };

        var report = await CheckAsync(mapping);

        Assert.That(report.Passed, Is.False);
        var errors = report.Lines.Where(l => l.Verdict == CheckVerdict.Error).ToList();
        Assert.That(errors.Select(l => l.Subject), Is.EquivalentTo(new[] { "Nowhere__c", "AgentSentiment__c", "Required fields" }));
        Assert.That(errors.Select(l => l.WhatToDo), Is.All.Not.Empty);
        Assert.That(errors.Single(l => l.Subject == "Required fields").Meaning, Does.Contain("ToPhoneNumber"));
    }

    [Test]
    public async Task An_active_validation_rule_is_named()
    {
        var rules = new List<string>();
        await foreach (var row in org.Client.ToolingQueryAsync("SELECT ValidationName, Active FROM ValidationRule WHERE EntityDefinition.QualifiedApiName = 'VoiceCall'", CancellationToken.None))
        {
            rules.Add(row["ValidationName"]!);
        }

        Assert.That(rules, Is.Not.Empty);
        org.Emulator.SetValidationRule(rules[0], active: true);

        var report = await CheckAsync(new FixedMapping());

        var line = report.Lines.Single(l => l.Subject == "Validation rules on VoiceCall");
        Assert.That(line.Verdict, Is.EqualTo(CheckVerdict.Warning));
        Assert.That(line.Meaning, Does.Contain(rules[0]));
    }

    [Test]
    public async Task What_may_not_be_read_is_said_so_and_ends_nothing()
    {
        org.Emulator.AddFault(new SalesforceEmulator.Faults.FaultRule
        {
            Action = SalesforceEmulator.Faults.FaultAction.Status, Path = "tooling", Status = 403, ErrorCode = "INSUFFICIENT_ACCESS", Message = "insufficient access",
        });

        var report = await CheckAsync(new FixedMapping());

        var line = report.Lines.Single(l => l.Subject == "Validation rules on VoiceCall");
        Assert.That(line.Verdict, Is.EqualTo(CheckVerdict.Warning));
        Assert.That(line.Meaning, Does.StartWith("Could not be read"));
        Assert.That(report.Lines.Select(l => l.Subject), Does.Contain("Data storage"));
    }

    [Test]
    public async Task A_storage_that_is_too_small_is_an_error()
    {
        var report = await new Check(new CheckRequest(org.Client, org.Client, new FixedMapping(), org.Settings, 2_000_000_000)).RunAsync(CancellationToken.None);

        // 2 KB each: 3,906,250 MB.
        var line = report.Lines.Single(l => l.Subject == "Data storage");
        Assert.That(line.Verdict, Is.EqualTo(CheckVerdict.Error));
        Assert.That(line.Meaning, Does.StartWith("About 3,906,250 needed"));
    }

    [Test]
    public async Task A_refused_login_is_the_last_line()
    {
        using var stranger = new Salesforce.Force.ForceClient(new Salesforce.Force.ForceClientOptions
        {
            Authenticator = new Salesforce.Force.Authentication.ClientCredentials(org.Emulator.Url, "nobody", "wrong"),
        });

        var report = await new Check(new CheckRequest(org.Client, stranger, new FixedMapping(), org.Settings, 1)).RunAsync(CancellationToken.None);

        Assert.That(report.Lines[^1].Subject, Is.EqualTo("Target login"));
        Assert.That(report.Lines[^1].Verdict, Is.EqualTo(CheckVerdict.Error));
    }

    private Task<CheckReport> CheckAsync(ICompiledMapping mapping) =>
        new Check(new CheckRequest(org.Client, org.Client, mapping, org.Settings, 100_000)).RunAsync(CancellationToken.None);
}
