using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

// Names of values: fields, slots, settings, lookups; constants, texts with values in them.
internal sealed partial class RuleCompiler
{
    private static readonly string[] SettingNames =
        ["region", "zone", "agentNumberWhenUnknown", "customerNumberWhenUnknown", "anonymousNumber", "ownerWhenInactive"];

    private static readonly string[] OriginNames =
        ["field", "subject", "description", "disposition", "who", "what", "user", "constant", "created", "completed", "date-only", "other"];

    private static ValueOrigin OriginOf(string name) => name == "date-only" ? ValueOrigin.DateOnly : Enum.Parse<ValueOrigin>(name, ignoreCase: true);

    private Rule? Name(YamlNode node) => Name(node, node.Text.Trim());

    private Rule? Name(YamlNode node, string text)
    {
        if (text.StartsWith('$'))
        {
            return Variable(node, text[1..]);
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            var name = text[(dot + 1)..];
            return text[..dot] switch
            {
                "settings" => Setting(node, name),
                "slots" => SlotField(node, name),
                _ => Lookups.Field(node, text[..dot], name, null),
            };
        }

        return SourceField(node, text);
    }

    private Rule? SourceField(YamlNode node, string text)
    {
        var name = text.TrimEnd('?');
        if (scope.CustomerFields.FieldFor(name) is { } chosen)
        {
            return chosen.IsNull ? new AbsentRule(name) : Plain(chosen, chosen.Text);
        }

        return Plain(node, text);
    }

    private Rule? Plain(YamlNode node, string text)
    {
        var name = text.TrimEnd('?');
        if (scope.Source.Field(name) is null && !text.EndsWith('?') && !scope.IsHiddenCallField(node, name))
        {
            return Wrong(node, $"{scope.Source.Name} has no field '{name}'. (A field that only some orgs have is written '{name}?'; a fixed text is {{ constant: {name} }}.)",
                NearestName.Of(name, scope.Source.Fields.Select(f => f.Name)));
        }

        return scope.ColumnIfAny(name);
    }

    private Rule? Setting(YamlNode node, string name) => scope.Options.Text(name) is { } value
        ? value.Length == 0 ? new AbsentRule("settings." + name) : new ConstantRule(value, "settings." + name)
        : Wrong(node, $"There is no setting '{name}' that a rule could use.", NearestName.Of(name, SettingNames));

    private Rule? SlotField(YamlNode node, string name)
    {
        if (!scope.CustomerFields.IsKnown(name))
        {
            return Wrong(node, $"No preset asks for a slot '{name}'.", NearestName.Of(name, scope.CustomerFields.Names));
        }

        return scope.CustomerFields.Field(name) is { } field ? Plain(field, field.Text) : new AbsentRule("slots." + name);
    }

    private Rule? Variable(YamlNode node, string name)
    {
        switch (name)
        {
            case "start": return new CallTimeRule(end: false);
            case "end": return new CallTimeRule(end: true);
            case "duration": return new CallDurationRule();
            case "from": return new KeptRule(name, SlotIndex.FinalFrom);
            case "to": return new KeptRule(name, SlotIndex.FinalTo);
            case "direction": return new KeptRule(name, SlotIndex.FinalDirection);
            case "startSource": return new KeptRule(name, SlotIndex.StartSource);
            case "numberSource": return new KeptRule(name, SlotIndex.NumberSource);
            case "preset": return new KeptRule(name, SlotIndex.Preset);
            case "legs": return new KeptRule(name, SlotIndex.FinalLegs);
        }

        if (!scope.TryFindSlot(name, out var slot))
        {
            return Wrong(node, $"Nothing in find is called '{name}'.", NearestName.Of(name, [.. scope.SlotNames, .. Sections.EngineVariables]));
        }

        // Slots are compiled before the fields; one that came out empty in this org is absent.
        return new VariableRule(name, slot, scope.Slots[slot]);
    }

    private Rule? Constant(YamlNode node, FieldDescribe? target)
    {
        var text = Allowed(node, target);
        return text is null ? null : text.Length == 0 ? new AbsentRule("constant") : new ConstantRule(text, $"constant '{text}'");
    }

    /// <summary>The text, or of a list the first that the target's picklist has; "" if it has none of several; null with a diagnostic.</summary>
    private string? Allowed(YamlNode node, FieldDescribe? target)
    {
        var choices = node.AsList();
        if (choices.Count == 0 || choices.Any(c => !c.IsScalar))
        {
            Wrong(node, $"Fixed text, or a list of texts of which the first that the target knows is taken, is expected, found {node.Describe()}.");
            return null;
        }

        if (target is not { RestrictedPicklist: true })
        {
            return choices[0].Text;
        }

        var values = target.PicklistValues.Where(p => p.Active).Select(p => p.Value).ToList();
        var found = choices.Select(c => values.Find(v => string.Equals(v, c.Text, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(v => v is not null);
        if (found is not null || choices.Count > 1)
        {
            return found ?? string.Empty;
        }

        Wrong(choices[0], $"The picklist {scope.Target.Name}.{target.Name} has no value '{choices[0].Text}'; it has {string.Join(", ", values)}.", NearestName.Of(choices[0].Text, values));
        return null;
    }

    private Rule? Template(YamlNode node)
    {
        if (Keys.Text(node, scope.Diagnostics, "A template") is not { } template)
        {
            return null;
        }

        var parts = new List<Rule?>();
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            var literal = open < 0 ? template[at..] : template[at..open];
            if (literal.Length > 0)
            {
                parts.Add(new ConstantRule(literal, "text"));
            }

            if (open < 0)
            {
                break;
            }

            var close = template.IndexOf('}', open);
            if (close < 0)
            {
                return Wrong(node, "A '{' in a template is not closed.");
            }

            parts.Add(Name(node, template[(open + 1)..close].Trim()));
            at = close + 1;
        }

        return parts.Contains(null) ? null : new TemplateRule(template, parts!);
    }

    private Rule? Lookup(YamlNode node)
    {
        Keys.Check(node, ["in", "by", "get"], "lookup", scope.Diagnostics);
        if (node["in"] is not { } table || node["by"] is not { } by || node["get"] is not { } get)
        {
            return Wrong(node, "A lookup has the form { in: name, by: rule for the key, get: Field }.");
        }

        var key = Compile(by);
        return key is null ? null : Lookups.Field(table, table.Text, get.Text, key);
    }
}
