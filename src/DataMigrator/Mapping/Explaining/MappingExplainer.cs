using System.Text;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;

namespace DataMigrator.Mapping.Explaining;

/// <summary>Maps one row and says how. The same engine with the same state, so an explanation can't differ from a run.</summary>
internal static class MappingExplainer
{
    private const int DeepestParts = 6;

    private static readonly int[] EngineSlots =
        [SlotIndex.Direction, SlotIndex.Duration, SlotIndex.Start, SlotIndex.End, SlotIndex.From, SlotIndex.To, SlotIndex.Customer, SlotIndex.Agent, SlotIndex.Key, SlotIndex.Legs];

    public static Explanation Explain(ICompiledMapping compiled, ILookups lookups, in TaskRow row)
    {
        var mapping = (CompiledMapping)compiled;
        var mapper = new CallMapper(mapping, lookups);
        var call = new CallBuffer(mapping.TargetFields.Count);
        var outcome = mapper.Map(row, call);
        var context = new RowContext(row, lookups, mapper.Scratch);
        var (skips, found, fields) = (new List<SkipTrace>(), new List<ExplainedValue>(), new List<ExplainedValue>());
        foreach (var skip in mapping.Skips)
        {
            skips.Add(new SkipTrace(skip.Reason.Text, skip.When.Label, skip.When.Holds(context)));
        }

        foreach (var index in EngineSlots.Concat(Enumerable.Range(SlotIndex.FirstFree, Math.Max(0, mapping.Slots.Count - SlotIndex.FirstFree))))
        {
            if (mapping.Slots[index].Candidates.Length > 0)
            {
                found.Add(Slot(mapping.Slots[index], context));
            }
        }

        for (var i = 0; i < mapping.Targets.Count; i++)
        {
            var target = mapping.Targets[i];
            var tried = Trace(target.Rule, context, chosen: true, 0);
            var value = outcome.Reason is not null || call.IsNull(i) ? null : Show(call[i]);
            fields.Add(new ExplainedValue(target.Field, value, Winner(tried).Rule, Winner(tried).Site, [tried]));
        }

        return new Explanation(
            Encoding.UTF8.GetString(row[0]), outcome.Door.ToString().ToLowerInvariant(), outcome.Reason, call.Detail, mapping.Name, mapping.Version, skips, found, fields);
    }

    private static ExplainedValue Slot(Slot slot, scoped in RowContext row)
    {
        var tried = new List<RuleTrace>();
        RuleTrace? winner = null;
        foreach (var candidate in slot.Candidates)
        {
            var trace = winner is null ? Trace(candidate, row, chosen: true, 1) : NotAsked(candidate);
            winner ??= trace.Value is null ? null : trace;
            tried.Add(trace);
        }

        return new ExplainedValue("$" + slot.Name, winner?.Value, winner?.Rule ?? "none", winner?.Site ?? string.Empty, tried);
    }

    private static RuleTrace Trace(Rule rule, scoped in RowContext row, bool chosen, int depth)
    {
        var value = Show(rule.Text(row));
        var parts = new List<RuleTrace>();
        if (depth < DeepestParts)
        {
            var choice = rule.Choice(row);
            for (var i = 0; i < rule.Parts.Count; i++)
            {
                // Of rules that choose, what comes after the choice was never asked.
                var asked = choice < 0 || i <= choice;
                parts.Add(asked ? Trace(rule.Parts[i], row, chosen && (choice < 0 || i == choice), depth + 1) : NotAsked(rule.Parts[i]));
            }
        }

        return new RuleTrace(rule.Label, rule.Site, value, value is null ? rule.WhyNot(row) : null, chosen && value is not null, parts);
    }

    private static RuleTrace NotAsked(Rule rule) => new(rule.Label, rule.Site, null, "not asked: another rule gave the value", Chosen: false, []);

    private static RuleTrace Winner(RuleTrace trace) => trace.Parts.FirstOrDefault(p => p.Chosen) is { } part && (trace.Rule is "first-of" || trace.Rule.StartsWith('$')) ? Winner(part) : trace;

    private static string? Show(ReadOnlySpan<byte> value) => MapDetail.Of(value);
}
