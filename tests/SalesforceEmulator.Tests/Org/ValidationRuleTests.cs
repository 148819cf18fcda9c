using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class ValidationRuleTests : CallFixture
{
    [Test]
    public void A_rule_refuses_rows_while_it_is_on_and_the_tooling_object_shows_it()
    {
        var backwards = Call("a", start: "2026-01-01T11:00:01Z");
        Org.SetValidationRule("Call_End_After_Start", active: true);

        Assert.That(Insert(backwards).Error!.ToBulkText(), Is.EqualTo("FIELD_CUSTOM_VALIDATION_EXCEPTION:The call can't end before it starts.:CallEndDateTime --"));
        Assert.That(Csv("SELECT ValidationName FROM ValidationRule WHERE Active = true AND EntityDefinition.QualifiedApiName = 'VoiceCall'", QueryScope.Tooling), Has.Length.EqualTo(1));
        Org.SetValidationRule("Call_End_After_Start", active: false);
        Assert.That(Insert(backwards).Error, Is.Null);
        Assert.That(Csv("SELECT Id FROM ValidationRule WHERE Active = true", QueryScope.Tooling), Is.Empty);
    }

    [Test]
    public void A_rule_that_is_not_there_is_named() => Assert.That(() => Org.SetValidationRule("Nope", active: true), Throws.ArgumentException.With.Message.Contains("Nope"));
}
