using System.Text;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>A field of the Task, as it came.</summary>
internal sealed class FieldRule(string name, int column) : Rule
{
    public int Column => column;

    public override string Label => name;

    public override ValueOrigin Origin { get; } = name switch
    {
        "Subject" => ValueOrigin.Subject,
        "Description" => ValueOrigin.Description,
        "CallDisposition" => ValueOrigin.Disposition,
        "CreatedDate" => ValueOrigin.Created,
        "CompletedDateTime" => ValueOrigin.Completed,
        "ActivityDate" => ValueOrigin.DateOnly,
        _ => ValueOrigin.Field,
    };

    public override ReadOnlySpan<byte> Text(scoped in RowContext row) => row.Task[column];

    public override LetterSet Letters(scoped in RowContext row, ReadOnlySpan<byte> text)
    {
        ref var known = ref row.Scratch.Letters(column);
        if (known == default)
        {
            known = LetterSet.Of(text);
        }

        return known;
    }
}

/// <summary>A fixed text.</summary>
internal sealed class ConstantRule(string text, string label) : Rule
{
    private readonly byte[] utf8 = Encoding.UTF8.GetBytes(text);

    public override string Label => label;

    public override ValueOrigin Origin => ValueOrigin.Constant;

    public string Value => text;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row) => utf8;

    public override string WhyNot(scoped in RowContext row) => "not set";
}

/// <summary>A field that this org doesn't have: never a value.</summary>
internal sealed class AbsentRule(string name) : Rule
{
    public override string Label => name;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row) => default;

    public override string WhyNot(scoped in RowContext row) => "this org has no such field";
}

/// <summary>A value of a looked-up record.</summary>
internal sealed class LookupRule(string name, int lookup, Rule key, int field, ValueOrigin origin) : Rule
{
    public override string Label => name;

    public override ValueOrigin Origin => origin;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var id = key.Text(row);
        return !id.IsEmpty && row.Lookups.TryGet(lookup, id, out var record) ? record[field] : default;
    }

    public override string WhyNot(scoped in RowContext row)
    {
        var id = key.Text(row);
        return id.IsEmpty ? $"{key.Label} is empty"
            : row.Lookups.TryGet(lookup, id, out _) ? "empty in the looked-up record"
            : $"no record for {key.Label}";
    }
}

/// <summary>A slot of <c>find</c>, asked once per row.</summary>
internal sealed class VariableRule(string name, int slot, Slot definition) : Rule
{
    public override string Label => "$" + name;

    public override IReadOnlyList<Rule> Parts => definition.Candidates;

    public override ReadOnlySpan<byte> Text(scoped in RowContext row) => definition.Value(row, slot).Text;

    public override int Choice(scoped in RowContext row) => definition.Value(row, slot).Winner;

    public override string WhyNot(scoped in RowContext row) => "nothing was found for it";
}

/// <summary>Candidates for one thing to know about a call; the first that gives a value wins.</summary>
internal sealed class Slot(string name)
{
    public string Name => name;

    // Five candidates in six are of another vendor's preset: they are passed by without being asked (at 80 of them per row 0.4 µs).
    private (SharedCondition? Guard, Rule Rule)[] guarded = [];

    public Rule[] Candidates
    {
        get;
        set => (field, guarded) = (value, [.. value.Select(rule => rule is ConditionalRule { Guard: { } guard, Guarded: var bare } ? (guard, bare) : ((SharedCondition?)null, rule))]);
    }
    = [];

    /// <summary>The next candidate that this row's presets leave; null if there is none.</summary>
    /// <param name="at">Its place among all; −1 to begin with.</param>
    public Rule? Next(scoped in RowContext row, ref int at)
    {
        while (++at < guarded.Length)
        {
            var (guard, rule) = guarded[at];
            if (guard is null || guard.Holds(row))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>Valid until the row is done.</summary>
    public ref readonly SlotValue Value(scoped in RowContext row, int index)
    {
        ref var value = ref row.Scratch.Slot(index);
        if (value.State == SlotState.Unknown)
        {
            Find(row, index);
        }

        return ref value;
    }

    private void Find(scoped in RowContext row, int index)
    {
        for (var at = -1; Next(row, ref at) is { } candidate;)
        {
            var text = candidate.Text(row);
            if (!text.IsEmpty)
            {
                row.Scratch.Keep(index, text, at, candidate.Origin);
                return;
            }
        }

        row.Scratch.Keep(index, default, -1, ValueOrigin.None);
    }
}
