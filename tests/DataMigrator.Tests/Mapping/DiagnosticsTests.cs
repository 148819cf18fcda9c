using DataMigrator.Mapping;

namespace DataMigrator.Tests.Mapping;

/// <summary>What is wrong with a mapping is told with file, line, column and the nearest valid name, all at once, before any run.</summary>
[Parallelizable]
internal sealed class DiagnosticsTests
{
    // Lines 1 to 9; tests add from line 10 on.
    private const string Good = """
        name: t
        calls: { field: CallType, empty: false }
        find:
          direction: CallType
          start: [{ moment: CreatedDate }]
          customer: contact.Phone
        lookups: { contact: { object: Contact, by: WhoId } }
        settings: { agentNumberWhenUnknown: Unknown }
        fields: { CallType: $direction, CallStartDateTime: $start, CallEndDateTime: $end, FromPhoneNumber: $from, ToPhoneNumber: $to }

        """;

    [Test]
    public void A_good_mapping_has_no_findings() => Assert.That(Mapped.Problems(Good), Is.Empty);

    [Test]
    public void A_call_field_that_Task_lacks_here_is_a_warning_once_and_gives_nothing()
    {
        var task = Describes.Task();
        var without = task with { Fields = [.. task.Fields.Where(field => field.Name is not ("CallObject" or "CallDisposition"))] };
        var problems = Mapped.Problems("name: t\nextends: task-to-voicecall.yaml\n", without, Describes.DeployedVoiceCall());
        Assert.That(problems.Where(d => d.Level == DiagnosticLevel.Error), Is.Empty);
        Assert.That(
            problems.Select(d => d.Message).Where(message => message.StartsWith("Task.", StringComparison.Ordinal)),
            Is.EquivalentTo(new[] { "Task.CallObject is not in this org, or hidden from this user: it gives nothing.", "Task.CallDisposition is not in this org, or hidden from this user: it gives nothing." }));

        var call = Mapped.Default(without).Map(("Subject", "Inbound call from +12125550187"), ("CallType", "Inbound"));
        Assert.That((call.Door, call["FromPhoneNumber"], call["VendorCallKey"], call["Legacy_Outcome__c"]), Is.EqualTo(("mapped", "+12125550187", (string?)null, (string?)null)));
    }

    [TestCase("skip: [{ reasn: x, when: { field: Subject, empty: true } }]", 10, 10, "'reasn' is unknown", "reason")]
    [TestCase("finds: {}", 10, 1, "'finds' is unknown", "find")]
    [TestCase("skip: [{ reason: x, when: { field: Subjct, empty: true } }]", 10, 36, "Task has no field 'Subjct'", "Subject")]
    [TestCase("skip: [{ reason: x, when: { field: Subject, contians: a } }]", 10, 45, "'contians' is unknown", "contains")]
    [TestCase("skip: [{ reason: x, when: { field: Subject, matches: '(' } }]", 10, 54, "This is no regex", null)]
    [TestCase("skip: [{ reason: x, when: { field: CallDurationInSeconds, greater-than: many } }]", 10, 73, "greater-than needs a number, found 'many'", null)]
    [TestCase("skip: [{ reason: x, when: { found: contct } }]", 10, 36, "There is no lookup 'contct'", "contact")]
    [TestCase("links: { maxGap: soon }", 10, 18, "maxGap must be a time span", null)]
    [TestCase("extends: task-to-voicecal.yaml", 10, 10, "There is no file task-to-voicecal.yaml", "task-to-voicecall.yaml")]
    public void A_mistake_is_told_with_its_place(string line, int row, int column, string message, string? nearest)
    {
        var problem = Mapped.Problems(Good + line).Single(d => d.Level == DiagnosticLevel.Error);
        Assert.Multiple(() =>
        {
            Assert.That(problem.Message, Does.StartWith(message));
            Assert.That((problem.Line, problem.Column, problem.Nearest), Is.EqualTo((row, column, nearest)));
        });
    }

    [TestCase("source: { object: My Calls }", 19, "The API name of an object is expected here, such as Task or Call_Log__c, found 'My Calls'.")]
    [TestCase("target: { object: }", 19, "The API name of an object is expected here, such as Task or Call_Log__c, found nothing.")]
    [TestCase("lookups: { center: { object: 'Call Center?', by: X } }", 30, "The API name of an object is expected here, such as Task or Call_Log__c, found 'Call Center?'.")]
    public void What_can_be_no_object_is_told_before_an_org_is_asked_for_it(string line, int column, string message)
    {
        var problem = Mapped.Load("name: t\n" + line).Diagnostics.Single();
        Assert.That((problem.Line, problem.Column, problem.Message), Is.EqualTo((2, column, message)));
    }

    [TestCase("Description: { copi: Subject }", "'copi' is no rule", "copy")]
    [TestCase("Descriptio: Subject", "VoiceCall has no field 'Descriptio'", "Description")]
    [TestCase("Name: Subject", "VoiceCall.Name can't be written", null)]
    [TestCase("Description: $dirction", "Nothing in find is called 'dirction'", "direction")]
    [TestCase("Description: { constant: [{}] }", "Fixed text", null)]
    [TestCase("Description: { copy: Subject, template: x }", "A rule does one thing; here are copy and template", null)]
    [TestCase("VendorType: { constant: Twillio }", "The picklist VoiceCall.VendorType has no value 'Twillio'", "Twilio")]
    [TestCase("Description: { map: { from: Subject, values: directon } }", "There is no list 'directon'", null)]
    [TestCase("Description: { value: Subject, truncate: 99999 }", "Description holds 32000 characters", null)]
    [TestCase("Description: settings.regoin", "There is no setting 'regoin'", "region")]
    [TestCase("QueueName: ActivityDate, CallDurationInSeconds: ActivityDate", "CallDurationInSeconds is of type int; ActivityDate is of type date", null)]
    [TestCase("UserId: IsClosed", "UserId is of type reference; IsClosed is of type boolean", null)]
    [TestCase("UserId: { reference: { from: WhoId, to: [Contact, Lead] } }", "UserId refers to User; none of them is named here", null)]
    [TestCase("Legacy_Task_Id__c: Subject", "Legacy_Task_Id__c is the key", null)]
    [TestCase("Description: { datetime: { from: Subject, formats: [dd.MM.yy HH:mm:qq] } }", "'dd.MM.yy HH:mm:qq' is neither", null)]
    [TestCase("Description: { template: 'a {Subject' }", "A '{' in a template is not closed", null)]
    public void A_wrong_rule_is_told(string field, string message, string? nearest)
    {
        var problem = Mapped.Problems(Good.Replace("ToPhoneNumber: $to }", $"ToPhoneNumber: $to, {field} }}", StringComparison.Ordinal)).Single(d => d.Level == DiagnosticLevel.Error);
        Assert.Multiple(() =>
        {
            Assert.That(problem.Message, Does.StartWith(message));
            Assert.That((problem.Line, problem.Nearest), Is.EqualTo((9, nearest)));
        });
    }

    [Test]
    public void A_reference_to_other_objects_is_told()
    {
        var source = Describes.Task();
        source = source with { Fields = [.. source.Fields.Select(f => f.Name == "WhoId" ? f with { ReferenceTo = ["Contact", "Lead"] } : f)] };
        var problem = Mapped.Problems(Good.Replace("ToPhoneNumber: $to }", "ToPhoneNumber: $to, UserId: WhoId }", StringComparison.Ordinal), source).Single();
        Assert.That((problem.Level, problem.Message), Is.EqualTo((DiagnosticLevel.Error, "UserId refers to User; WhoId refers to Contact, Lead.")));
    }

    [TestCase("QueueName: Description", "Description holds up to 32000 characters, QueueName 255: longer texts are cut with a mark. ('truncate: 255' says that this is meant.)")]
    [TestCase("QueueName: [Subject, Description]", "Description holds up to 32000 characters, QueueName 255: longer texts are cut with a mark. ('truncate: 255' says that this is meant.)")]
    [TestCase("QueueName: { value: Description, truncate: 255 }", null)]
    [TestCase("QueueName: Subject", null)]
    public void A_text_that_may_be_cut_is_told(string field, string? warning) => Assert.That(
        Mapped.Problems(Good.Replace("ToPhoneNumber: $to }", $"ToPhoneNumber: $to, {field} }}", StringComparison.Ordinal)).Select(p => $"{p.Level}: {p.Message}"),
        Is.EqualTo(warning is null ? Array.Empty<string>() : ["Warning: " + warning]));

    [Test]
    public void Findings_come_file_by_file_from_top_to_bottom()
    {
        var lines = Mapped.Problems(Good.Replace("CallType: $direction", "CallType: $dirction", StringComparison.Ordinal) + "skip: [{ reson: x, when: { field: Subjct, empty: true } }]\nfinds: {}\n").Select(p => p.Line).ToList();
        Assert.That(lines, Has.Count.EqualTo(4).And.Ordered);
    }

    [Test]
    public void All_mistakes_are_told_at_once()
    {
        var problems = Mapped.Problems(Good.Replace("CallType: $direction", "CallType: $dirction, Descripton: Subject", StringComparison.Ordinal) + "skip: [{ reason: x, when: { field: Subjct, empty: true } }]\nfinds: {}\n");
        Assert.That(problems.Select(p => p.Nearest), Is.EquivalentTo(new[] { "find", "Subject", "direction", "Description" }));
    }

    [Test]
    public void A_required_field_without_a_rule_is_told() => Assert.That(
        Mapped.Problems(Good.Replace(", ToPhoneNumber: $to", string.Empty, StringComparison.Ordinal)).Single().Message, Does.StartWith("VoiceCall.ToPhoneNumber must have a value on create"));

    [Test]
    public void An_optional_field_that_the_org_lacks_is_a_warning() => Assert.That(
        Mapped.Problems(Good.Replace("ToPhoneNumber: $to", "ToPhoneNumber: $to, Other__c: { value: Subject, optional: true }", StringComparison.Ordinal)).Single().Level,
        Is.EqualTo(DiagnosticLevel.Warning));

    [Test]
    public void Two_values_for_one_key_are_told() => Assert.That(Mapped.Problems(Good + "name: again\n").Single().Message, Is.EqualTo("'name' stands here twice."));

    [Test]
    public void What_is_no_YAML_is_told_with_its_line() => Assert.That(Mapped.Problems("name: t\nfields: { a: [1, 2\n").Select(d => d.Message), Has.Some.StartsWith("This is no YAML"));

    [Test]
    public void A_file_that_includes_itself_is_told() => Assert.That(Mapped.Problems(Good + "extends: test.yaml\n").Select(d => d.Message), Has.Some.Contains("includes itself"));

    [Test]
    public void A_missing_external_id_field_is_told() => Assert.That(
        Mapped.Problems(Good, target: Describes.VoiceCall() with { Fields = [.. Describes.VoiceCall().Fields.Where(f => f.Name != "Legacy_Task_Id__c")] }).Single().Message,
        Does.StartWith("VoiceCall has no field 'Legacy_Task_Id__c'"));

    [Test]
    public void A_key_that_is_not_unique_is_told() => Assert.That(
        Mapped.Problems(Good, target: Describes.VoiceCall() with { Fields = [.. Describes.VoiceCall().Fields.Select(f => f.ExternalId ? f with { Unique = false } : f)] }).Single().Message,
        Does.Contain("not unique"));

    [Test]
    public void The_default_mapping_works_with_the_standard_fields_alone() => Assert.That(
        Mapped.Default(target: Describes.VoiceCall()).Mapping.TargetFields.Select(f => f.Name), Has.None.StartsWith("Legacy_S").And.Contains("Description"));
}
