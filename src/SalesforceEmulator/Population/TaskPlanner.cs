using SalesforceEmulator.Population.Calls;
using SalesforceEmulator.Population.Vendors;

namespace SalesforceEmulator.Population;

/// <summary>Lays out the Tasks of a span of time: calls with their legs and doubles, and what lies between them.</summary>
internal sealed class TaskPlanner(People people, Vendor[] vendors, DateTime now)
{
    private readonly CallSource calls = new(people, now);

    /// <summary>Exactly <paramref name="count"/> plans, oldest first.</summary>
    public List<TaskPlan> Plan(ref Dice dice, int count, DateTime from, DateTime to)
    {
        var plans = new List<TaskPlan>(count + 4);
        var seconds = Math.Max(1L, (long)(to - from).TotalSeconds);
        while (plans.Count < count)
        {
            var at = from.AddSeconds(seconds * plans.Count / count);
            at = at.AddSeconds(dice.Below(Math.Max(1L, seconds / count)));
            var vendor = dice.Pick(vendors);
            var facts = calls.Next(ref dice, at, vendor.NumberThroughWho);
            switch (dice.Below(1000))
            {
                case < 890:
                    Call(plans, ref dice, facts, vendor, from, to);
                    break;
                case < 910:
                    Add(plans, ref dice, TaskKind.Planned, facts.Start, facts, vendor);
                    break;
                case < 940:
                    Add(plans, ref dice, TaskKind.Sms, facts.Start, facts, vendor);
                    break;
                case < 975:
                    Add(plans, ref dice, TaskKind.Email, facts.Start, facts, vendor);
                    break;
                case < 995:
                    Add(plans, ref dice, TaskKind.Reminder, facts.Start, facts, vendor);
                    break;
                default:
                    var master = plans.Count;
                    Add(plans, ref dice, TaskKind.RecurrenceMaster, facts.Start, facts, vendor);
                    Add(plans, ref dice, TaskKind.Occurrence, facts.Start, facts, vendor, master);
                    Add(plans, ref dice, TaskKind.Occurrence, facts.Start, facts, vendor, master);
                    break;
            }
        }

        plans.RemoveRange(count, plans.Count - count);
        plans.Sort((a, b) => a.Created != b.Created ? a.Created.CompareTo(b.Created) : a.Sequence.CompareTo(b.Sequence));
        return plans;
    }

    private void Call(List<TaskPlan> plans, ref Dice dice, CallFacts facts, Vendor vendor, DateTime from, DateTime to)
    {
        AddCall(plans, ref dice, facts, vendor, from, to);
        if (facts.Answered && dice.Chance(45))
        {
            var second = calls.Transfer(ref dice, facts);
            AddCall(plans, ref dice, second, vendor, from, to);
            if (dice.Chance(200))
            {
                AddCall(plans, ref dice, calls.Transfer(ref dice, second), vendor, from, to);
            }
        }
        else if (dice.Chance(10))
        {
            // The adapter saved twice: same call, same agent.
            AddCall(plans, ref dice, facts, vendor, from, to);
        }
    }

    private void AddCall(List<TaskPlan> plans, ref Dice dice, CallFacts facts, Vendor vendor, DateTime from, DateTime to)
    {
        var inserted = vendor.Insertion switch
        {
            Insertion.AtRing => facts.Start,
            Insertion.AtAnswer => facts.Answer,
            _ => facts.End.AddSeconds(1 + dice.Below(facts.WrapSeconds + 5)),
        };

        // Ids ascend with CreatedDate through the whole org, so nothing leaves its span.
        Add(plans, ref dice, TaskKind.Call, inserted < from ? from : inserted >= to ? to.AddSeconds(-1) : inserted, facts, vendor);
    }

    private static void Add(List<TaskPlan> plans, ref Dice dice, TaskKind kind, DateTime created, CallFacts facts, Vendor vendor, int master = -1) =>
        plans.Add(new TaskPlan(kind, created, facts, vendor, plans.Count, master, dice.Next()));
}
