namespace DataMigrator.Mapping.Linking;

/// <summary>One call of a group with the same link key.</summary>
/// <param name="Owner">Who took the call; null if the mapping says nothing of it.</param>
/// <param name="Starts">Unix seconds.</param>
internal sealed record LinkMember(string TaskId, long Starts, long Ends, string? Owner);

/// <summary>What becomes of one member.</summary>
/// <param name="MergedInto">Task id of the call that stands for this one too; null = stands for itself.</param>
/// <param name="Parent">Task id of the leg before; null = first, or not chained.</param>
/// <param name="Merged">Task ids merged into this one, ascending.</param>
internal sealed record LinkOutcome(LinkMember Member, string? MergedInto, string? Parent, IReadOnlyList<string> Merged);

/// <summary>
/// Decides for one group which Tasks are the same call and which are legs of it. A function of the group alone: neither the order of rows nor which run
/// brought them plays a part, so that linking again, or after more Tasks came in, ends where linking everything at once would.
/// </summary>
internal static class LinkGroup
{
    public static IReadOnlyList<LinkOutcome> Decide(IEnumerable<LinkMember> members, LinkRule rule)
    {
        var ordered = members.OrderBy(member => member.Starts).ThenBy(member => member.TaskId, StringComparer.Ordinal).ToList();
        var outcomes = new List<LinkOutcome>();
        foreach (var calls in Clusters(ordered, rule.MaxGapSeconds))
        {
            DecideCall(calls, rule, outcomes);
        }

        return outcomes;
    }

    /// <summary>A key used again later (vendors recycle them) is another call: rows further apart than the gap are told apart.</summary>
    private static IEnumerable<List<LinkMember>> Clusters(List<LinkMember> ordered, int maxGapSeconds)
    {
        var cluster = new List<LinkMember>();
        var end = long.MinValue;
        foreach (var member in ordered)
        {
            if (cluster.Count > 0 && member.Starts - end > maxGapSeconds)
            {
                yield return cluster;
                cluster = [];
                end = long.MinValue;
            }

            cluster.Add(member);
            end = Math.Max(end, member.Ends);
        }

        if (cluster.Count > 0)
        {
            yield return cluster;
        }
    }

    private static void DecideCall(List<LinkMember> cluster, LinkRule rule, List<LinkOutcome> outcomes)
    {
        var kept = new List<(LinkMember Member, List<string> Merged)>();
        foreach (var member in cluster)
        {
            var same = kept.FindIndex(other => IsSameCall(other.Member, member, rule));
            if (same < 0)
            {
                kept.Add((member, []));
            }
            else
            {
                kept[same].Merged.Add(member.TaskId);
                outcomes.Add(new LinkOutcome(member, kept[same].Member.TaskId, null, []));
            }
        }

        string? parent = null;
        foreach (var (member, merged) in kept)
        {
            merged.Sort(StringComparer.Ordinal);
            outcomes.Add(new LinkOutcome(member, null, parent, merged));
            parent = rule.Chain ? member.TaskId : null;
        }
    }

    private static bool IsSameCall(LinkMember kept, LinkMember other, LinkRule rule) =>
        (rule.MergeAnyOwner || (rule.MergeSameOwner && string.Equals(kept.Owner, other.Owner, StringComparison.Ordinal)))
        && (other.Starts < kept.Ends || other.Starts == kept.Starts);
}
