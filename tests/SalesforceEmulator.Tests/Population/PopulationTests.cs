using System.Globalization;
using SalesforceEmulator.Org;
using SalesforceEmulator.Tests.Org;

namespace SalesforceEmulator.Tests.Population;

internal sealed class PopulationTests : OrgFixture
{
    protected override EmulatorOptions Options => new() { Tasks = 9000, Seed = 5 };

    [Test]
    public void There_are_as_many_tasks_as_asked_for_in_ten_years_up_to_now()
    {
        var dates = All("SELECT CreatedDate FROM Task");

        Assert.That(dates, Has.Length.EqualTo(9000));
        Assert.That(dates[0], Does.StartWith("2016-11"));
        Assert.That(dates[^1], Is.LessThan("2026-11-20T00:00:00.000Z").And.GreaterThan("2026-11-17"));
    }

    [Test]
    public void Ids_ascend_with_the_date_of_creation()
    {
        Assert.That(All("SELECT CreatedDate FROM Task"), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That(All("SELECT Id FROM Task"), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
    }

    [Test]
    public void Archived_are_the_closed_ones_that_are_a_year_old_by_due_date_or_else_by_creation()
    {
        foreach (var row in All("SELECT IsClosed, ActivityDate, CreatedDate, IsArchived FROM Task"))
        {
            var (closed, due, created, archived) = (row.Split("\",\"")[0], row.Split("\",\"")[1], row.Split("\",\"")[2], row.Split("\",\"")[3]);
            var day = due.Length > 0 ? due : created[..10];
            Assert.That(archived, Is.EqualTo(closed == "true" && string.CompareOrdinal(day, "2025-11-20") <= 0 ? "true" : "false"), row);
        }

        Assert.That(Csv("SELECT Id FROM Task WHERE IsArchived = true"), Is.Empty, "query() does not see them");
        Assert.That(Csv("SELECT Id FROM Task WHERE IsArchived = true", QueryScope.BulkAll), Has.Length.GreaterThan(6000));
        Assert.That(Csv("SELECT Id FROM Task WHERE IsDeleted = true", QueryScope.RestAll), Has.Length.InRange(45, 150), "about one in a hundred");
    }

    [Test]
    public void Closed_tasks_have_a_completion_and_open_ones_none() => Assert.That(
        All("SELECT Id FROM Task WHERE (IsClosed = true AND CompletedDateTime = null) OR (IsClosed = false AND CompletedDateTime != null)"), Is.Empty);

    [Test]
    public void Every_reference_leads_to_a_record()
    {
        foreach (var (field, name) in new[] { ("WhoId", "Who.Name"), ("WhatId", "What.Type"), ("OwnerId", "Owner.Name"), ("CreatedById", "CreatedBy.Username"), ("AccountId", "Account.Name"), ("RecurrenceActivityId", "RecurrenceActivity.Subject") })
        {
            Assert.That(Count($"{field} != null"), Is.GreaterThan(0), field);
            Assert.That(Count($"{field} != null AND {name} = null"), Is.Zero, field);
        }
    }

    [Test]
    public void Occurrences_point_at_a_recurring_master() =>
        Assert.That(Count("RecurrenceActivityId != null AND RecurrenceActivity.IsRecurrence = false"), Is.Zero);

    [Test]
    public void The_messy_neighbours_are_there()
    {
        Assert.That(Count("TaskSubtype = 'Email'"), Is.InRange(150, 500));
        Assert.That(Count("Subject LIKE 'SMS %'"), Is.InRange(100, 450));
        Assert.That(Count("IsRecurrence = true"), Is.InRange(10, 120));
        Assert.That(Count("IsClosed = false AND TaskSubtype = 'Call' AND CallObject = null AND ActivityDate != null"), Is.GreaterThan(50), "planned calls");
        Assert.That(Count("Owner.Type = 'Group'"), Is.InRange(45, 150));
        Assert.That(Count("Owner.IsActive = false"), Is.GreaterThan(100));
        Assert.That(Count("CallType = 'inbound' AND CallDurationInSeconds = null"), Is.GreaterThan(50));
        Assert.That(Count("Subject = null"), Is.InRange(5, 80));
        Assert.That(Count("Subject = 'Call' AND WhoId = null AND WhatId = null"), Is.InRange(20, 300), "nobody can tell who was called");
    }

    [Test]
    public void Legs_of_a_transfer_share_the_calls_identity()
    {
        var keys = All("SELECT CallObject FROM Task WHERE CallObject LIKE '%-4%-a%'").GroupBy(k => k).Where(g => g.Count() > 1).ToList();

        Assert.That(keys, Has.Count.GreaterThan(20));
    }

    [Test]
    public void A_mixed_org_has_calls_that_Salesforce_Voice_logged_itself()
    {
        var count = Csv("SELECT Id FROM VoiceCall WHERE Activity.TaskSubtype = 'Call' AND VendorType = 'ContactCenter' AND ActivityId != null").Length;

        Assert.That(count, Is.InRange(5, 60));
        Assert.That(Csv("SELECT Id FROM VoiceCall"), Has.Length.EqualTo(count));
    }

    [Test]
    public void Users_differ_in_zone_locale_and_activity()
    {
        Assert.That(Csv("SELECT TimeZoneSidKey FROM User").Distinct().Count(), Is.GreaterThan(6));
        Assert.That(Csv("SELECT LocaleSidKey FROM User").Distinct().Count(), Is.GreaterThan(5));
        Assert.That(Csv("SELECT Id FROM User WHERE IsActive = false"), Is.Not.Empty);
        foreach (var zone in Csv("SELECT TimeZoneSidKey FROM User").Distinct())
        {
            Assert.That(() => TimeZoneInfo.FindSystemTimeZoneById(zone.Trim('"')), Throws.Nothing);
        }
    }

    [Test]
    public void Text_carries_what_breaks_careless_programs()
    {
        var notes = string.Concat(All("SELECT Description FROM Task"));

        foreach (var part in new[] { "\n", "\r\n", "\"\"quotes\"\"", "=HYPERLINK", "<script>", "🎉", "הלקוח", "يرجى", "顧客", ";", "\t" })
        {
            Assert.That(notes, Does.Contain(part));
        }
    }

    private string[] All(string soql) => [.. Csv(soql, QueryScope.RestAll).Select(row => row[1..^1])];

    private int Count(string where) => int.Parse(All($"SELECT COUNT(Id) FROM Task WHERE {where}")[0], CultureInfo.InvariantCulture);
}
