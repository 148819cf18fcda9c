using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;
using DataMigrator.Mapping.Times;

namespace DataMigrator.Mapping.Compiling;

// Rules on times and durations.
internal sealed partial class RuleCompiler
{
    private static readonly Dictionary<string, double> Units = new(StringComparer.Ordinal)
    {
        ["milliseconds"] = 0.001, ["seconds"] = 1, ["minutes"] = 60, ["hours"] = 3600,
    };

    private Rule? DateTimeOf(YamlNode node) => Of(Input(node, "datetime", "formats", "zone", "locale", "near", "within", "not-after"), node, from =>
    {
        var block = node.Kind == YamlKind.Mapping && node["from"] is not null ? node : null;
        var formats = (block?["formats"]?.AsList() ?? []).Select(Format).ToList();
        var zone = Zone(block?["zone"]);
        var locale = block?["locale"] is { } l ? Compile(l) : SlotOr(SlotIndex.Locale, "locale", string.Empty);
        var near = block?["near"] is { } given ? Option(given) : scope.ColumnIfAny("CreatedDate") is var created and not AbsentRule ? created : null;
        var within = Keys.Span(block?["within"], scope.Diagnostics, "within");
        var latest = Option(block?["not-after"]);
        var known = formats.OfType<TimeFormat>().ToList();
        if (known.Count < formats.Count || zone is null || locale is null)
        {
            return null;
        }

        return new DateTimeRule(from, known.Count == 0 ? [new TimeFormat("iso", null)] : known, zone, locale, near, within, latest);
    });

    private TimeFormat? Format(YamlNode node)
    {
        if (node.Text is "iso" or "locale" or "unix" or "unixms")
        {
            return new TimeFormat(node.Text, null);
        }

        try
        {
            return new TimeFormat("pattern", new LocalPattern(node.Text));
        }
        catch (FormatException e)
        {
            Wrong(node, $"'{node.Text}' is neither iso, locale, unix, unixms nor a time format: {e.Message}");
            return null;
        }
    }

    // A zone is a fixed name, or a rule that gives one; the owner's by default.
    private Rule? Zone(YamlNode? node)
    {
        if (node is null)
        {
            return SlotOr(SlotIndex.Zone, "zone", scope.Options.Zone);
        }

        if (node.IsScalar && TimeZoneInfo.TryFindSystemTimeZoneById(node.Text, out _))
        {
            return new ConstantRule(node.Text, node.Text);
        }

        return Compile(node);
    }

    private Rule SlotOr(int slot, string name, string fallback) =>
        scope.Document.Layers.Any(l => l.Root["find"]?[name] is not null)
            ? new FirstOfRule([new VariableRule(name, slot, scope.Slots[slot]), new ConstantRule(fallback, $"settings.{name}")])
            : new ConstantRule(fallback, $"settings.{name}");

    private Rule? Moment(YamlNode node)
    {
        var block = node.Kind == YamlKind.Mapping ? node : null;
        if (block is not null)
        {
            Keys.Check(block, ["of", "means", "agrees-with", "days"], "moment", scope.Diagnostics);
        }

        var meaning = Keys.Choice(block?["means"], scope.Diagnostics, "means", "ring", "answer", "start", "end", "unknown") ?? scope.Options.CreatedDateMeans;
        var agrees = Option(block?["agrees-with"]);
        var days = 1;
        if (block?["days"] is { } daysNode && (!int.TryParse(daysNode.Text, out days) || days is < 0 or > 3650))
        {
            return Wrong(daysNode, $"days must be a whole number from 0 to 3650, found {daysNode.Describe()}.");
        }

        return Of(block is null ? node : block["of"], node, of => meaning == "unknown"
            ? new AbsentRule($"{of.Label} of unknown meaning")
            : new MomentRule(of, meaning == "end" ? MomentMeaning.End : MomentMeaning.Start, agrees, days));
    }

    private Rule? DateAt(YamlNode node)
    {
        var block = node.Kind == YamlKind.Mapping ? node : null;
        if (block is not null)
        {
            Keys.Check(block, ["of", "at", "zone", "not-after"], "date-at", scope.Diagnostics);
        }

        var time = OptionsReader.TimeOfDay(block?["at"], scope.Diagnostics) ?? scope.Options.DateOnlyTime;
        var zone = Zone(block?["zone"]);
        var latest = Option(block?["not-after"]);
        return zone is null ? null : Of(block is null ? node : block["of"], node, of => new DateAtRule(of, time, zone, latest));
    }

    private Rule? Duration(YamlNode node) => Of(Input(node, "duration", "unit"), node, from =>
    {
        var unit = node.Kind == YamlKind.Mapping ? Keys.Choice(node["unit"], scope.Diagnostics, "unit", [.. Units.Keys]) ?? "seconds" : "seconds";
        return new DurationRule(from, Units[unit]);
    });

    private Rule? Between(YamlNode node)
    {
        Keys.Check(node, ["start", "end"], "between", scope.Diagnostics);
        if (node["start"] is not { } start || node["end"] is not { } end)
        {
            return Wrong(node, "between has the form { start: rule, end: rule }.");
        }

        var (from, to) = (Compile(start), Compile(end));
        return from is null || to is null ? null : from is AbsentRule ? from : to is AbsentRule ? to : new BetweenRule(from, to);
    }

    private Rule? Shift(YamlNode node)
    {
        Keys.Check(node, ["from", "plus", "minus"], "shift", scope.Diagnostics);
        var (plus, minus) = (node["plus"], node["minus"]);
        if ((plus is null) == (minus is null))
        {
            return Wrong(node, "shift has the form { from: time, plus: seconds } or { from: time, minus: seconds }.");
        }

        var seconds = Compile((plus ?? minus)!);
        return seconds is null or AbsentRule ? seconds : Of(node["from"], node, from => new ShiftRule(from, seconds, plus is null ? -1 : 1));
    }

    private Rule? Arithmetic(YamlNode node, char operation)
    {
        var parts = node.AsList().Select(n => Number(n)).ToList();
        if (parts.Count < 2)
        {
            return Wrong(node, "At least two values are needed.");
        }

        return parts.Contains(null) ? null : parts.FirstOrDefault(p => p is AbsentRule) ?? new ArithmeticRule(operation, parts!);
    }

    // Among numbers a bare number is itself.
    private Rule? Number(YamlNode node) =>
        node.IsScalar && double.TryParse(node.Text, System.Globalization.CultureInfo.InvariantCulture, out _) ? new ConstantRule(node.Text, node.Text) : Compile(node);
}
