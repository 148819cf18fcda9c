using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>A yes-or-no question about a row.</summary>
internal abstract class Condition
{
    public abstract string Label { get; }

    /// <summary>Whether it searches a text, which costs more than finding no value in it.</summary>
    public virtual bool Searches => false;

    public abstract bool Holds(scoped in RowContext row);
}

internal sealed class AllCondition(Condition[] parts) : Condition
{
    public override string Label => string.Join(" and ", parts.Select(p => p.Label));

    public override bool Searches => parts[0].Searches;

    public override bool Holds(scoped in RowContext row)
    {
        foreach (var part in parts)
        {
            if (!part.Holds(row))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class AnyCondition(Condition[] parts) : Condition
{
    public override string Label => $"({string.Join(" or ", parts.Select(p => p.Label))})";

    public override bool Searches => parts[0].Searches;

    public override bool Holds(scoped in RowContext row)
    {
        foreach (var part in parts)
        {
            if (part.Holds(row))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class NotCondition(Condition inner) : Condition
{
    public override string Label => $"not {inner.Label}";

    public override bool Searches => inner.Searches;

    public override bool Holds(scoped in RowContext row) => !inner.Holds(row);
}

/// <summary>Asked once per row although many rules hang on it: the <c>when</c> of a preset.</summary>
internal sealed class SharedCondition(Condition inner, int guard) : Condition
{
    public override string Label => inner.Label;

    public override bool Holds(scoped in RowContext row)
    {
        ref var answer = ref row.Scratch.Answer(guard);
        if (answer == 0)
        {
            answer = inner.Holds(row) ? (byte)2 : (byte)1;
        }

        return answer == 2;
    }
}

internal sealed class EmptyCondition(Rule rule, bool empty) : Condition
{
    public override string Label => $"{rule.Label} is {(empty ? "empty" : "filled")}";

    public override bool Holds(scoped in RowContext row) => rule.Text(row).IsEmpty == empty;
}

internal enum TextTest
{
    Is,
    Contains,
    StartsWith,
    EndsWith,
}

/// <summary>Compares a text with one or more fixed ones, ASCII letters in either case.</summary>
internal sealed class TextCondition(Rule rule, TextTest test, IReadOnlyList<string> values) : Condition
{
    private readonly byte[][] wanted = [.. values.Select(System.Text.Encoding.UTF8.GetBytes)];
    private readonly SoughtText[] sought = [.. values.Where(_ => test == TextTest.Contains).Select(value => new SoughtText(value))];

    // First bytes in either case: most texts are settled by their first.
    private readonly bool[]? first = test is TextTest.Is or TextTest.StartsWith && values.All(v => v.Length > 0) ? FirstBytes(values) : null;

    public override string Label => $"{rule.Label} {test switch { TextTest.Is => "is", TextTest.Contains => "contains", TextTest.StartsWith => "starts with", _ => "ends with" }} {string.Join(" or ", values.Select(v => $"'{v}'"))}";

    public override bool Searches => test == TextTest.Contains;

    public override bool Holds(scoped in RowContext row)
    {
        var text = rule.Text(row);
        if (first is not null && (text.IsEmpty || !first[text[0]]))
        {
            return false;
        }

        if (test == TextTest.Contains)
        {
            return SoughtText.AnyIn(text, rule.Letters(row, text), sought);
        }

        foreach (var value in wanted)
        {
            var holds = test switch
            {
                TextTest.Is => Ascii.EqualsIgnoreCase(text, value),
                TextTest.StartsWith => Ascii.StartsWithIgnoreCase(text, value),
                _ => Ascii.EndsWithIgnoreCase(text, value),
            };
            if (holds)
            {
                return true;
            }
        }

        return false;
    }

    private static bool[] FirstBytes(IReadOnlyList<string> values)
    {
        var bytes = new bool[256];
        foreach (var value in values.SelectMany(v => new[] { v.ToUpperInvariant(), v.ToLowerInvariant(), v }))
        {
            bytes[System.Text.Encoding.UTF8.GetBytes(value)[0]] = true;
        }

        return bytes;
    }
}

/// <summary>A number against a bound.</summary>
internal sealed class NumberCondition(Rule rule, double bound, bool greater) : Condition
{
    public override string Label => $"{rule.Label} {(greater ? "greater than" : "less than")} {bound.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public override bool Holds(scoped in RowContext row) => rule.TryNumber(row, out var number) && (greater ? number > bound : number < bound);
}

/// <summary>Whether a text is shorter than so many bytes; keeps costly rules off long texts.</summary>
internal sealed class ShorterCondition(Rule rule, int bytes) : Condition
{
    public override string Label => $"{rule.Label} is shorter than {bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    public override bool Holds(scoped in RowContext row) => rule.Text(row).Length < bytes;
}

/// <summary>Whether a regex finds something.</summary>
internal sealed class MatchCondition(Rule rule, TimedRegex regex) : Condition
{
    public override string Label => $"{rule.Label} matches {regex.Pattern}";

    public override bool Searches => true;

    public override bool Holds(scoped in RowContext row)
    {
        var text = rule.Text(row);
        return !text.IsEmpty && regex.IsMatch(row, text, rule.Letters(row, text));
    }
}

/// <summary>Whether a lookup has a record for the key.</summary>
internal sealed class FoundCondition(string name, int lookup, Rule key) : Condition
{
    public override string Label => $"{name} has a record for {key.Label}";

    public override bool Holds(scoped in RowContext row)
    {
        var id = key.Text(row);
        return !id.IsEmpty && row.Lookups.TryGet(lookup, id, out _);
    }
}

/// <summary>Whether the date (first 10 characters) of one value is after that of another.</summary>
internal sealed class LaterDateCondition(Rule rule, Rule than) : Condition
{
    public override string Label => $"{rule.Label} is after {than.Label}";

    public override bool Holds(scoped in RowContext row)
    {
        var left = rule.Text(row);
        var right = than.Text(row);
        return left.Length >= 10 && right.Length >= 10 && left[..10].SequenceCompareTo(right[..10]) > 0;
    }
}

/// <summary>An answer that is known before any row is seen, because a field is not in this org.</summary>
internal sealed class FixedCondition(bool holds) : Condition
{
    public override string Label => holds ? "always" : "never";

    public bool Value => holds;

    public override bool Holds(scoped in RowContext row) => holds;
}
