using System.Buffers.Text;
using DataMigrator.Mapping.Times;

namespace DataMigrator.Mapping.Rules;

/// <summary>A rule whose value is a number; its text is the number with up to 6 decimals.</summary>
internal abstract class NumericRule : Rule
{
    public sealed override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        if (!TryNumber(row, out var number))
        {
            return default;
        }

        var room = row.Scratch.Reserve(32);
        int length;
        if (number == Math.Floor(number) && Math.Abs(number) < 1e15)
        {
            Utf8Formatter.TryFormat((long)number, room, out length);
        }
        else if (!Utf8Formatter.TryFormat(Math.Round(number, 6), room, out length))
        {
            return default;
        }

        return room[..length];
    }

    public sealed override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        milliseconds = 0;
        return false;
    }
}

/// <summary>A duration in seconds out of a number of some unit, a clock or words.</summary>
internal sealed class DurationRule(Rule from, double unit) : NumericRule
{
    public override string Label => $"duration of {from.Label}";

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override bool TryNumber(scoped in RowContext row, out double number) => DurationText.TryParse(from.Text(row), unit, out number);

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : "not a duration";
}

/// <summary>Seconds between two times.</summary>
internal sealed class BetweenRule(Rule start, Rule end) : NumericRule
{
    public override string Label => $"seconds from {start.Label} to {end.Label}";

    public override IReadOnlyList<Rule> Parts => [start, end];

    public override bool TryNumber(scoped in RowContext row, out double number)
    {
        number = 0;
        if (!start.TryInstant(row, out var from) || !end.TryInstant(row, out var to) || to < from)
        {
            return false;
        }

        number = (to - from) / 1000.0;
        return true;
    }

    public override string WhyNot(scoped in RowContext row) => "a time is missing, or the end is before the start";
}

/// <summary>Sum, difference or product of numbers; none if one is missing.</summary>
internal sealed class ArithmeticRule(char operation, IReadOnlyList<Rule> parts) : NumericRule
{
    private readonly Rule[] rules = [.. parts];

    public override string Label => string.Join($" {operation} ", rules.Select(r => r.Label));

    public override IReadOnlyList<Rule> Parts => rules;

    public override bool TryNumber(scoped in RowContext row, out double number)
    {
        if (!rules[0].TryNumber(row, out number))
        {
            return false;
        }

        for (var i = 1; i < rules.Length; i++)
        {
            if (!rules[i].TryNumber(row, out var next))
            {
                return false;
            }

            number = operation switch { '+' => number + next, '-' => number - next, _ => number * next };
        }

        return double.IsFinite(number);
    }

    public override string WhyNot(scoped in RowContext row) => "a number is missing";
}
