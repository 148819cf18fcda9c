using System.Globalization;
using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Mapping.Compiling;

/// <summary>Conditions: <c>all</c>, <c>any</c>, <c>not</c>, <c>found</c>, or tests of one value.</summary>
internal sealed class ConditionCompiler(CompilerScope scope, RuleCompiler rules, LookupCompiler lookups)
{
    private static readonly string[] Tests =
    [
        "field", "is", "is-not", "in", "not-in", "empty", "contains", "starts-with", "ends-with", "shorter-than", "matches", "greater-than", "less-than", "later-than",
        "in-org",
    ];

    private static readonly string[] Known = ["all", "any", "not", "found", "by", .. Tests];

    /// <summary>The condition; null with a diagnostic if it is none. A list means any of its items.</summary>
    public Condition? Compile(YamlNode node)
    {
        if (node.Kind == YamlKind.Sequence)
        {
            return Any(Each(node));
        }

        if (node.Kind != YamlKind.Mapping || node.Entries.Count == 0)
        {
            scope.Diagnostics.Error(node, $"A condition such as {{ field: Status, is: Completed }} is expected, found {node.Describe()}.");
            return null;
        }

        if (!Keys.Check(node, Known, "a condition", scope.Diagnostics))
        {
            return null;
        }

        var parts = new List<Condition?>();
        foreach (var (key, value) in node.Entries.Select(e => (e.Key.Text, e.Value)))
        {
            switch (key)
            {
                case "all":
                    parts.Add(All(Each(value)));
                    break;
                case "any":
                    parts.Add(Any(Each(value)));
                    break;
                case "not":
                    parts.Add(Compile(value) switch { null => null, FixedCondition f => new FixedCondition(!f.Value), var c => new NotCondition(c) });
                    break;
                case "found":
                    parts.Add(lookups.Found(value, value.Text, node["by"] is { } by ? rules.Compile(by) : null));
                    break;
            }
        }

        if (node["field"] is { } field)
        {
            parts.AddRange(OfField(node, rules.Compile(field)));
        }
        else if (node.Entries.FirstOrDefault(e => Tests.Contains(e.Key.Text, StringComparer.Ordinal)) is { } orphan)
        {
            scope.Diagnostics.Error(orphan.Key, $"'{orphan.Key.Text}' needs a 'field' beside it: which value is meant?");
        }

        return parts.Count == 0 || parts.Contains(null) ? null : All(parts);
    }

    private IEnumerable<Condition?> OfField(YamlNode node, Rule? rule)
    {
        var tests = node.Entries.Where(e => Tests.Contains(e.Key.Text, StringComparer.Ordinal) && e.Key.Text != "field").ToList();
        if (tests.Count == 0)
        {
            scope.Diagnostics.Error(node, "A field alone is no condition: say is, in, empty, contains, matches, …");
        }

        foreach (var test in tests)
        {
            yield return rule is null ? null : Test(test.Key.Text, test.Value, rule);
        }
    }

    private Condition? Test(string test, YamlNode value, Rule rule)
    {
        var texts = value.AsList().Select(n => n.Text).ToList();
        if (test == "in-org")
        {
            return new FixedCondition(rule is not AbsentRule == (Keys.Flag(value, scope.Diagnostics, test) ?? true));
        }

        if (rule is AbsentRule)
        {
            var empty = test == "empty" && (Keys.Flag(value, scope.Diagnostics, test) ?? true);
            return new FixedCondition(empty || test is "is-not" or "not-in");
        }

        switch (test)
        {
            case "is" or "in":
                return new TextCondition(rule, TextTest.Is, texts);
            case "is-not" or "not-in":
                return new NotCondition(new TextCondition(rule, TextTest.Is, texts));
            case "contains":
                return new TextCondition(rule, TextTest.Contains, texts);
            case "starts-with":
                return new TextCondition(rule, TextTest.StartsWith, texts);
            case "ends-with":
                return new TextCondition(rule, TextTest.EndsWith, texts);
            case "empty":
                return new EmptyCondition(rule, Keys.Flag(value, scope.Diagnostics, test) ?? true);
            case "later-than":
                return rules.Compile(value) is { } than ? new LaterDateCondition(rule, than) : null;
            case "matches":
                return rules.Regex(value, exactCase: false) is { } regex ? new MatchCondition(rule, regex) : null;
            default:
                if (double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound))
                {
                    return test == "shorter-than" ? new ShorterCondition(rule, (int)bound) : new NumberCondition(rule, bound, test == "greater-than");
                }

                scope.Diagnostics.Error(value, $"{test} needs a number, found {value.Describe()}.");
                return null;
        }
    }

    private List<Condition?> Each(YamlNode node) => [.. node.AsList().Select(Compile)];

    private static Condition? All(List<Condition?> parts)
    {
        if (parts.Contains(null))
        {
            return null;
        }

        if (parts.Any(p => p is FixedCondition { Value: false }))
        {
            return new FixedCondition(false);
        }

        var open = parts.Where(p => p is not FixedCondition).Select(p => p!).ToArray();
        return open.Length switch { 0 => new FixedCondition(true), 1 => open[0], _ => new AllCondition(open) };
    }

    private static Condition? Any(List<Condition?> parts)
    {
        if (parts.Contains(null))
        {
            return null;
        }

        if (parts.Any(p => p is FixedCondition { Value: true }))
        {
            return new FixedCondition(true);
        }

        var open = parts.Where(p => p is not FixedCondition).Select(p => p!).ToArray();
        return open.Length switch { 0 => new FixedCondition(false), 1 => open[0], _ => new AnyCondition(open) };
    }
}
