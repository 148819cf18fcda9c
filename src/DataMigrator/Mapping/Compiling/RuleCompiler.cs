using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Mapping.Rules;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

/// <summary>
/// Turns the YAML of a rule into a <see cref="Rule"/>. A name is a field, <c>$name</c> a slot, <c>settings.name</c> a setting, <c>lookup.Field</c> a looked-up value;
/// a list is first-of; a block of keys has one verb. Rules that hang on a field that this org lacks fall away.
/// </summary>
internal sealed partial class RuleCompiler
{
    private static readonly string[] Modifiers = ["if", "found-in", "note"];

    private readonly CompilerScope scope;
    private readonly LookupDescribes describes;
    private readonly Dictionary<string, Func<YamlNode, FieldDescribe?, Rule?>> verbs;

    public RuleCompiler(CompilerScope scope, LookupDescribes lookups, string externalIdField)
    {
        this.scope = scope;
        describes = lookups;
        Lookups = new LookupCompiler(scope, lookups) { ExternalIdField = externalIdField };
        Conditions = new ConditionCompiler(scope, this, Lookups);
        verbs = new(StringComparer.Ordinal)
        {
            ["copy"] = Compile,
            ["value"] = Compile,
            ["first-of"] = FirstOf,
            ["constant"] = Constant,
            ["map"] = Map,
            ["when"] = When,
            ["regex"] = (n, _) => RegexOf(n),
            ["count"] = (n, _) => Count(n),
            ["labelled"] = (n, _) => Labelled(n),
            ["template"] = (n, _) => Template(n),
            ["lookup"] = (n, _) => Lookup(n),
            ["reference"] = Reference,
            ["identifier"] = (n, _) => Identifier(n),
            ["phone"] = (n, _) => Phone(n),
            ["phone-in"] = (n, _) => PhoneIn(n),
            ["datetime"] = (n, _) => DateTimeOf(n),
            ["moment"] = (n, _) => Moment(n),
            ["date-at"] = (n, _) => DateAt(n),
            ["duration"] = (n, _) => Duration(n),
            ["between"] = (n, _) => Between(n),
            ["shift"] = (n, _) => Shift(n),
            ["sum"] = (n, _) => Arithmetic(n, '+'),
            ["difference"] = (n, _) => Arithmetic(n, '-'),
            ["product"] = (n, _) => Arithmetic(n, '*'),
        };
    }

    public LookupCompiler Lookups { get; }

    public ConditionCompiler Conditions { get; }

    public IEnumerable<string> Verbs => verbs.Keys;

    /// <summary>The rule; null with a diagnostic if it is none; <see cref="AbsentRule"/> if this org lacks the field.</summary>
    public Rule? Compile(YamlNode node) => Compile(node, null);

    /// <param name="target">The field whose final value it is, for picklist checks; null inside texts.</param>
    public Rule? Compile(YamlNode node, FieldDescribe? target)
    {
        var rule = node.Kind switch
        {
            YamlKind.Scalar => Name(node),
            YamlKind.Sequence => FirstOf(node, target),
            YamlKind.Mapping => Verb(node, target),
            _ => Wrong(node, "A rule is expected here, found nothing."),
        };
        if (rule is { Site.Length: 0 })
        {
            rule.Site = $"{node.File}:{node.Line}";
        }

        return rule;
    }

    /// <summary>One candidate of a slot, guarded by the preset's condition.</summary>
    public Rule? Candidate(YamlNode node, Condition? when)
    {
        var rule = Compile(node);
        if (rule is null or AbsentRule || when is null)
        {
            return rule;
        }

        return when is FixedCondition fix ? fix.Value ? rule : new AbsentRule(rule.Label) : new ConditionalRule(when, rule, null) { Site = rule.Site };
    }

    private Rule? Verb(YamlNode node, FieldDescribe? target)
    {
        var found = node.Entries.Where(e => verbs.ContainsKey(e.Key.Text)).ToList();
        var unknown = node.Entries.Where(e => !verbs.ContainsKey(e.Key.Text) && !Modifiers.Contains(e.Key.Text, StringComparer.Ordinal)
            && !(target is not null && TargetCompiler.FieldKeys.Contains(e.Key.Text, StringComparer.Ordinal))
            && !(e.Key.Text == "else" && found is [{ Key.Text: "when" }])).ToList();
        foreach (var entry in unknown)
        {
            scope.Diagnostics.Error(entry.Key, $"'{entry.Key.Text}' is no rule.", NearestName.Of(entry.Key.Text, [.. verbs.Keys, .. Modifiers, .. TargetCompiler.FieldKeys]));
        }

        if (found.Count != 1)
        {
            return unknown.Count > 0 ? null : Wrong(node, found.Count == 0
                ? "A rule needs one of: " + string.Join(", ", verbs.Keys) + "."
                : $"A rule does one thing; here are {string.Join(" and ", found.Select(f => f.Key.Text))}. Use first-of to try one after the other.");
        }

        var rule = found[0].Key.Text == "when" ? When(found[0].Value, node["else"], target) : verbs[found[0].Key.Text](found[0].Value, target);
        if (rule is null or AbsentRule || unknown.Count > 0)
        {
            return rule;
        }

        return Modified(node, rule);
    }

    private Rule? Modified(YamlNode node, Rule rule)
    {
        if (node["found-in"] is { } foundIn
            && Keys.Choice(foundIn, scope.Diagnostics, "found-in", OriginNames) is { } origin)
        {
            rule = new OriginRule(rule, OriginOf(origin));
        }

        if (node["if"] is not { } condition)
        {
            return rule;
        }

        return Conditions.Compile(condition) switch
        {
            null => null,
            FixedCondition fix => fix.Value ? rule : new AbsentRule(rule.Label),
            var c => new ConditionalRule(c, rule, null),
        };
    }

    private Rule? FirstOf(YamlNode node, FieldDescribe? target)
    {
        var parts = node.AsList().Select(n => Compile(n, target)).ToList();
        if (parts.Contains(null))
        {
            return null;
        }

        var present = parts.Where(p => p is not AbsentRule).Select(p => p!).ToList();
        return present.Count switch
        {
            0 when node.AsList().Count == 0 => Wrong(node, "A list of rules must not be empty."),
            0 => new AbsentRule(string.Join(", ", parts.Select(p => p!.Label))),
            1 => present[0],
            _ => new FirstOfRule(present),
        };
    }

    private Rule? When(YamlNode node, FieldDescribe? target) => When(node, null, target);

    private Rule? When(YamlNode node, YamlNode? otherwise, FieldDescribe? target)
    {
        var last = otherwise is null or { IsNull: true } ? null : Compile(otherwise, target);
        var failed = otherwise is { IsNull: false } && last is null;
        foreach (var item in node.AsList().Reverse())
        {
            Keys.Check(item, ["if", "then"], "an item of when", scope.Diagnostics);
            if (item["if"] is not { } condition || item["then"] is not { } then)
            {
                return Wrong(item, "An item of when has the form { if: condition, then: rule }.");
            }

            var question = Conditions.Compile(condition);
            var rule = Compile(then, target);
            failed |= question is null || rule is null;
            if (failed)
            {
                continue;
            }

            var next = last is AbsentRule ? null : last;
            last = question is FixedCondition fix ? fix.Value ? rule : last : rule is AbsentRule && next is null ? rule : new ConditionalRule(question!, rule!, next);
        }

        return failed ? null : last ?? new AbsentRule("when");
    }

    private Rule? Wrong(YamlNode node, string message, string? nearest = null)
    {
        scope.Diagnostics.Error(node, message, nearest);
        return null;
    }

    // Every verb whose whole input is missing from this org is itself missing.
    private Rule? Of(YamlNode? node, YamlNode at, Func<Rule, Rule?> make)
    {
        if (node is null)
        {
            return Wrong(at, "Say what it is made from, with 'from'.");
        }

        var from = Compile(node);
        return from is null or AbsentRule ? from : make(from);
    }

    // What is not given, or made of fields that this org lacks, is none.
    private Rule? Option(YamlNode? node) => node is not null && Compile(node) is { } rule and not AbsentRule ? rule : null;

    // "phone: Field" is short for "phone: { from: Field }".
    private YamlNode? Input(YamlNode node, string where, params string[] keys)
    {
        if (node.Kind == YamlKind.Mapping && node["from"] is not null)
        {
            Keys.Check(node, ["from", .. keys], where, scope.Diagnostics);
            return node["from"];
        }

        return node;
    }
}
