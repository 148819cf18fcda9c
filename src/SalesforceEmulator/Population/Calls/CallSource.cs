namespace SalesforceEmulator.Population.Calls;

/// <summary>Invents calls within a span of time.</summary>
internal sealed class CallSource(People people, DateTime now)
{
    private static readonly string[] Withheld = ["anonymous", "Restricted", "unavailable", "+266696687"];

    /// <summary>One call as its first agent had it.</summary>
    /// <param name="known">The vendor logs only calls that it has matched to a person: their record is the one place that has the number.</param>
    public CallFacts Next(ref Dice dice, DateTime at, bool known)
    {
        var agent = OnShift(ref dice, at);
        var direction = dice.Below(100) switch { < 42 => Direction.Inbound, < 95 => Direction.Outbound, _ => Direction.Internal };
        var ending = dice.Below(100) switch { < 74 => Ending.Answered, < 88 => Ending.Missed, < 96 => Ending.Voicemail, _ => Ending.Busy };
        var ring = 2 + dice.Below(28);
        var talk = ending == Ending.Answered ? 5 + dice.Below(dice.Chance(80) ? 7200 : 900) : 0;
        var party = dice.Chance(known ? 990 : 880) ? Customer(ref dice, agent, known) : null;
        return new CallFacts
        {
            Key = dice.Next(),
            Direction = direction,
            Ending = ending,
            Start = Earliest(at, ring + talk),
            RingSeconds = ring,
            TalkSeconds = talk,
            WrapSeconds = dice.Below(90),
            Agent = agent,
            Party = party,
            CustomerNumber = Number(ref dice, direction, agent, party),
            Company = agent.Line,
            Queue = dice.Pick(CallTexts.Queues),
            Leg = 0,
            Disposition = dice.Chance(650) ? dice.Pick(CallTexts.Dispositions) : null,
            Note = CallTexts.Note(ref dice),
        };
    }

    /// <summary>The part of a transferred call that the next agent had.</summary>
    public CallFacts Transfer(ref Dice dice, CallFacts before) => new()
    {
        Key = before.Key,
        Direction = before.Direction,
        Ending = Ending.Answered,
        Start = Earliest(before.End.AddSeconds(1 + dice.Below(20)), 400),
        RingSeconds = 1 + dice.Below(10),
        TalkSeconds = 10 + dice.Below(300),
        WrapSeconds = dice.Below(60),
        Agent = dice.Pick(people.Agents),
        Party = before.Party,
        CustomerNumber = before.CustomerNumber,
        Company = before.Company,
        Queue = before.Queue,
        Leg = before.Leg + 1,
        Disposition = before.Disposition,
        Note = CallTexts.Note(ref dice),
    };

    /// <summary>Most customers live where the agent does.</summary>
    private Party Customer(ref Dice dice, Agent agent, bool known)
    {
        if (dice.Chance(950) && people.Reachable.TryGetValue(agent.Region.CountryCode, out var near))
        {
            return dice.Pick(near);
        }

        var party = dice.Pick(people.Parties);
        return known && party.Number is null ? dice.Pick(people.Reachable[people.Reachable.Keys.Min(StringComparer.Ordinal)!]) : party;
    }

    /// <summary>Somebody for whom it is daytime, if a few tries find one: the office hours of the world follow one another.</summary>
    private Agent OnShift(ref Dice dice, DateTime at)
    {
        var agent = dice.Pick(people.Agents);
        for (var tries = 0; tries < 5 && (at + agent.Zone.BaseUtcOffset).Hour is < 8 or > 18; tries++)
        {
            agent = dice.Pick(people.Agents);
        }

        return agent;
    }

    /// <summary>No call ends after the org's now.</summary>
    private DateTime Earliest(DateTime at, int seconds) => at.AddSeconds(seconds) <= now ? at : now.AddSeconds(-seconds);

    private static string? Number(ref Dice dice, Direction direction, Agent agent, Party? party)
    {
        if (direction == Direction.Internal)
        {
            return dice.Chance(500) ? "Ext " + (2000 + dice.Below(400)) : "sip:" + agent.Alias + "@pbx.example";
        }

        var phone = party?.Number ?? Phone.Roll(ref dice, agent.Region);
        return dice.Below(1000) switch
        {
            < 840 => phone.E164,
            < 940 => phone.SeenFrom(agent.Region),
            < 960 => phone.Region.CountryCode == agent.Region.CountryCode ? phone.National : phone.E164,
            < 970 => "sip:" + phone.E164 + "@sip.example",
            < 988 => Withheld[dice.Below(Withheld.Length)],
            _ => null,
        };
    }
}
