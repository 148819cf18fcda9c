using System.Buffers.Text;

namespace DataMigrator.Mapping.Rules;

/// <summary><c>$start</c> and <c>$end</c> as the engine settled them.</summary>
internal sealed class CallTimeRule(bool end) : InstantRule
{
    public override string Label => end ? "$end" : "$start";

    public override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        milliseconds = end ? row.Scratch.End : row.Scratch.Start;
        return true;
    }
}

/// <summary><c>$duration</c>, whole seconds.</summary>
internal sealed class CallDurationRule : Rule
{
    public override string Label => "$duration";

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        if (row.Scratch.Duration is not { } seconds)
        {
            return default;
        }

        var room = row.Scratch.Reserve(20);
        Utf8Formatter.TryFormat((long)seconds, room, out var length);
        return room[..length];
    }

    public override bool TryNumber(scoped in RowContext row, out double number)
    {
        number = row.Scratch.Duration ?? 0;
        return row.Scratch.Duration is not null;
    }
}

/// <summary>A text that the engine keeps in a slot of its own: <c>$from</c>, <c>$to</c>, <c>$direction</c>, <c>$startSource</c>, …</summary>
internal sealed class KeptRule(string name, int slot) : Rule
{
    public override string Label => "$" + name;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row) => row.Scratch.Slot(slot).Text;
}
