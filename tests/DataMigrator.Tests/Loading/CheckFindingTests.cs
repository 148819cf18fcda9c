using DataMigrator.Loading.Checking;
using Salesforce.Force;
using Salesforce.Force.Authentication;
using Salesforce.Force.Rest;
using SalesforceEmulator.Faults;

namespace DataMigrator.Tests.Loading;

/// <summary>Each thing that can be wrong with an org is found, is as bad as it is, and comes with what to do.</summary>
internal sealed class CheckFindingTests
{
    private LoadingOrg org = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => org = await LoadingOrg.StartAsync(tasks: 30);

    [OneTimeTearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [TearDown]
    public void ClearFaults() => org.Emulator.ClearFaults();

    private static IEnumerable<TestCaseData> Describes()
    {
        const string Key = "Legacy_Task_Id__c";
        yield return Case("no external id", d => d with { Fields = [.. d.Fields.Where(f => f.Name != Key)] }, Key, CheckVerdict.Error, "VoiceCall has no field", "sf project deploy start");
        yield return Case("not unique", d => With(d, Key, f => f with { Unique = false }), Key, CheckVerdict.Error, "is not unique", "sf project deploy start");
        yield return Case("no external id flag", d => With(d, Key, f => f with { ExternalId = false }), Key, CheckVerdict.Error, "is no external id", "scripts/salesforce");
        yield return Case("too short", d => With(d, Key, f => f with { Length = 15 }), Key, CheckVerdict.Error, "at least 18", "scripts/salesforce");
        yield return Case("key can't be set", d => With(d, Key, f => f with { Createable = false }), Key, CheckVerdict.Error, "can't be set by this user", "scripts/salesforce");
        yield return Case("no create", d => d with { Createable = false }, "VoiceCall", CheckVerdict.Error, "can't create", "Contact Center");
        yield return Case("no update", d => d with { Updateable = false }, "VoiceCall", CheckVerdict.Warning, "can't update", "Grant Edit");
        yield return Case("no delete", d => d with { Deletable = false }, "VoiceCall", CheckVerdict.Warning, "neither rollback", "Modify All Data");
        yield return Case("a field can't be set", d => With(d, "FromPhoneNumber", f => f with { Createable = false }), "FromPhoneNumber", CheckVerdict.Error, "can't set the field", "field-level security");
        yield return Case("a custom field can't be changed", d => With(d, "Legacy_Subject__c", f => f with { Updateable = false }), "Updates", CheckVerdict.Warning, "Legacy_Subject__c", "Grant edit");
        yield return Case("no Inbound", d => With(d, "CallType", f => f with { PicklistValues = [new("Outbound", null, true, false)] }), "CallType", CheckVerdict.Error, "not an active value", "Activate");
        yield return Case("inactive values", d => With(d, "CallType", f => f with { PicklistValues = [.. f.PicklistValues.Select(v => v with { Active = false })] }), "CallType", CheckVerdict.Error, "not an active value", "Activate");
        yield return Case("no chain", d => With(d, "PreviousCallId", f => f with { Createable = false }), "PreviousCallId", CheckVerdict.Warning, "would not be loaded", "switch chaining off");
        yield return Case("record types", d => d with { RecordTypeInfos = [new("012000000000001AAA", "Sales Call", "Sales_Call", true, true, true, false)] }, "Record types", CheckVerdict.Warning, "get Sales Call", "Map RecordTypeId");
        yield return Case("settable audit fields", d => With(d, "CreatedDate", f => f with { Createable = true }), "Audit fields", CheckVerdict.Warning, "not by upsert", "Legacy_Created_Date__c");

        static TestCaseData Case(string name, Func<SObjectDescribe, SObjectDescribe> change, string subject, CheckVerdict verdict, string meaning, string remedy) =>
            new TestCaseData(change, subject, verdict, meaning, remedy).SetName($"Told_from_describe({name})");
    }

    [TestCaseSource(nameof(Describes))]
    public async Task Told_from_describe(Func<SObjectDescribe, SObjectDescribe> change, string subject, CheckVerdict verdict, string meaning, string remedy)
    {
        var report = await new Check(Request() with { TargetDescribe = change(org.Describe) }).RunAsync(CancellationToken.None);

        AssertLine(report, subject, verdict, meaning, remedy);
    }

    [TestCase("tooling.*ApexTrigger", """{"Name":"CallTrigger"}""", "Apex triggers on VoiceCall", "CallTrigger", "bypass")]
    [TestCase("FlowDefinitionView", """{"ApiName":"Follow_up","TriggerType":"RecordAfterSave"}""", "Flows on VoiceCall", "Follow_up (RecordAfterSave)", "Deactivate")]
    [TestCase("tooling.*ValidationRule", """{"ValidationName":"Need_owner","ErrorMessage":"No owner"}""", "Validation rules on VoiceCall", "Need_owner (\"No owner\")", "mapping satisfies")]
    [TestCase("UserPermissionAccess.*|PermissionsModifyAllData", """{"PermissionsModifyAllData":false,"PermissionsViewAllData":false}""", "Modify All Data", "rollback and replace", "Grant")]
    [TestCase("PermissionsViewAllData", """{"PermissionsViewAllData":false}""", "Visibility in the source", "sharing hides", "Grant View All Data")]
    [TestCase("IsSandbox", """{"Name":"Acme","IsSandbox":false,"OrganizationType":"Enterprise Edition"}""", "Target org", "Acme (Enterprise Edition) is not a sandbox", "--limit 10")]
    public async Task Told_by_asking(string query, string record, string subject, string meaning, string remedy)
    {
        Answer(query, $$"""{"totalSize":1,"done":true,"records":[{"attributes":{"type":"X"},{{record[1..]}}]}""");

        AssertLine(await CheckAsync(), subject, CheckVerdict.Warning, meaning, remedy);
    }

    [Test]
    public async Task Inactive_owners_are_a_warning_unless_the_mapping_looks_whether_an_owner_is_active()
    {
        var plain = await CheckAsync();
        var looking = await new Check(Request() with { Mapping = new FixedMapping { Lookups = [new("owner", "User", "Id", ["IsActive"], null, ["OwnerId"], ["005"])] } }).RunAsync(CancellationToken.None);

        AssertLine(plain, "Inactive owners", CheckVerdict.Warning, "INACTIVE_OWNER_OR_USER", "fallback user");
        AssertLine(looking, "Inactive owners", CheckVerdict.Ok, "ownerWhenInactive", "");
    }

    [Test]
    public async Task UnifiedVoiceCall_counts_a_migrated_call_twice()
    {
        Answer("/sobjects$", """{"sobjects":[{"name":"UnifiedVoiceCall","label":"U","keyPrefix":null,"custom":false,"createable":false,"updateable":false,"deletable":false,"queryable":true}]}""");

        AssertLine(await CheckAsync(), "Reports", CheckVerdict.Warning, "counts twice", "Leave one side out");
    }

    [TestCase("62.0", CheckVerdict.Warning, "63.0 on")]
    [TestCase("99.0", CheckVerdict.Error, "does not offer 99.0")]
    public async Task An_api_version_that_is_low_is_a_warning_and_one_that_is_not_there_an_error(string version, CheckVerdict verdict, string meaning)
    {
        using var client = new ForceClient(new ForceClientOptions
        {
            Authenticator = new RefreshToken(org.Emulator.Url, org.Emulator.ClientId, org.Emulator.ClientSecret, org.Emulator.RefreshToken), ApiVersion = version,
        });

        var report = await new Check(Request() with { Target = client }).RunAsync(CancellationToken.None);

        AssertLine(report, "API version", verdict, meaning, "Set Target:ApiVersion");
    }

    [Test]
    public async Task Quotas_that_do_not_suffice_are_told_with_the_figures_and_the_time_it_takes()
    {
        Answer("/limits", """{"DataStorageMB":{"Max":5000,"Remaining":1953},"DailyBulkApiBatches":{"Max":15000,"Remaining":99},"DailyApiRequests":{"Max":1000,"Remaining":215}}""");
        org.Settings = org.Settings with { RowsPerJob = 100_000, MaxBulkRowsPer24h = 999_999 };

        var report = await new Check(Request() with { ExpectedCalls = 1_000_000 }).RunAsync(CancellationToken.None);

        // 1,000,000 calls of 2 KB = 1,953.1 MB; 100 batches of 10,000; 10 jobs of 16 requests, 20 pages and 2 windows of 11 = 202 requests, and 215 − 200 may be used;
        // read at 5,000 a second and loaded at 300: 3,533 s.
        AssertLine(report, "Data storage", CheckVerdict.Error, "About 1,954 needed, 1,953 of 5,000 left", "migrate fewer years");
        AssertLine(report, "Bulk batches", CheckVerdict.Warning, "About 100 needed, 99 of 15,000", "goes on the next day");
        AssertLine(report, "API requests", CheckVerdict.Warning, "About 202 needed, 15 of 1,000", "before it crosses the floor");
        AssertLine(report, "Bulk rows", CheckVerdict.Warning, "1,000,000 are more than", "goes on the next day");
        AssertLine(report, "Time", CheckVerdict.Ok, "About 59 min", "");
        Assert.That(report.Passed, Is.False);
    }

    [Test]
    public async Task A_source_that_cannot_count_its_calls_at_once_is_no_end()
    {
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Path = "CallDurationInSeconds", Status = 400, ErrorCode = "QUERY_TIMEOUT", Message = "Your query request was running for too long." });

        var report = await new Check(Request() with { ExpectedCalls = null, Mapping = new FixedMapping { SourceFields = ["Id", "CallDurationInSeconds"] } }).RunAsync(CancellationToken.None);

        AssertLine(report, "Calls", CheckVerdict.Warning, "QUERY_TIMEOUT", "assess");
        Assert.That(report.Lines.Select(l => l.Subject), Does.Contain("Data storage").And.Contain("Bulk rows"));
    }

    private static void AssertLine(CheckReport report, string subject, CheckVerdict verdict, string meaning, string remedy)
    {
        var lines = report.Lines.Where(l => l.Subject == subject).ToList();
        Assert.That(lines, Is.Not.Empty, string.Join('\n', report.Lines));
        Assert.That(lines.Where(l => l.Verdict == verdict && l.Meaning.Contains(meaning, StringComparison.Ordinal) && l.WhatToDo.Contains(remedy, StringComparison.Ordinal)), Is.Not.Empty, string.Join('\n', lines));
    }

    private static SObjectDescribe With(SObjectDescribe describe, string field, Func<FieldDescribe, FieldDescribe> change) =>
        describe with { Fields = [.. describe.Fields.Select(f => f.Name == field ? change(f) : f)] };

    private void Answer(string path, string body) =>
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.Status, Method = "GET", Path = path, Status = 200, Body = body, ContentType = "application/json" });

    private CheckRequest Request() => new(org.Client, org.Client, new FixedMapping(), org.Settings, 1_000) { TargetDescribe = org.Describe };

    private Task<CheckReport> CheckAsync() => new Check(Request()).RunAsync(CancellationToken.None);
}
