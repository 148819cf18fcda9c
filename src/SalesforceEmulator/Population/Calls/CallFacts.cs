namespace SalesforceEmulator.Population.Calls;

internal enum Direction
{
    Inbound,
    Outbound,
    Internal,
}

internal enum Ending
{
    Answered,
    Missed,
    Voicemail,
    Busy,
}

/// <summary>What really happened on the telephone, before a vendor's code wrote its version of it into a Task. One instance per row.</summary>
internal sealed class CallFacts
{
    /// <summary>The call's identity at the vendor; legs of a transfer share it.</summary>
    public required ulong Key { get; init; }

    public required Direction Direction { get; init; }

    public required Ending Ending { get; init; }

    /// <summary>Ringing began, UTC.</summary>
    public required DateTime Start { get; init; }

    public required int RingSeconds { get; init; }

    /// <summary>Conversation; 0 when nobody answered.</summary>
    public required int TalkSeconds { get; init; }

    public required int WrapSeconds { get; init; }

    public required Agent Agent { get; init; }

    /// <summary>Null if the number was matched to nobody.</summary>
    public required Party? Party { get; init; }

    /// <summary>The far end's number as the switch saw it: E.164, national, a SIP address, or a word for withheld; null if it got lost.</summary>
    public required string? CustomerNumber { get; init; }

    public required Phone Company { get; init; }

    public required string Queue { get; init; }

    /// <summary>Legs after the first of a transferred call.</summary>
    public required int Leg { get; init; }

    public required string? Disposition { get; init; }

    public required string? Note { get; init; }

    public bool Answered => Ending == Ending.Answered;

    public DateTime Answer => Start.AddSeconds(RingSeconds);

    public DateTime End => Start.AddSeconds(RingSeconds + TalkSeconds);

    public string Word => Direction switch { Direction.Inbound => "Inbound", Direction.Outbound => "Outbound", _ => "Internal" };

    public string LowerWord => Direction switch { Direction.Inbound => "inbound", Direction.Outbound => "outbound", _ => "internal" };

    /// <summary>The near end: an extension on internal calls.</summary>
    public string Near => Direction == Direction.Internal ? Agent.Extension : Company.E164;

    public string? From => Direction == Direction.Inbound ? CustomerNumber : Near;

    public string? To => Direction == Direction.Inbound ? Near : CustomerNumber;

    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, Agent.Zone);
}
