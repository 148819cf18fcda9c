using DataMigrator.Mapping.Rules;

namespace DataMigrator.Mapping.Running;

/// <summary>Directions that the engine knows; what the slot <c>direction</c> has to give. The value for VoiceCall.CallType is a rule of the mapping.</summary>
internal enum Direction
{
    None,
    Inbound,
    Outbound,
    Internal,
    Consult,
    Transfer,
    Callback,
}

internal static class Directions
{
    public static readonly string[] Names = [.. Enum.GetNames<Direction>().Skip(1)];

    private static readonly byte[][] Utf8 = [[], .. Names.Select(System.Text.Encoding.ASCII.GetBytes)];

    public static Direction Parse(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < Utf8.Length; i++)
        {
            if (Texts.Ascii.EqualsIgnoreCase(text, Utf8[i]))
            {
                return (Direction)i;
            }
        }

        return Direction.None;
    }

    public static ReadOnlySpan<byte> Name(Direction direction) => Utf8[(int)direction];

    /// <summary>
    /// Whether the customer's is the From number. VoiceCall.ToPhoneNumber is the agent's for inbound, transfer and callback, the customer's for outbound
    /// (Object Reference, VoiceCall); a consult goes out from the agent, and so does an internal call.
    /// </summary>
    public static bool CustomerCalls(this Direction direction) => direction is Direction.Inbound or Direction.Transfer or Direction.Callback;

    public static Direction Find(Slot slot, scoped in RowContext row, out int winner)
    {
        for (winner = -1; slot.Next(row, ref winner) is { } candidate;)
        {
            if (Parse(candidate.Text(row)) is not Direction.None and var direction)
            {
                return direction;
            }
        }

        return Direction.None;
    }
}
