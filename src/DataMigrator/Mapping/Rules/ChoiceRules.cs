using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>The first part that gives a value.</summary>
internal sealed class FirstOfRule(IReadOnlyList<Rule> parts) : Rule
{
    private readonly Rule[] rules = [.. parts];

    public override string Label => "first-of";

    public override IReadOnlyList<Rule> Parts => rules;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        foreach (var rule in rules)
        {
            var text = rule.Text(row);
            if (!text.IsEmpty)
            {
                return text;
            }
        }

        return default;
    }

    public override bool TryNumber(scoped in RowContext row, out double number)
    {
        foreach (var rule in rules)
        {
            if (rule.TryNumber(row, out number))
            {
                return true;
            }
        }

        number = 0;
        return false;
    }

    public override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        foreach (var rule in rules)
        {
            if (rule.TryInstant(row, out milliseconds))
            {
                return true;
            }
        }

        milliseconds = 0;
        return false;
    }

    public override int Choice(scoped in RowContext row)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            if (!rules[i].Text(row).IsEmpty)
            {
                return i;
            }
        }

        return -1;
    }

    public override ReadOnlySpan<byte> WrittenNumber(scoped in RowContext row)
    {
        foreach (var rule in rules)
        {
            var text = rule.WrittenNumber(row);
            if (!text.IsEmpty)
            {
                return text;
            }
        }

        return default;
    }

    public override string WhyNot(scoped in RowContext row) => "none of its parts has a value";
}

/// <summary>One of two rules, by a condition; the second may be missing.</summary>
internal sealed class ConditionalRule(Condition condition, Rule then, Rule? otherwise) : Rule
{
    /// <summary>The condition, if many rules share it and there is no second rule.</summary>
    public SharedCondition? Guard => otherwise is null ? condition as SharedCondition : null;

    /// <summary>The rule for which it is asked.</summary>
    public Rule Guarded => then;

    // A value that is seldom there is looked for first: the condition is asked of one row in ten, or of none.
    private readonly bool valueFirst = otherwise is null && then.Seeks && condition.Searches;

    public override string Label => otherwise is null ? then.Label : $"when {condition.Label}";

    public override ValueOrigin Origin => then.Origin;

    public override IReadOnlyList<Rule> Parts => otherwise is null ? [then] : [then, otherwise];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        if (valueFirst)
        {
            var text = then.Text(row);
            return !text.IsEmpty && condition.Holds(row) ? text : default;
        }

        return condition.Holds(row) ? then.Text(row) : otherwise is null ? default : otherwise.Text(row);
    }

    public override bool TryNumber(scoped in RowContext row, out double number)
    {
        number = 0;
        return condition.Holds(row) ? then.TryNumber(row, out number) : otherwise is not null && otherwise.TryNumber(row, out number);
    }

    public override bool TryInstant(scoped in RowContext row, out long milliseconds)
    {
        milliseconds = 0;
        return condition.Holds(row) ? then.TryInstant(row, out milliseconds) : otherwise is not null && otherwise.TryInstant(row, out milliseconds);
    }

    public override ReadOnlySpan<byte> WrittenNumber(scoped in RowContext row) =>
        condition.Holds(row) ? then.WrittenNumber(row) : otherwise is null ? default : otherwise.WrittenNumber(row);

    public override int Choice(scoped in RowContext row) => condition.Holds(row) ? 0 : 1;

    public override string WhyNot(scoped in RowContext row) =>
        condition.Holds(row) ? then.WhyNot(row) : otherwise is null ? $"only if {condition.Label}" : otherwise.WhyNot(row);
}

/// <summary>A rule whose place of origin the mapping states.</summary>
internal sealed class OriginRule(Rule inner, ValueOrigin origin) : Rule
{
    public override string Label => inner.Label;

    public override ValueOrigin Origin => origin;

    public override IReadOnlyList<Rule> Parts => inner.Parts;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row) => inner.Text(row);

    public override LetterSet Letters(scoped in RowContext row, ReadOnlySpan<byte> text) => inner.Letters(row, text);

    public override bool TryNumber(scoped in RowContext row, out double number) => inner.TryNumber(row, out number);

    public override bool TryInstant(scoped in RowContext row, out long milliseconds) => inner.TryInstant(row, out milliseconds);

    public override ReadOnlySpan<byte> WrittenNumber(scoped in RowContext row) => inner.WrittenNumber(row);

    public override int Choice(scoped in RowContext row) => inner.Choice(row);

    public override string WhyNot(scoped in RowContext row) => inner.WhyNot(row);
}
