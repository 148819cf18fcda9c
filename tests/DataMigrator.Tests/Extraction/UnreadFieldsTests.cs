using System.Text.RegularExpressions;
using DataMigrator.Extraction;
using DataMigrator.Tests.Staging;

namespace DataMigrator.Tests.Extraction;

/// <summary>What a mapping would leave behind, counted by the org; held against the org's own answer for a single field.</summary>
internal sealed partial class UnreadFieldsTests
{
    [Test]
    public async Task A_count_written_with_a_point_is_one()
    {
        await using var org = await SourceOrg.StartAsync(200);
        using var staging = new TemporaryStaging();
        using var client = org.NewClient(new RewritingHandler("COUNT(", json => Counts().Replace(json, "$0.0")));
        var source = await org.Client.DescribeAsync("Task", CancellationToken.None);
        var plain = await new UnreadFields(await org.BeginAsync(staging, SourceOrg.Mapping), source).CountAsync(CancellationToken.None);
        var pointed = await new UnreadFields(await org.BeginAsync(staging, SourceOrg.Mapping, client: client), source).CountAsync(CancellationToken.None);
        Assert.That(pointed, Is.EqualTo(plain).And.Not.Empty);
    }

    [GeneratedRegex("\"expr[0-9]+\":[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counts();

    [Test]
    public async Task Fields_that_hold_something_and_are_not_read_are_counted()
    {
        await using var org = await SourceOrg.StartAsync(200);
        using var staging = new TemporaryStaging();
        var run = await org.BeginAsync(staging, SourceOrg.Mapping);
        var source = await org.Client.DescribeAsync("Task", CancellationToken.None);
        var counted = await new UnreadFields(run, source).CountAsync(CancellationToken.None);
        var where = SourceRange.Of(run).Where(run.From, run.To);
        var prioritised = await org.Client.CountAsync($"SELECT COUNT() FROM Task WHERE {where} AND Priority != null", all: true, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(counted!.Single(tally => tally.Name == "Priority").Count, Is.EqualTo(prioritised).And.Positive);
            Assert.That(counted!.Select(tally => tally.Name).Intersect(run.Mapping.SourceFields), Is.Empty);
            Assert.That(counted!.Select(tally => tally.Count), Is.Ordered.Descending.And.All.Positive);
        }
    }
}
