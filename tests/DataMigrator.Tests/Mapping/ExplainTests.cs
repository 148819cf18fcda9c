using DataMigrator.Mapping.Explaining;
using DataMigrator.Mapping.Lookups;

namespace DataMigrator.Tests.Mapping;

/// <summary>An explanation says of every field the value, the rule that gave it and those that didn't.</summary>
[Parallelizable]
internal sealed class ExplainTests
{
    private static Explanation Explain(params (string Field, string Value)[] row)
    {
        var mapping = Mapped.Default().Mapping;
        var builder = new LookupTablesBuilder(mapping.Lookups);
        var owner = builder.IndexOf("owner");
        builder.Add(owner, "005000000000001AAA"u8, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(mapping.Lookups[owner].ValueFields.Select(f => f == "Phone" ? "+14155552671" : f == "IsActive" ? "true" : null)));
        return MappingExplainer.Explain(mapping, builder.Build(), Rows.Of(mapping, row, out _, out _));
    }

    [Test]
    public void Each_number_says_where_it_was_looked_for_before_it_was_found()
    {
        var found = Explain(("Subject", "Inbound call from +44 20 7946 0123"), ("CallType", "Inbound")).Found.Single(f => f.Name == "$customer");
        Assert.Multiple(() =>
        {
            Assert.That((found.Value, found.Rule), Is.EqualTo(("+442079460123", "phone in Subject")));
            Assert.That(found.Site, Does.EndWith("task-to-voicecall.yaml:" + Line("- phone-in: Subject")));
            var winner = found.Tried.ToList().FindIndex(t => t.Chosen);
            Assert.That(found.Tried.Take(winner).Select(t => t.WhyNot), Has.None.Null, "What came before gave nothing, and says why.");
            Assert.That(found.Tried.Select(t => t.WhyNot).Skip(winner + 1).Distinct(), Is.EqualTo(new[] { "not asked: another rule gave the value" }));
        });
    }

    [Test]
    public void A_rejected_row_says_why_every_rule_failed()
    {
        var explanation = Explain(("CallType", "Inbound"), ("CallObject", "DemoCall1"), ("WhoId", "003000000000001AAA"));
        Assert.Multiple(() =>
        {
            Assert.That((explanation.Door, explanation.Reason!.Text), Is.EqualTo(("rejected", "no number found")));
            Assert.That(explanation.Found.Single(f => f.Name == "$customer").Tried.Select(t => t.WhyNot), Has.Some.EqualTo("contact.Phone is empty").And.Some.EqualTo("Subject is empty").And.None.Null);
            Assert.That(explanation.Fields, Has.All.Property(nameof(ExplainedValue.Value)).Null);
        });
    }

    [Test]
    public void A_field_names_the_rule_that_gave_its_value()
    {
        var fields = Explain(("CallType", "Outbound"), ("Description", "Phone: +44 20 7946 0123"), ("CallDisposition", "Busy")).Fields;
        Assert.Multiple(() =>
        {
            Assert.That(fields.Single(f => f.Name == "Legacy_Outcome__c") is { Value: "Busy", Rule: "CallDisposition" });
            Assert.That(fields.Single(f => f.Name == "CallType") is { Value: "Outbound" });
            Assert.That(fields.Single(f => f.Name == "ToPhoneNumber").Value, Is.EqualTo("+442079460123"));
        });
    }

    [Test]
    public void A_skipped_row_says_which_skip_rule_fits() => Assert.That(
        Explain(("Subject", "SMS sent from x")).Skips.Where(s => s.Fits).Select(s => s.Reason), Is.EqualTo(new[] { "SMS" }));

    private static int Line(string text) => File.ReadAllLines(Path.Combine(Mapped.ShippedFolder, "task-to-voicecall.yaml")).ToList().FindIndex(l => l.Contains(text, StringComparison.Ordinal)) + 1;
}
