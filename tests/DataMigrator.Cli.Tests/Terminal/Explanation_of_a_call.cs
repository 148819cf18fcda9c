using DataMigrator.Cli.Terminal;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Explaining;
using DataMigrator.Staging;

namespace DataMigrator.Cli.Tests.Terminal;

/// <summary>The screen of <c>mapping explain</c>: what a person needs, in 80 columns.</summary>
public sealed class Explanation_of_a_call
{
    private static RuleTrace Tried(string rule, string site, string? why, string? value = null) => new(rule, site, value, why, value is not null, []);

    private static string Show(Explanation explanation)
    {
        var screen = new StringWriter { NewLine = "\n" };
        new ExplanationScreen(screen).Show(explanation);
        return screen.ToString();
    }

    private static Explanation Sample(params ExplainedValue[] found) => new(
        "00T000000000001EAA", "rejected", new MapReason(TaskDoor.Rejected, "FromPhoneNumber", "phone", "no number found"), null, "acme", "0123456789abcdef", [], found, []);

    [Test]
    public void Says_the_value_its_rule_and_those_that_gave_none() => Assert.That(
        Show(Sample(new ExplainedValue("$customer", "+442079460123", "phone of contact.Phone", "acme.yaml:12",
        [
            Tried("phone of ANI__c", "presets/nice-cxone.yaml:50", "only if ContactID__c is filled"),
            Tried("phone of Number__c", "acme.yaml:10", "Number__c is empty"),
            Tried("phone in Subject", "acme.yaml:11", "no number in the text"),
            Tried("phone of contact.Phone", "acme.yaml:12", null, "+442079460123"),
            Tried("phone of lead.Phone", "acme.yaml:13", "not asked: another rule gave the value"),
        ]))),
        Is.EqualTo("""
            Task 00T000000000001EAA: rejected
              FromPhoneNumber: no number found (rule phone)
              by acme 0123456789ab

            Found out
              $customer  +442079460123
                  by phone of contact.Phone, acme.yaml:12
                  not phone of Number__c: is empty
                  not phone in Subject: no number in the text
                  (1 for other vendors' rows, 1 not asked)

            """.ReplaceLineEndings("\n")));

    [Test]
    public void Fits_80_columns_whatever_a_rule_is_called_and_a_value_says()
    {
        var shown = Show(Sample(new ExplainedValue("$x", string.Join(' ', Enumerable.Repeat("word", 60)) + "\u001b[31m", new string('r', 300), "acme.yaml:1", [Tried(string.Join(" / ", Enumerable.Repeat("label", 40)), "acme.yaml:2", "empty")])));
        Assert.That(shown.Split('\n').Where(line => line.Length > 80), Is.Empty);
        Assert.That(shown.Where(c => c != '\n' && char.IsControl(c)), Is.Empty);
    }
}
