namespace DataMigrator.Tests.Mapping;

/// <summary>Every rule with its example from docs/mapping.md: the YAML of one field, a row, the value.</summary>
[Parallelizable]
internal sealed class RuleTests
{
    private const string Owner = "005000000000001AAA";

    private static string? Value(string rule, params (string Field, string Value)[] row) => Map(rule, row)["Out__c"];

    private static Mapped.Result Map(string rule, params (string Field, string Value)[] row) => Mapped
        .Text($$"""
            name: t
            settings: { agentNumberWhenUnknown: Unknown, customerNumberWhenUnknown: Unknown, ownerWhenInactive: 005000000000009AAA, regexTimeout: 50ms }
            lookups:
              owner: { object: User, by: OwnerId }
              center: { object: CallCenter, key: Name, all: true }
            values:
              result: { Interested: Won, "no answer": Lost, into: { Later: [call back, callback] } }
            calls: { field: Subject, empty: false }
            find:
              direction: { constant: Inbound }
              start: [{ moment: CreatedDate }]
              duration: CallDurationInSeconds
              customer: Number__c?
              zone: owner.TimeZoneSidKey
              locale: owner.LocaleSidKey
              own: [Number__c?, Subject]
            fields:
              CallType: $direction
              CallStartDateTime: $start
              CallEndDateTime: $end
              FromPhoneNumber: $from
              ToPhoneNumber: $to
              Out__c: {{rule}}
            """, Describes.Task("Number__c"), Describes.VoiceCall(Describes.Custom("Out__c", "string", 60)))
        .With("owner", Owner, ("Name", "Ada"), ("TimeZoneSidKey", "Europe/Berlin"), ("LocaleSidKey", "de_DE"))
        .With("center", "North", ("Id", "04v000000000001AAA"))
        .Map([("Subject", "Call"), .. row]);

    [TestCase("Subject", "Call", "Call")]
    [TestCase("{ copy: Subject }", "a", "a")]
    [TestCase("[Number__c, Subject]", "a", "a")]
    [TestCase("{ first-of: [Missing__c?, Subject] }", "a", "a")]
    [TestCase("{ constant: x }", "a", "x")]
    [TestCase("$own", "a", "a")]
    [TestCase("$direction", "a", "Inbound")]
    [TestCase("$startSource", "a", "created")]
    [TestCase("$numberSource", "a", "constant/constant")]
    [TestCase("settings.ownerWhenInactive", "a", "005000000000009AAA")]
    [TestCase("owner.Name", "a", "Ada")]
    [TestCase("{ lookup: { in: center, by: Subject, get: Id } }", "NORTH", "04v000000000001AAA")]
    [TestCase("{ lookup: { in: center, by: Subject, get: Id } }", "South", null)]
    [TestCase("{ map: { from: Subject, values: result } }", " interested ", "Won")]
    [TestCase("{ map: { from: Subject, values: result } }", "CALL BACK", "Later")]
    [TestCase("{ map: { from: Subject, values: result } }", "other", null)]
    [TestCase("{ map: { from: Subject, values: result, otherwise: keep } }", "other", "other")]
    [TestCase("{ map: { from: Subject, values: { a: b }, otherwise: { constant: c } } }", "x", "c")]
    [TestCase("{ map: { from: Subject, values: result, match: phrase } }", "spoke: NO -  Answer, later", "Lost")]
    [TestCase("{ map: { from: Subject, values: result, match: phrase } }", "uninterested", null)]
    [TestCase("{ map: { from: Subject, values: result, match: phrase } }", "interesteds", null)]
    [TestCase("{ map: { from: Subject, values: { call: short, call to: long }, match: phrase } }", "a call to b", "long")]
    [TestCase("{ map: { from: Subject, values: { appel reçu: in }, match: phrase } }", "APPEL RECU de Jean", "in")]
    [TestCase("{ map: { from: Subject, values: { 着信: in }, match: phrase } }", "090からの着信です", "in")]
    [TestCase("{ regex: { from: Subject, pattern: 'ref (\\d+)' } }", "see ref 4711 please", "4711")]
    [TestCase("{ regex: { from: Subject, pattern: '(?<a>\\w)-(?<b>\\w)', group: b } }", "x-y", "y")]
    [TestCase("{ regex: { from: Subject, pattern: '(?<=no )\\d+' } }", "no 12", "12")]
    [TestCase("{ regex: { from: Subject, pattern: 'A', case: exact } }", "a", null)]
    [TestCase("{ regex: { from: Subject, pattern: 'a.c', needs: abc } }", "a-c", null)]
    [TestCase("{ count: { from: Subject, pattern: '(?m)^moved to' } }", "Moved to a\nhe moved to b\r\nmoved to c", "2")]
    [TestCase("{ count: { from: Subject, pattern: 'x' } }", "abc", null)]
    [TestCase("{ count: { from: Subject, pattern: 'a', case: exact } }", "aAa", "2")]
    [TestCase("{ count: { from: Subject, pattern: 'a.c', needs: abc } }", "a-c", null)]
    [TestCase("{ sum: [{ count: { from: Subject, pattern: 'b' } }, 1] }", "bbb", "4")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome, Result] } }", "x\r\n  result : fine \r\ny", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Outcomes: x", null)]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "- Note: a\n- Outcome: fine\n", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Note: a | Outcome: fine | x: y", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Call to Jane · Outcome: fine · x: y", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Call to Jane • Outcome: fine", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "• Note: a\n• Outcome: fine", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Col·legi · a\nOutcome: a·b", "a·b", Description = "a dot inside a word")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Outcome: ⢢ ᆷ", "⢢ ᆷ", Description = "other characters that end in the same bytes")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "- **Outcome**: fine", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "<li><b>Outcome</b>: fine</li><li>x</li>", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "<li><strong>Outcome:</strong> fine</li>", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Note: a<br/>Outcome: fine<br/>", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "<b>Outcome</b>", null)]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Outcome: 3 < 4 > 2", "3 < 4 > 2")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "Outcome: a|b <+1 415>", "a|b <+1 415>")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "note=a\noutcome=fine", "fine")]
    [TestCase("{ labelled: { from: Subject, labels: [通話時間] } }", "電話：1\n通話時間：1分", "1分")]
    [TestCase("{ labelled: { from: Subject, labels: [Outcome] } }", "The Outcome: fine", null)]
    [TestCase("{ template: '{Subject} by {owner.Name}' }", "Call", "Call by Ada")]
    [TestCase("{ template: 'no {Number__c}' }", "Call", null)]
    [TestCase("{ reference: { from: [Subject, OwnerId], to: [User] } }", "003000000000001AAA", Owner)]
    [TestCase("{ reference: { from: Subject, to: ['a0B'] } }", "a0B000000000001AAA", "a0B000000000001AAA")]
    [TestCase("{ identifier: Subject }", "4f2c7a0e-1111", "4f2c7a0e-1111")]
    [TestCase("{ identifier: Subject }", "https://x.example/1", null)]
    [TestCase("{ identifier: Subject }", "+1 415 555 0100", null)]
    [TestCase("{ identifier: Subject }", "14155550100", null)]
    [TestCase("{ identifier: { from: Subject, digits: id } }", "14155550100", "14155550100")]
    [TestCase("{ identifier: { from: Subject, not: [Demo1Call] } }", "demo1call", null)]
    [TestCase("{ identifier: Subject }", "12345678901234567890", "12345678901234567890")]
    [TestCase("{ phone: Subject }", "(212) 555-0187", "+12125550187")]
    [TestCase("{ phone: { from: Subject, international: true } }", "49301234567", "+49301234567")]
    [TestCase("{ phone-in: Subject }", "Inbound call from +44 20 7946 0123 at noon", "+442079460123")]
    [TestCase("{ phone-in: { from: Subject, labels: [to] } }", "from +44 20 7946 0123 to +49 30 1234567", "+49301234567")]
    [TestCase("{ datetime: Subject }", "2024-03-05T10:00:00+01:00", "2024-03-05T09:00:00.000Z")]
    [TestCase("{ datetime: { from: Subject, formats: [locale] } }", "5.3.2024 10:00", "2024-03-05T09:00:00.000Z")]
    [TestCase("{ datetime: { from: Subject, formats: [iso, 'dd/MM/yy HH:mm'], zone: UTC } }", "05/03/24 10:00", "2024-03-05T10:00:00.000Z")]
    [TestCase("{ datetime: { from: Subject, formats: [unix] } }", "1709632800", "2024-03-05T10:00:00.000Z")]
    [TestCase("{ datetime: { from: Subject, within: 1d } }", "2019-03-05T10:00:00Z", null)]
    [TestCase("{ date-at: { of: Subject, at: '08:30' } }", "2024-07-01", "2024-07-01T06:30:00.000Z")]
    [TestCase("{ duration: Subject }", "5 min 20 sec", "320")]
    [TestCase("{ duration: { from: Subject, unit: minutes } }", "2.5", "150")]
    [TestCase("{ between: { start: CreatedDate, end: Subject } }", "2024-03-05T10:01:30Z", "90")]
    [TestCase("{ shift: { from: CreatedDate, minus: Subject } }", "90", "2024-03-05T09:58:30.000Z")]
    [TestCase("{ sum: [Subject, 5] }", "10", "15")]
    [TestCase("{ difference: [Subject, 5, 2] }", "10", "3")]
    [TestCase("{ product: [Subject, 0.5] }", "5", "2.5")]
    [TestCase("{ value: Subject, if: { field: Subject, is: a } }", "A", "A")]
    [TestCase("{ value: Subject, if: { field: Subject, is: b } }", "a", null)]
    [TestCase("{ value: Subject, truncate: 4 }", "abcdef", "abc…")]
    [TestCase("{ value: Subject, truncate: 4, mark: '' }", "abcdef", "abcd")]
    [TestCase("{ value: Number__c, on-missing: { default: none } }", "a", "none")]
    public void A_rule_gives_its_value(string rule, string subject, string? expected) => Assert.That(Value(rule, ("Subject", subject)), Is.EqualTo(expected));

    [TestCase("field: Subject, is: [a, B]", "b", true)]
    [TestCase("field: Subject, is-not: b", "B", false)]
    [TestCase("field: Subject, contains: bc", "aBCd", true)]
    [TestCase("field: Subject, starts-with: ab", "Abc", true)]
    [TestCase("field: Subject, ends-with: BC", "Abc", true)]
    [TestCase("field: Subject, matches: '^a.c$'", "abc", true)]
    [TestCase("field: Subject, shorter-than: 3", "abc", false)]
    [TestCase("field: Subject, greater-than: 2, less-than: 4", "3", true)]
    [TestCase("field: Subject, greater-than: 2, less-than: 4", "4", false)]
    [TestCase("field: Subject, later-than: CreatedDate", "2024-03-06", true)]
    [TestCase("field: Subject, later-than: CreatedDate", "2024-03-05", false)]
    [TestCase("field: Missing__c?, empty: true", "a", true)]
    [TestCase("field: Missing__c?, is: a", "a", false)]
    [TestCase("field: Missing__c?, in-org: false", "a", true)]
    [TestCase("field: Missing__c?, in-org: true", "a", false)]
    [TestCase("field: Subject, in-org: true", "a", true)]
    [TestCase("not: { field: Subject, is: a }", "a", false)]
    [TestCase("any: [{ field: Subject, is: a }, { field: Subject, is: b }]", "b", true)]
    [TestCase("all: [{ field: Subject, contains: a }, { field: Subject, contains: b }]", "b", false)]
    [TestCase("found: owner", "a", true)]
    [TestCase("found: center, by: Subject", "South", false)]
    public void A_condition_holds_or_not(string condition, string subject, bool holds) =>
        Assert.That(Value($"{{ when: [{{ if: {{ {condition} }}, then: {{ constant: yes }} }}], else: {{ constant: no }} }}", ("Subject", subject)), Is.EqualTo(holds ? "yes" : "no"));

    [Test]
    public void A_missing_value_rejects_if_the_mapping_says_so() =>
        Assert.That(Map("{ value: Number__c, on-missing: reject }").Door, Is.EqualTo("Rejected: Out__c: no value"));

    [Test]
    public void A_regex_that_takes_too_long_rejects_the_row() => Assert.That(
        Map("{ regex: { from: Subject, pattern: '^(?=a)(\\w+\\s?)*$' } }", ("Subject", new string('a', 250) + "!")).Door, Is.EqualTo("Rejected: Task: a regex took longer than 50 ms"));

    /// <summary>2^250 ways to go through it with backtracking.</summary>
    [TestCase("", null)]
    [TestCase("!", null)]
    [TestCase(" b", "b")]
    public void A_regex_that_would_explode_is_run_in_linear_time(string end, string? word)
    {
        var mapped = Map("{ regex: { from: Subject, pattern: '^(?:\\w+\\s?)*\\s(\\w)$' } }", ("Subject", new string('a', 250) + end));
        Assert.That((mapped.Door, mapped["Out__c"]), Is.EqualTo(("mapped", word)));
    }

    [TestCase(10)]
    [TestCase(2_000)]
    public void A_regex_finds_the_same_in_a_long_text(int length) =>
        Assert.That(Value("{ regex: { from: Subject, pattern: 'ref ?(?:no)? (\\w+?)(?:-|$)' } }", ("Subject", new string('é', length) + " REF no A17-B")), Is.EqualTo("A17"));

    [TestCase("-5", "Rejected: CallDurationInSeconds: duration is negative")]
    [TestCase("90000", "Rejected: CallDurationInSeconds: duration is longer than 24 h")]
    [TestCase("86400", "mapped")]
    public void An_impossible_duration_is_not_believed(string duration, string door) => Assert.That(Map("Subject", ("CallDurationInSeconds", duration)).Door, Is.EqualTo(door));

    [TestCase("60.5", 61)]
    [TestCase("60.4", 60)]
    [TestCase("", 0)]
    public void A_duration_is_rounded_to_seconds_and_end_is_start_plus_duration(string duration, int seconds)
    {
        var call = Map("Subject", ("CallDurationInSeconds", duration)).Call;
        Assert.That((call.Duration, call.Ends - call.Starts), Is.EqualTo((seconds, seconds)));
    }

    [Test]
    public void A_picklist_takes_only_its_values()
    {
        var mapped = Mapped.Text("""
            name: t
            settings: { agentNumberWhenUnknown: U, customerNumberWhenUnknown: U }
            calls: { field: Subject, empty: false }
            find: { direction: { constant: Inbound }, start: CreatedDate }
            fields: { CallType: Subject, CallStartDateTime: $start, CallEndDateTime: $end, FromPhoneNumber: $from, ToPhoneNumber: $to }
            """);
        var refused = mapped.Map(("Subject", "Sideways"));
        Assert.That((mapped.Map(("Subject", "inbound"))["CallType"], refused.Door, refused.Call.Detail), Is.EqualTo(("Inbound", "Rejected: CallType: the value is not in the target's picklist", "Sideways")));
    }

    [TestCase("Internal", "Internal", "Internal")]
    [TestCase("Internal", "Internal,InternalCall", "InternalCall")]
    public void An_internal_call_takes_the_value_that_the_org_has(string direction, string picklist, string expected)
    {
        var target = Describes.VoiceCall();
        target = target with { Fields = [.. target.Fields.Select(f => f.Name == "CallType" ? Describes.Picklist("CallType", ["Inbound", "Outbound", .. picklist.Split(',')]) with { Nillable = false } : f)] };
        var call = Mapped.Default(target: target).Map(("CallType", direction), ("CallDurationInSeconds", "1"));
        Assert.That((call["CallType"], call["FromPhoneNumber"], call["ToPhoneNumber"]), Is.EqualTo((expected, "Unknown", "Unknown")));
    }
}
