using DataMigrator.Mapping.Assessing;
using DataMigrator.Mapping.Lookups;

namespace DataMigrator.Tests.Mapping;

/// <summary>A profile counts what is there and what would become of it; the sums balance. Expected counts are those of the rows below.</summary>
[Parallelizable]
internal sealed class AssessmentTests
{
    private static readonly (string Field, string Value)[][] Sample =
    [
        [("CallType", "Inbound"), ("Subject", "from +442079460123"), ("CallDurationInSeconds", "60"), ("CallDisposition", "Busy")],
        [("CallType", "Outbound"), ("Subject", "to +442079460123"), ("CallDurationInSeconds", "30"), ("CreatedDate", "2023-01-01T00:00:00.000Z")],
        [("CallType", "Sideways"), ("Subject", "x"), ("CallDurationInSeconds", "30")],
        [("CallType", "Sideways"), ("Subject", "y"), ("CallDurationInSeconds", "30")],
        [("CallType", "Inbound"), ("Subject", "SMS sent"), ("OwnerId", "00G000000000001EAA")],
        [("CallType", "Inbound"), ("CallDurationInSeconds", "7"), ("OwnerId", "005000000000002AAA")],
    ];

    private static AssessmentBuilder Fill(AssessmentBuilder builder, DataMigrator.Mapping.ICompiledMapping mapping, IEnumerable<(string Field, string Value)[]> rows)
    {
        foreach (var row in rows)
        {
            builder.Add(Rows.Of(mapping, row, out _, out _));
        }

        return builder;
    }

    private static Assessment Assess(params int[] parts)
    {
        var mapping = Mapped.Default().Mapping;
        var lookups = new LookupTablesBuilder(mapping.Lookups);
        var owner = lookups.IndexOf("owner");
        foreach (var (id, active) in new[] { ("005000000000001AAA", "true"), ("005000000000002AAA", "false") })
        {
            lookups.Add(owner, System.Text.Encoding.ASCII.GetBytes(id), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(mapping.Lookups[owner].ValueFields.Select(f => f == "IsActive" ? active : null)));
        }

        var tables = lookups.Build();
        var whole = new AssessmentBuilder(mapping, tables);
        var from = 0;
        foreach (var to in parts.Append(Sample.Length))
        {
            whole.Merge(Fill(new AssessmentBuilder(mapping, tables), mapping, Sample[from..to]));
            from = to;
        }

        return whole.Build(new MigrationSettings(), new CostRates(), windows: 1, lookupRecords: 2);
    }

    [Test]
    public void The_books_balance_and_every_reason_has_an_example()
    {
        var profile = Assess();
        Assert.Multiple(() =>
        {
            Assert.That((profile.Read, profile.Mapped, profile.Skipped, profile.Rejected, profile.DurationSeconds), Is.EqualTo((6, 2, 1, 3, 90)));
            Assert.That(profile.Reasons.Select(r => (r.Kind, r.Reason, r.Count)), Is.EqualTo(new[] { ("rejected", "no direction found", 2L), ("skipped", "SMS", 1L), ("rejected", "no number found", 1L) }).AsCollection
                .Or.EqualTo(new[] { ("rejected", "no direction found", 2L), ("rejected", "no number found", 1L), ("skipped", "SMS", 1L) }).AsCollection);
            Assert.That(profile.Reasons.Select(r => r.Example), Has.All.EqualTo("00T000000000001EAA"));
        });
    }

    [Test]
    public void Rows_are_counted_by_year_owner_and_source()
    {
        var profile = Assess();
        Assert.Multiple(() =>
        {
            Assert.That(profile.ByYear, Is.EqualTo(new[] { new Tally("2023", 1), new Tally("2024", 5) }));
            Assert.That(profile.ByOwner, Is.EquivalentTo(new[] { new Tally("active", 4), new Tally("queue", 1), new Tally("inactive", 1) }));
            Assert.That(profile.BySubtype, Is.EqualTo(new[] { new Tally("Call", 6) }));
            Assert.That(profile.FromSources, Is.EquivalentTo(new[] { new Tally("Subject", 1), new Tally("Constant", 1) }));
            Assert.That(profile.Filled.Single(f => f.Name == "CallDurationInSeconds").Count, Is.EqualTo(5));
        });
    }

    [Test]
    public void Values_that_no_list_has_are_counted() =>
        Assert.That(Assess().Unmapped.First(u => u.List == "direction").Values, Is.EqualTo(new[] { new Tally("Sideways", 2) }));

    [Test]
    public void Parts_counted_apart_give_the_same_profile() =>
        Assert.That(System.Text.Json.JsonSerializer.Serialize(Assess(1, 4)), Is.EqualTo(System.Text.Json.JsonSerializer.Serialize(Assess())));

    // 200,000 rows read, 190,000 mapped: 1 query job (11) + 4 pages; 3 lookups + 1 query; 2 ingest jobs of 16; 19 batches; 190,000 × 2 KB.
    [Test]
    public void The_forecast_adds_up()
    {
        var forecast = CostForecaster.Forecast(200_000, 190_000, windows: 1, lookupRecords: 400, lookups: 3, new MigrationSettings(), new CostRates { ExtractedPerSecond = 10_000, LoadedPerSecond = 1_000 });
        Assert.That(forecast, Is.EqualTo(new CostForecast(15, 4, 32, 51, 19, 389_120_000, 210)));
    }

    [Test]
    public void A_long_name_is_cut_between_characters()
    {
        var counter = new BoundedCounter();
        counter.Add(new string('x', 118) + "😀😀");
        Assert.That(counter.Top().Single().Name, Is.EqualTo(new string('x', 118) + "…"));
    }

    [Test]
    public void Counting_stays_bounded_whatever_is_counted()
    {
        var counter = new BoundedCounter(2);
        foreach (var name in new[] { "a", "b", "c", "a", "d" })
        {
            counter.Add(name);
        }

        counter.Add(new string('x', 100_000));
        Assert.That((counter.Top(), counter.Others), Is.EqualTo((new[] { new Tally("a", 2), new Tally("b", 1) }, 3L)).UsingPropertiesComparer());
    }
}
