using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

internal sealed class TaskSavingTests : CallFixture
{
    [Test]
    public void Closing_a_task_sets_its_completion_and_the_account_follows_the_contact()
    {
        var contact = Csv("SELECT Id, AccountId FROM Contact WHERE AccountId != null LIMIT 1")[0].Split(',');
        var id = Save("Task", SaveOperation.Insert, null, ["Subject", "WhoId"], ["Call", contact[0].Trim('"')])[0].Id!;

        Assert.That(Csv("SELECT Status, Priority, IsClosed, CompletedDateTime, TaskSubtype, AccountId FROM Task"), Is.EqualTo(new[] { $"\"Not Started\",\"Normal\",\"false\",\"\",\"Task\",{contact[1]}" }));
        Save("Task", SaveOperation.Update, null, ["Id", "Status"], [id, "completed"]);
        Clock.Advance(TimeSpan.FromHours(1));
        Save("Task", SaveOperation.Update, null, ["Id", "Status"], [id, "Closed"]);
        Assert.That(Csv("SELECT Status, IsClosed, CompletedDateTime FROM Task"), Is.EqualTo(new[] { "\"Closed\",\"true\",\"2026-11-20T09:30:15.000Z\"" }));
        Save("Task", SaveOperation.Update, null, ["Id", "Status"], [id, "Open"]);
        Assert.That(Csv("SELECT IsClosed, CompletedDateTime FROM Task"), Is.EqualTo(new[] { "\"false\",\"\"" }));
    }

    [Test]
    public void The_subtype_can_only_be_set_on_create()
    {
        var id = Save("Task", SaveOperation.Insert, null, ["TaskSubtype"], ["Call"])[0].Id!;

        Assert.That(Save("Task", SaveOperation.Update, null, ["Id", "TaskSubtype"], [id, "Task"])[0].Error!.StatusCode, Is.EqualTo("INVALID_FIELD_FOR_INSERT_UPDATE"));
    }
}
