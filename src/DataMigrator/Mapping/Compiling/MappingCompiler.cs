using System.Security.Cryptography;
using System.Text;
using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Mapping.Phones;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;
using DataMigrator.Staging;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

/// <summary>Compiles a document against both describes. Goes on after an error, so that all are reported at once.</summary>
internal sealed class MappingCompiler(MappingDocument document, SObjectDescribe source, SObjectDescribe target, LookupDescribes lookups, MigrationSettings settings, DiagnosticBag diagnostics)
{
    /// <summary>Part of a mapping's version: raise it when the engine maps the same row differently.</summary>
    internal const int EngineVersion = 2;

    private readonly List<Condition> calls = [];
    private readonly List<SkipRule> skips = [];
    private readonly List<(byte[] Name, Condition When)> presets = [];

    public CompiledMapping? Compile()
    {
        var options = OptionsReader.Read(document, settings.DefaultRegion, diagnostics);
        var scope = new CompilerScope(document, source, target, options, diagnostics);
        scope.DefineSlots(Sections.KnownSlots);
        scope.DefineSlots(document.Layers.SelectMany(l => l.Root["find"]?.Entries ?? []).Select(e => e.Key.Text));
        scope.CustomerFields.Report(diagnostics);
        var rules = new RuleCompiler(scope, lookups, settings.ExternalIdField);
        foreach (var layer in document.Layers.Where(l => !l.InCase || PresetFit.MayHaveRows(l, source)))
        {
            Layer(layer, scope, rules);
        }

        var targets = new TargetCompiler(scope, rules, settings.ExternalIdField, settings.ReadOnly);
        var links = Links();
        targets.Compile(links?.MergedIdsField);
        var filter = Keys.Text(document.First("source", "filter"), diagnostics, "filter");
        if (calls.Count == 0)
        {
            diagnostics.Error(document.Own.Root, "Nothing says which rows are calls: add a condition under calls.");
        }

        return diagnostics.HasErrors ? null : Build(scope, rules, targets, links, filter, options);
    }

    private void Layer(MappingLayer layer, CompilerScope scope, RuleCompiler rules)
    {
        Condition? when = null;
        if (layer.When is { } node && rules.Conditions.Compile(node) is { } condition)
        {
            when = condition is FixedCondition ? condition : new SharedCondition(condition, scope.GuardCount++);
            if (when is not FixedCondition { Value: false })
            {
                presets.Add((Encoding.UTF8.GetBytes(layer.Name), when));
            }
        }

        foreach (var entry in layer.Root["find"]?.Entries ?? [])
        {
            scope.TryFindSlot(entry.Key.Text, out var index);
            var added = entry.Value.AsList().Select(n => rules.Candidate(n, when)).Where(r => r is not null and not AbsentRule).Select(r => Typed(r!, index, scope));
            scope.Slots[index].Candidates = [.. scope.Slots[index].Candidates, .. added];
        }

        if (when is not null && layer.Root["settings"]?["createdDateMeans"] is { } means)
        {
            PresetMoment(means, when, scope, rules);
        }

        foreach (var item in layer.Root["calls"]?.AsList() ?? [])
        {
            if (rules.Conditions.Compile(item) is { } call and not FixedCondition { Value: false })
            {
                calls.Add(call);
            }
        }

        Skips(layer, when, rules);
    }

    // Numbers are read as numbers, whatever rule gave the text.
    private static Rule Typed(Rule rule, int slot, CompilerScope scope) =>
        slot is SlotIndex.Customer or SlotIndex.Agent or SlotIndex.From or SlotIndex.To && !IsNumber(rule)
            ? new PhoneRule(rule, Encoding.UTF8.GetBytes(scope.Options.AnonymousNumber), international: false) { Site = rule.Site }
            : rule;

    private static bool IsNumber(Rule rule) => rule switch
    {
        PhoneRule or PhoneInTextRule => true,
        ConditionalRule or OriginRule or FirstOfRule => rule.Parts.Count > 0 && rule.Parts.All(IsNumber),
        _ => false,
    };

    private static void PresetMoment(YamlNode means, Condition when, CompilerScope scope, RuleCompiler rules)
    {
        var moment = new YamlEntry(means with { Text = "moment" }, means with
        {
            Kind = YamlKind.Mapping,
            Text = string.Empty,
            Entries = [new(means with { Text = "of" }, means with { Text = "CreatedDate?" }), new(means with { Text = "means" }, means)],
        });
        if (rules.Candidate(means with { Kind = YamlKind.Mapping, Text = string.Empty, Entries = [moment] }, when) is { } rule and not AbsentRule)
        {
            scope.Slots[SlotIndex.Start].Candidates = [.. scope.Slots[SlotIndex.Start].Candidates, rule];
        }
    }

    private void Skips(MappingLayer layer, Condition? when, RuleCompiler rules)
    {
        foreach (var item in layer.Root["skip"]?.AsList() ?? [])
        {
            var known = Keys.Check(item, ["reason", "when"], "an item of skip", diagnostics);
            var condition = item["when"] is { } node ? rules.Conditions.Compile(node) : null;
            if (item["reason"] is not { IsScalar: true } reason || item["when"] is null)
            {
                if (known)
                {
                    diagnostics.Error(item, "An item of skip has the form { reason: text, when: condition }.");
                }

                continue;
            }

            if (condition is null or FixedCondition { Value: false } || when is FixedCondition { Value: false })
            {
                continue;
            }

            var both = when is null or FixedCondition ? condition : new AllCondition([when, condition]);
            skips.Add(new SkipRule(both, new MapReason(TaskDoor.Skipped, source.Name, "skip", reason.Text)));
        }
    }

    private LinkRule? Links()
    {
        if (document.First("links") is not { } node)
        {
            return null;
        }

        Keys.Check(node, ["mergeSameOwner", "mergeAnyOwner", "chain", "maxGap", "mergedIdsField"], "links", diagnostics);
        var merged = Keys.Text(node["mergedIdsField"], diagnostics, "mergedIdsField");
        var field = merged is null ? null : target.Field(merged.TrimEnd('?'));
        if (merged is not null && field is null)
        {
            var message = $"{target.Name} has no field '{merged.TrimEnd('?')}' for the ids of merged Tasks.";
            if (merged.EndsWith('?'))
            {
                diagnostics.Warn(node["mergedIdsField"]!, message + " They are kept in the ledger only.");
            }
            else
            {
                diagnostics.Error(node["mergedIdsField"]!, message);
            }
        }

        return new LinkRule(
            Keys.Flag(node["mergeSameOwner"], diagnostics, "mergeSameOwner") ?? false,
            Keys.Flag(node["mergeAnyOwner"], diagnostics, "mergeAnyOwner") ?? false,
            Keys.Flag(node["chain"], diagnostics, "chain") ?? false,
            (int)(Keys.Span(node["maxGap"], diagnostics, "maxGap") ?? TimeSpan.FromHours(2)).TotalSeconds,
            field?.Name);
    }

    private CompiledMapping Build(CompilerScope scope, RuleCompiler rules, TargetCompiler targets, LinkRule? links, string? filter, MappingOptions options)
    {
        _ = PhoneRegion.TryParse(options.Region, out var region);
        var slots = scope.Slots;
        CallNumbers.NumberSlot Number(int index) => new(slots[index], index);
        return new CompiledMapping
        {
            Version = Version(scope, rules, targets),
            Name = document.Own.Name,
            Text = document.Layers.Count == 1 ? document.Own.Text : string.Concat(document.ByPriority.Select(l => $"# {l.File}\n{l.Text}\n")),
            SourceObject = source.Name,
            SourceFields = [.. scope.Columns],
            SourceFilter = filter,
            TargetFields = targets.Fields,
            ExternalIdField = targets.Fields[0].Name,
            Lookups = rules.Lookups.Specs(),
            Links = links,
            Targets = targets.Targets,
            Skips = skips,
            IsCall = calls.Count == 1 ? calls[0] : new AnyCondition([.. calls]),
            Slots = slots,
            SlotCount = Math.Max(slots.Count, SlotIndex.FirstFree),
            GuardCount = scope.GuardCount,
            Times = new CallTimes(slots[SlotIndex.Start], slots[SlotIndex.End], slots[SlotIndex.Duration], options.MaxDuration, options.DurationWhenImpossible == "zero"),
            Numbers = new CallNumbers(
                new(Number(SlotIndex.From), Number(SlotIndex.To), Number(SlotIndex.Customer), Number(SlotIndex.Agent), SlotIndex.FinalFrom, SlotIndex.FinalTo),
                Encoding.UTF8.GetBytes(options.AgentNumberWhenUnknown),
                Encoding.UTF8.GetBytes(options.CustomerNumberWhenUnknown),
                options.NumberWhenNotE164 == "keep"),
            DirectionWhenUnknown = Directions.Parse(Encoding.UTF8.GetBytes(options.DirectionWhenUnknown)),
            Region = region,
            Presets = presets,
            ValueMaps = scope.ValueMaps,
        };
    }

    // Text, value files and engine; and what the describes made of it, because the same text reads and fills other fields after a deployment.
    private string Version(CompilerScope scope, RuleCompiler rules, TargetCompiler targets)
    {
        var all = new StringBuilder();
        all.Append(EngineVersion).Append('\n').Append(settings.DefaultRegion).Append('\n');
        foreach (var text in document.Layers.Select(l => l.Text).Concat(document.ValueFiles.Select(f => f.Text)))
        {
            all.Append(text.ReplaceLineEndings("\n")).Append('\0');
        }

        all.AppendJoin(',', scope.Columns).Append('\n');
        all.AppendJoin(',', rules.Lookups.Specs().Select(l => $"{l.Name}:{l.Object}:{string.Join('|', l.ValueFields)}")).Append('\n');
        all.AppendJoin(',', targets.Fields.Select(f => $"{f.Name}:{f.Type}:{f.Length}:{f.Createable}:{f.Updateable}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
