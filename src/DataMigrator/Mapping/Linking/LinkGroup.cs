namespace DataMigrator.Mapping.Linking;

/// <summary>One call of a group with the same link key.</summary>
/// <param name="Owner">Who took the call; null if the mapping says nothing of it.</param>
/// <param name="Starts">Unix seconds.</param>
internal sealed record LinkMember(string TaskId, long Starts, long Ends, string? Owner)
{
    /// <summary>The target holds its VoiceCall: of several Tasks of one call this one must stand, or the call would be there twice.</summary>
    public bool InTarget { get; init; }
}

/// <summary>What becomes of one member.</summary>
/// <param name="MergedInto">Task id of the call that stands for this one too; null = stands for itself.</param>
/// <param name="Parent">Task id of the leg before; null = first, or not chained.</param>
/// <param name="Merged">Task ids merged into this one, ascending.</param>
internal sealed record LinkOutcome(LinkMember Member, string? MergedInto, string? Parent, IReadOnlyList<string> Merged);

/// <summary>
/// Decides for one group which Tasks are the same call and which are legs of it. A function of the group and of what the target holds of it: neither the
/// order of rows nor which run brought them plays a part, so that linking again, or after more Tasks came in, ends where linking everything at once would.
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
        var calls = new List<List<LinkMember>>();
        foreach (var member in cluster)
        {
            if (calls.Find(call => IsSameCall(call[0], member, rule)) is { } same)
            {
                same.Add(member);
            }
            else
            {
                calls.Add([member]);
            }
        }

        string? parent = null;
        foreach (var call in calls)
        {
            var kept = call.Find(member => member.InTarget) ?? call[0];
            var merged = call.Where(member => !ReferenceEquals(member, kept)).ToList();
            outcomes.AddRange(merged.Select(member => new LinkOutcome(member, kept.TaskId, null, [])));
            outcomes.Add(new LinkOutcome(kept, null, parent, [.. merged.Select(member => member.TaskId).Order(StringComparer.Ordinal)]));
            parent = rule.Chain ? kept.TaskId : null;
        }
    }

    private static bool IsSameCall(LinkMember first, LinkMember other, LinkRule rule) =>
        (rule.MergeAnyOwner || (rule.MergeSameOwner && string.Equals(first.Owner, other.Owner, StringComparison.Ordinal)))
        && (other.Starts < first.Ends || other.Starts == first.Starts);
}
