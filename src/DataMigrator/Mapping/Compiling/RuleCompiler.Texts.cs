using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Phones;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Texts;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

// Rules on texts: value maps, regexes, labels, ids, numbers.
internal sealed partial class RuleCompiler
{
    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Account"] = "001", ["Contact"] = "003", ["User"] = "005", ["Opportunity"] = "006", ["Group"] = "00G", ["Lead"] = "00Q", ["Task"] = "00T",
        ["RecordType"] = "012", ["Asset"] = "02i", ["CallCenter"] = "04v", ["VoiceCall"] = "0LQ", ["Case"] = "500", ["Campaign"] = "701",
        ["Contract"] = "800", ["Order"] = "801",
    };

    /// <summary>Objects whose key prefix is known.</summary>
    public static IEnumerable<string> StandardObjects => Prefixes.Keys;

    /// <summary>A regex, or null with a diagnostic.</summary>
    public TimedRegex? Regex(YamlNode node, bool exactCase)
    {
        if (Keys.Text(node, scope.Diagnostics, "A pattern") is not { } pattern)
        {
            return null;
        }

        try
        {
            return new TimedRegex(pattern, exactCase, scope.Options.RegexTimeout, "Task");
        }
        catch (ArgumentException e)
        {
            Wrong(node, $"This is no regex: {e.Message}");
            return null;
        }
    }

    private Rule? Map(YamlNode node, FieldDescribe? target)
    {
        Keys.Check(node, ["from", "values", "otherwise", "match"], "map", scope.Diagnostics);
        if (node["values"] is not { } values)
        {
            return Wrong(node, "A map needs 'values': the name of a list in the section values, or the values themselves.");
        }

        return Of(node["from"], node, from =>
        {
            var name = values.IsScalar ? values.Text : $"line {values.Line}";
            var table = values.IsScalar ? NamedTable(values, target) : Table(values, target);
            var otherwise = node["otherwise"];
            if (Keys.Choice(node["match"], scope.Diagnostics, "match", "whole", "phrase") == "phrase")
            {
                return table is null ? null : Phrases(node, otherwise, name, from, table);
            }

            var unlisted = otherwise is null or { IsNull: true } ? Unlisted.Nothing : otherwise is { Text: "keep" } ? Unlisted.Keep : Unlisted.Other;
            var other = unlisted == Unlisted.Other ? Compile(otherwise!, target) : null;
            if (table is null || (unlisted == Unlisted.Other && other is null))
            {
                return null;
            }

            var rule = new ValueMapRule(name, from, new ValueTable(table), unlisted, other);
            scope.ValueMaps.Add(rule);
            return rule;
        });
    }

    private Rule? Phrases(YamlNode node, YamlNode? otherwise, string name, Rule from, List<KeyValuePair<string, string>> table)
    {
        if (otherwise is not null)
        {
            return Wrong(otherwise, "A map that looks for phrases has no 'otherwise': list the rules in the order in which they are tried.");
        }

        try
        {
            return new PhraseMapRule(name, from, new PhraseTable(table));
        }
        catch (ArgumentException e)
        {
            return Wrong(node, e.Message);
        }
    }

    private List<KeyValuePair<string, string>>? NamedTable(YamlNode named, FieldDescribe? target)
    {
        var lists = scope.Document.ByPriority.Select(l => l.Root["values"]?[named.Text]).Where(n => n is not null).ToList();
        if (lists.Count == 0)
        {
            Wrong(named, $"There is no list '{named.Text}' in the section values.",
                NearestName.Of(named.Text, scope.Document.Layers.SelectMany(l => l.Root["values"]?.Entries ?? []).Select(e => e.Key.Text)));
            return null;
        }

        var all = new List<KeyValuePair<string, string>>();
        foreach (var list in lists)
        {
            if (Table(list!, target) is not { } entries)
            {
                return null;
            }

            all.AddRange(entries);
        }

        all.AddRange(scope.Document.ValueFiles.Where(f => f.Name == named.Text).SelectMany(f => f.Rows));
        return all;
    }

    // Either "as it comes: what it becomes", or under "into" the other way round with many spellings per value.
    private List<KeyValuePair<string, string>>? Table(YamlNode node, FieldDescribe? target)
    {
        if (node.Kind != YamlKind.Mapping)
        {
            Wrong(node, $"A list of values is a block such as {{ inbound: Inbound }}, found {node.Describe()}.");
            return null;
        }

        var entries = new List<KeyValuePair<string, string>>();
        var good = true;
        foreach (var entry in node.Entries.Where(e => e.Key.Text is not ("into" or "csv")))
        {
            var value = Allowed(entry.Value, target);
            good &= value is not null;
            entries.Add(new(entry.Key.Text, value ?? string.Empty));
        }

        foreach (var entry in node["into"]?.Entries ?? [])
        {
            var value = Allowed(entry.Key, target);
            good &= value is not null;
            entries.AddRange(entry.Value.AsList().Select(spelling => new KeyValuePair<string, string>(spelling.Text, value ?? string.Empty)));
        }

        return good ? entries : null;
    }

    private Rule? RegexOf(YamlNode node)
    {
        Keys.Check(node, ["from", "pattern", "group", "case", "needs"], "regex", scope.Diagnostics);
        var exact = Keys.Choice(node["case"], scope.Diagnostics, "case", "exact", "any") == "exact";
        if (node["pattern"] is not { } patternNode)
        {
            return Wrong(node, "A regex needs a 'pattern'.");
        }

        if (Regex(patternNode, exact) is not { } regex)
        {
            return null;
        }

        var groups = regex.GroupNumbers();
        var group = groups.Length > 1 ? groups[1] : 0;
        if (node["group"] is { } groupNode)
        {
            group = int.TryParse(groupNode.Text, out var number) && groups.Contains(number) ? number : regex.GroupNumber(groupNode.Text);
            if (group < 0)
            {
                return Wrong(groupNode, $"The pattern has no group '{groupNode.Text}'.");
            }
        }

        return Of(node["from"], node, from => new RegexRule(from, regex, group, Needs(node)));
    }

    private Rule? Count(YamlNode node)
    {
        Keys.Check(node, ["from", "pattern", "case", "needs"], "count", scope.Diagnostics);
        var exact = Keys.Choice(node["case"], scope.Diagnostics, "case", "exact", "any") == "exact";
        if (node["pattern"] is not { } pattern)
        {
            return Wrong(node, "A count needs a 'pattern'.");
        }

        return Regex(pattern, exact) is { } regex ? Of(node["from"], node, from => new CountRule(from, regex, Needs(node))) : null;
    }

    private static NeededTexts Needs(YamlNode node) => new(node["needs"]?.AsList().Select(n => n.Text) ?? []);

    private Rule? Labelled(YamlNode node)
    {
        Keys.Check(node, ["from", "labels"], "labelled", scope.Diagnostics);
        var labels = node["labels"]?.AsList().Select(n => n.Text).ToList() ?? [];
        return labels.Count == 0 ? Wrong(node, "'labelled' needs 'labels': the words before the colon.") : Of(node["from"], node, from => new LabelledRule(from, labels));
    }

    private Rule? Identifier(YamlNode node) => Of(Input(node, "identifier", "not", "digits"), node, from =>
    {
        var digits = node.Kind == YamlKind.Mapping && Keys.Choice(node["digits"], scope.Diagnostics, "digits", "id", "number") == "id";
        var constants = node.Kind == YamlKind.Mapping ? node["not"]?.AsList().Select(n => n.Text).ToList() ?? [] : [];
        return new IdentifierRule(from, constants, digits);
    });

    private Rule? Phone(YamlNode node) => Of(Input(node, "phone", "international", "region"), node, from =>
    {
        var block = node.Kind == YamlKind.Mapping ? node : null;
        return new PhoneRule(from, Anonymous, Keys.Flag(block?["international"], scope.Diagnostics, "international") ?? false, Option(block?["region"]));
    });

    private Rule? PhoneIn(YamlNode node) => Of(Input(node, "phone-in", "labels"), node, from =>
    {
        var labels = node.Kind == YamlKind.Mapping && node["from"] is not null ? node["labels"]?.AsList() ?? [] : [];
        try
        {
            var compiled = labels.Count == 0 ? null : PhoneLabels.Compile(labels.Select(l => l.Text));
            return new PhoneInTextRule(from, compiled, labels.Count == 0 ? string.Empty : $" after {string.Join(" / ", labels.Take(3).Select(l => l.Text))}", Anonymous);
        }
        catch (ArgumentException e)
        {
            return Wrong(node, e.Message);
        }
    });

    private byte[] Anonymous => System.Text.Encoding.UTF8.GetBytes(scope.Options.AnonymousNumber);

    private Rule? Reference(YamlNode node, FieldDescribe? target)
    {
        Keys.Check(node, ["from", "to"], "reference", scope.Diagnostics);
        var sources = (node["from"]?.AsList() ?? []).Select(Compile).ToList();
        if (sources.Count == 0 || sources.Contains(null))
        {
            return sources.Count == 0 ? Wrong(node, "A reference needs 'from': the fields that hold ids, the most important first.") : null;
        }

        var wanted = node["to"]?.AsList();
        var prefixes = new List<string>();
        foreach (var name in wanted?.Select(n => n.Text) ?? target?.ReferenceTo ?? [])
        {
            var at = wanted?.FirstOrDefault(n => n.Text == name) ?? node;
            var prefix = Prefixes.GetValueOrDefault(name) ?? (name.Length == 3 ? name : null);
            if (prefix is null && wanted is not null)
            {
                Wrong(at, $"The key prefix of {name} is not known here: write the first three characters of its ids.", NearestName.Of(name, Prefixes.Keys));
            }
            else if (prefix is not null && IsAccepted(name, target) && !describes.Hides(name))
            {
                prefixes.Add(prefix);
            }
        }

        var present = sources.Where(s => s is not AbsentRule).Select(s => s!).ToList();
        if (prefixes.Count == 0 && wanted is { Count: > 0 } && target is not null && wanted.All(n => Prefixes.ContainsKey(n.Text)))
        {
            return Wrong(node["to"]!, $"{target.Name} refers to {string.Join(", ", target.ReferenceTo)}; none of them is named here.");
        }

        return present.Count == 0 || prefixes.Count == 0 ? new AbsentRule("reference") : new ReferenceRule(present, prefixes);
    }

    // Objects that this org's field doesn't accept are left out in silence: which ones it does differs by org and release.
    private static bool IsAccepted(string name, FieldDescribe? target) =>
        target is null || target.ReferenceTo.Count == 0 || name.Length == 3 || target.ReferenceTo.Contains(name, StringComparer.OrdinalIgnoreCase);
}
