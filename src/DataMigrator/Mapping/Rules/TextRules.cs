using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>What a value map does with a value it doesn't list.</summary>
internal enum Unlisted
{
    Nothing,
    Keep,
    Other,
}

/// <summary>Values that become others, ASCII case and surrounding blanks ignored.</summary>
internal sealed class ValueMapRule(string name, Rule from, ValueTable table, Unlisted unlisted, Rule? other) : Rule
{
    public override string Label => $"map {name}";

    /// <summary>Name of the value list; assess counts what it doesn't list.</summary>
    public string ListName => name;

    public Rule Input => from;

    public ValueTable Table => table;

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => other is null ? [from] : [from, other];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var text = Ascii.Trim(from.Text(row));
        if (text.IsEmpty)
        {
            return default;
        }

        return table.TryGet(text, out var value) ? value
            : unlisted == Unlisted.Keep ? text
            : unlisted == Unlisted.Other ? other!.Text(row) : default;
    }

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : $"'{System.Text.Encoding.UTF8.GetString(from.Text(row))}' isn't in the list";
}

/// <summary>A hash table from UTF-8 to UTF-8, case-insensitive in ASCII; made once, read by all threads.</summary>
internal sealed class ValueTable
{
    private readonly byte[][] keys;
    private readonly byte[][] values;
    private readonly int[] buckets;

    public ValueTable(IReadOnlyCollection<KeyValuePair<string, string>> entries)
    {
        buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, entries.Count * 2))];
        var (keyList, valueList) = (new List<byte[]>(), new List<byte[]>());
        foreach (var (key, value) in entries)
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(key);
            var at = Find(utf8, keyList);
            if (buckets[at] == 0)
            {
                keyList.Add(utf8);
                valueList.Add(System.Text.Encoding.UTF8.GetBytes(value));
                buckets[at] = keyList.Count;
            }
        }

        (keys, values) = ([.. keyList], [.. valueList]);
    }

    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var entry = buckets[Find(key, keys)];
        value = entry == 0 ? default : values[entry - 1];
        return entry != 0;
    }

    private int Find(ReadOnlySpan<byte> key, IReadOnlyList<byte[]> known)
    {
        var mask = buckets.Length - 1;
        var at = (int)Ascii.HashIgnoreCase(key) & mask;
        while (buckets[at] != 0 && !Ascii.EqualsIgnoreCase(known[buckets[at] - 1], key))
        {
            at = (at + 1) & mask;
        }

        return at;
    }
}

/// <summary>Fixed text with values in it; no value at all if every value in it is empty.</summary>
internal sealed class TemplateRule(string template, IReadOnlyList<Rule> parts) : Rule
{
    private readonly Rule[] rules = [.. parts];

    public override string Label => $"template '{template}'";

    public override IReadOnlyList<Rule> Parts => [.. rules.Where(r => r is not ConstantRule)];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var (length, filled) = (0, false);
        foreach (var rule in rules)
        {
            var text = rule.Text(row);
            length += text.Length;
            filled |= rule is not ConstantRule && !text.IsEmpty;
        }

        if (!filled)
        {
            return default;
        }

        var room = row.Scratch.Reserve(length);
        var rest = room;
        foreach (var rule in rules)
        {
            var text = rule.Text(row);
            text.CopyTo(rest);
            rest = rest[text.Length..];
        }

        return room;
    }
}

/// <summary>
/// The text in lines that start with one of some labels, such as <c>Duration: 2 min</c> in a Description. A line may be an item of a list (<c>- Duration: …</c>), a
/// part between bars (<c>… | Duration: …</c>), or HTML (<c>&lt;li&gt;&lt;b&gt;Duration&lt;/b&gt;: …&lt;/li&gt;</c>).
/// </summary>
internal sealed class LabelledRule(Rule from, IReadOnlyList<string> labels) : Rule
{
    private static readonly LetterSet Marks = LetterSet.Of(":=-："u8);
    private readonly (byte[] Text, LetterSet Letters)[] names = [.. labels.Select(System.Text.Encoding.UTF8.GetBytes).Select(name => (name, LetterSet.Of(name)))];

    public override string Label => $"labelled {string.Join(" / ", labels)}";

    public override bool Seeks => true;

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var text = from.Text(row);

        // Without a mark there is no label, nor without the letters of one: that settles most texts without a look at their lines.
        var letters = from.Letters(row, text);
        if (!MayHave(letters))
        {
            return default;
        }

        var lines = new TextLines(text);
        while (lines.Next())
        {
            foreach (var (name, its) in names)
            {
                if (letters.HasAll(its) && Ascii.StartsWithIgnoreCase(lines.Current, name) && Value(lines, name.Length) is { IsEmpty: false } value)
                {
                    return value;
                }
            }
        }

        return default;
    }

    private bool MayHave(LetterSet letters)
    {
        if (letters.HasAny(Marks))
        {
            foreach (var (_, its) in names)
            {
                if (letters.HasAll(its))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // "Duration: x", "Duration : x", "Duration - 00:45", "duration=x", "**Duration**: x", "<b>Duration</b>: x", "<b>Duration:</b> x", "通話時間：x"
    private static ReadOnlySpan<byte> Value(TextLines lines, int labelLength)
    {
        var value = lines.Current[labelLength..].TrimStart(" \t*"u8);
        if (value.IsEmpty && lines.EndedByTag && lines.Next())
        {
            value = lines.Current;
        }
        else if (value is [(byte)':'] && lines.EndedByTag && lines.Next())
        {
            return Ascii.Trim(lines.Current);
        }

        return value.StartsWith(":"u8) || value.StartsWith("="u8) ? Ascii.Trim(value[1..].TrimStart("* "u8))
            : value.StartsWith(WideColon) ? Ascii.Trim(value[WideColon.Length..])
            : value is [(byte)'-', (byte)' ', >= (byte)'0' and <= (byte)'9', ..] ? Ascii.Trim(value[2..]) : default;
    }

    private static ReadOnlySpan<byte> WideColon => "："u8;

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : "no line with that label";
}
