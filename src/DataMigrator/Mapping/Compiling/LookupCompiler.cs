using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Mapping.Compiling;

/// <summary>Section <c>lookups</c>: what other records mapping needs. Which of their fields are read follows from the rules that use them.</summary>
internal sealed class LookupCompiler
{
    private static readonly string[] KnownKeys = ["object", "by", "key", "prefixes", "where", "org", "all"];

    private readonly CompilerScope scope;
    private readonly LookupDescribes describes;
    private readonly Dictionary<string, Definition> definitions = new(StringComparer.Ordinal);
    private readonly List<Definition> used = [];

    public LookupCompiler(CompilerScope scope, LookupDescribes describes)
    {
        this.scope = scope;
        this.describes = describes;
        foreach (var entry in scope.Document.ByPriority.SelectMany(l => l.Root["lookups"]?.Entries ?? []))
        {
            if (!definitions.ContainsKey(entry.Key.Text))
            {
                definitions.Add(entry.Key.Text, new Definition(entry.Key.Text, entry.Value));
                Keys.Check(entry.Value, KnownKeys, $"the lookup {entry.Key.Text}", scope.Diagnostics);
            }
        }
    }

    public IEnumerable<string> Names => definitions.Keys;

    /// <summary>The objects that the lookups of a document name, each once.</summary>
    public static IReadOnlyList<LookupObject> Objects(MappingDocument document) =>
        [.. document.ByPriority.SelectMany(l => l.Root["lookups"]?.Entries ?? []).DistinctBy(e => e.Key.Text, StringComparer.Ordinal)
            .Where(e => e.Value["object"] is { IsScalar: true, Text.Length: > 0 })
            .Select(e => new LookupObject(OrgOf(e.Value), e.Value["object"]!.Text.TrimEnd('?'))).Distinct()];

    /// <summary><c>owner.Phone</c>: the key is the lookup's first <c>by</c> field unless one is given. <c>owner.Phone?</c>: if the object has it.</summary>
    public Rule? Field(YamlNode at, string lookup, string field, Rule? key)
    {
        if (Use(at, lookup) is not { } definition)
        {
            return null;
        }

        var optional = field.EndsWith('?');
        field = field.TrimEnd('?');
        if (!Exists(at, definition, field, optional, out var absent))
        {
            return absent;
        }

        key ??= DefaultKey(at, definition);
        if (key is null or AbsentRule)
        {
            return key;
        }

        var index = definition.Fields.FindIndex(f => string.Equals(f, field, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            index = definition.Fields.Count;
            definition.Fields.Add(field);
        }

        return new LookupRule($"{lookup}.{field}", definition.Index, key, index, Origin(definition));
    }

    /// <summary>Whether there is a record for the key.</summary>
    public Condition? Found(YamlNode at, string lookup, Rule? key)
    {
        if (Use(at, lookup) is not { } definition || (key ?? DefaultKey(at, definition)) is not { } by)
        {
            return null;
        }

        return by is AbsentRule ? new FixedCondition(false) : new FoundCondition(lookup, definition.Index, by);
    }

    /// <summary>Those that some rule uses, in order of index.</summary>
    public IReadOnlyList<LookupSpec> Specs() => [.. used.Select(d => new LookupSpec(
        d.Name,
        d.Object,
        d.Key,
        d.Fields.Count == 0 ? ["Id"] : d.Fields,
        Text(d.Node["where"])?.Replace("{externalIdField}", ExternalIdField, StringComparison.Ordinal),
        d.All ? [] : d.By,
        [.. d.Node["prefixes"]?.AsList().Select(n => n.Text) ?? []],
        OrgOf(d.Node)))];

    /// <summary>Stands for <c>{externalIdField}</c> in a lookup's <c>where</c>.</summary>
    public required string ExternalIdField { get; init; }

    private Definition? Use(YamlNode at, string lookup)
    {
        if (!definitions.TryGetValue(lookup, out var definition))
        {
            scope.Diagnostics.Error(at, $"There is no lookup '{lookup}'.", NearestName.Of(lookup, Names));
            return null;
        }

        if (definition.Index < 0)
        {
            definition.Index = used.Count;
            used.Add(definition);
            Read(definition);
        }

        return definition;
    }

    // A field that this user doesn't see is none. An absent rule if that may be, null after an error.
    private bool Exists(YamlNode at, Definition definition, string field, bool optional, out AbsentRule? absent)
    {
        absent = null;
        if (!describes.TryGet(new LookupObject(OrgOf(definition.Node), definition.Object), out var describe) || describe?.Field(field) is not null)
        {
            return true;
        }

        if (describe is null || optional)
        {
            // Every org has the standard fields, but for those of State and Country Picklists: one that isn't there is hidden.
            if (describe is not null && !field.EndsWith("__c", StringComparison.OrdinalIgnoreCase) && !field.EndsWith("CountryCode", StringComparison.Ordinal))
            {
                scope.Diagnostics.Warn(at, $"{definition.Object}.{field} is hidden from this user: it gives nothing.");
            }

            absent = new AbsentRule($"{definition.Name}.{field}");
            return false;
        }

        scope.Diagnostics.Error(at, $"{definition.Object} has no field '{field}' that this user sees. (One that only some orgs have is written '{definition.Name}.{field}?'.)",
            NearestName.Of(field, describe.Fields.Select(f => f.Name)));
        return false;
    }

    private void Read(Definition definition)
    {
        var node = definition.Node;
        var given = Text(node["object"]) ?? string.Empty;
        definition.Object = given.TrimEnd('?');
        if (definition.Object.Length == 0)
        {
            scope.Diagnostics.Error(node, $"The lookup {definition.Name} must say its object.");
        }
        else if (describes.TryGet(new LookupObject(OrgOf(node), definition.Object), out var describe) && describe is null)
        {
            Hidden(node["object"]!, definition.Object, optional: given.EndsWith('?'));
        }

        definition.Key = Text(node["key"]) ?? "Id";
        if (node["key"] is { } keyNode)
        {
            Exists(keyNode, definition, definition.Key, optional: false, out _);
        }

        definition.All = Keys.Flag(node["all"], scope.Diagnostics, "all") ?? false;
        Keys.Choice(node["org"], scope.Diagnostics, "org", "source", "target");
        foreach (var by in node["by"]?.AsList() ?? [])
        {
            var name = by.Text.TrimEnd('?');
            if (scope.Source.Field(name) is { } field)
            {
                definition.By.Add(field.Name);
                scope.Column(field.Name);
            }
            else if (!by.Text.EndsWith('?'))
            {
                scope.Diagnostics.Error(by, $"{scope.Source.Name} has no field '{name}'.", NearestName.Of(name, scope.Source.Fields.Select(f => f.Name)));
            }
        }
    }

    // The standard objects may be hidden from a user, or not licensed: mapping goes on without them. Any other name was meant.
    private void Hidden(YamlNode at, string name, bool optional)
    {
        if (optional || RuleCompiler.StandardObjects.Contains(name, StringComparer.Ordinal))
        {
            scope.Diagnostics.Warn(at, $"This user sees no object {name}: what is looked up there gives nothing.");
        }
        else
        {
            scope.Diagnostics.Error(at, $"The org has no object '{name}' that this user sees. (One that only some orgs have is written '{name}?'.)", NearestName.Of(name, RuleCompiler.StandardObjects));
        }
    }

    private static LookupOrg OrgOf(YamlNode lookup) => lookup["org"] is { Text: "target" } ? LookupOrg.Target : LookupOrg.Source;

    private Rule? DefaultKey(YamlNode at, Definition definition)
    {
        if (definition.By.Count > 0)
        {
            return scope.Column(definition.By[0]);
        }

        if (definition.Node["by"] is not null)
        {
            return new AbsentRule(definition.Name);
        }

        scope.Diagnostics.Error(at, $"The lookup {definition.Name} has no 'by': say which value is the key, with lookup: {{ in: {definition.Name}, by: …, get: … }}.");
        return null;
    }

    private string? Text(YamlNode? node) => Keys.Text(node, scope.Diagnostics, "this");

    private static ValueOrigin Origin(Definition definition) => definition.Object switch
    {
        "User" => ValueOrigin.User,
        "Contact" or "Lead" => ValueOrigin.Who,
        "CallCenter" => ValueOrigin.Constant,
        _ when definition.By.Contains("WhoId", StringComparer.Ordinal) => ValueOrigin.Who,
        _ when definition.By.Any(b => b is "WhatId" or "AccountId") => ValueOrigin.What,
        _ => ValueOrigin.Other,
    };

    private sealed class Definition(string name, YamlNode node)
    {
        public string Name => name;

        public YamlNode Node => node;

        public int Index { get; set; } = -1;

        public string Object { get; set; } = string.Empty;

        public string Key { get; set; } = "Id";

        public bool All { get; set; }

        public List<string> By { get; } = [];

        public List<string> Fields { get; } = [];
    }
}
