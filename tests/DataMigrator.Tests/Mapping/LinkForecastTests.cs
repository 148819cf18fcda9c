using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Assessing;

namespace DataMigrator.Tests.Mapping;

/// <summary>An assessment tells what linking will do: duplicates of one owner are merged, agents of one call are chained.</summary>
[Parallelizable]
internal sealed class LinkForecastTests
{
    private static readonly TargetField[] Fields = [new("OwnerId", "reference", 18, true, true), new("UserId", "reference", 18, true, true)];

    private static LinkTally Decide(params (long? Key, string Task, string? Agent, long Starts, long Ends)[] rows)
    {
        using var links = new LinkForecast(new LinkRule(MergeSameOwner: true, MergeAnyOwner: false, Chain: true, MaxGapSeconds: 7200, MergedIdsField: null), Fields);
        var call = new CallBuffer(Fields.Length);
        foreach (var row in rows)
        {
            call.Clear();
            (call.LinkKey, call.Starts, call.Ends) = (row.Key, row.Starts, row.Ends);
            if (row.Agent is not null)
            {
                call.Set(1, Encoding.UTF8.GetBytes(row.Agent));
            }

            links.Add(Encoding.UTF8.GetBytes(row.Task), call);
        }

        return links.Decide();
    }

    [Test]
    public void Duplicates_and_legs_are_told_apart_and_seconds_are_not_counted_twice() => Assert.That(
        Decide(
            (7, "a", "ada", 1000, 1060), (9, "x", "ada", 1000, 1060), (7, "b", "ada", 1010, 1050), (7, "c", "bob", 1060, 1090), (7, "d", "ada", 100_000, 100_010),
            (null, "e", "ada", 1000, 1060), (null, "f", "ada", 1000, 1060), (-5, "g", null, 5, 6), (-5, "h", null, 5, 9)),
        Is.EqualTo(new LinkTally(Merged: 2, MergedSeconds: 44, Chained: 1, Example: "h")));

    [Test]
    public void Nothing_to_link_is_nothing() => Assert.That((Decide(), Decide((1, "a", "ada", 0, 1))), Is.EqualTo((LinkTally.None, LinkTally.None)));
}
