using System.Text;
using DataMigrator.Mapping.Format;
using DataMigrator.Mapping.Rules;
using DataMigrator.Mapping.Running;
using Salesforce.Force.Rest;

namespace DataMigrator.Mapping.Compiling;

/// <summary>Section <c>fields</c>: checks each against the target's describe and gives its rule the form that the field's type asks for.</summary>
internal sealed class TargetCompiler(CompilerScope scope, RuleCompiler rules, string externalIdField, bool readOnly)
{
    /// <summary>Keys that stand beside a field's rule.</summary>
    internal static readonly string[] FieldKeys = ["optional", "truncate", "mark", "on-missing", "tolerance"];

    private readonly List<TargetField> fields = [];
    private readonly List<TargetRule> targets = [];

    public IReadOnlyList<TargetField> Fields => fields;

    public IReadOnlyList<TargetRule> Targets => targets;

    /// <param name="mergedIdsField">Filled when duplicates are merged, not by a rule; null = none.</param>
    public void Compile(string? mergedIdsField)
    {
        ExternalId();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { externalIdField };
        if (mergedIdsField is not null && seen.Add(mergedIdsField))
        {
            Add(scope.Target.Field(mergedIdsField)!, new AbsentRule("links"), ValueShape.Lines, OnMissing.Null, [], int.MaxValue, [], 0);
        }

        foreach (var entry in scope.Document.ByPriority.SelectMany(l => l.Root["fields"]?.Entries ?? []))
        {
            if (string.Equals(entry.Key.Text, externalIdField, StringComparison.OrdinalIgnoreCase))
            {
                scope.Diagnostics.Error(entry.Key, $"{externalIdField} is the key of the migration and always holds the Task's id; leave it out.");
            }
            else if (seen.Add(entry.Key.Text) && !entry.Value.IsNull)
            {
                One(entry);
            }
        }

        foreach (var field in scope.Target.Fields.Where(f => f.RequiredOnCreate && !seen.Contains(f.Name)))
        {
            scope.Diagnostics.Error(scope.Document.Own.Root["fields"] ?? scope.Document.Own.Root, $"{scope.Target.Name}.{field.Name} must have a value on create; give it a rule under fields.");
        }
    }

    private void ExternalId()
    {
        var at = scope.Document.Own.Root;
        var field = scope.Target.Field(externalIdField);
        if (field is null)
        {
            scope.Diagnostics.Error(at, $"{scope.Target.Name} has no field '{externalIdField}': deploy it (text of 18 characters, unique, external id) or name yours in Migration:ExternalIdField.",
                NearestName.Of(externalIdField, scope.Target.Fields.Where(f => f.ExternalId).Select(f => f.Name)));
            return;
        }

        if (!field.ExternalId || !field.Unique || !(field.Createable || readOnly) || field.Length is > 0 and < 18)
        {
            scope.Diagnostics.Error(at, $"{scope.Target.Name}.{field.Name} can't be the key: it must be an external id, unique, createable and at least 18 characters long "
                + $"(it is{(field.ExternalId ? string.Empty : " not")} an external id, {(field.Unique ? "unique" : "not unique")}, {field.Length} characters).");
        }

        Add(field, scope.Column("Id"), ValueShape.Id, OnMissing.Reject, [], int.MaxValue, [], 0);
    }

    private void One(YamlEntry entry)
    {
        var (name, node) = (entry.Key.Text.TrimEnd('?'), entry.Value);
        var optional = entry.Key.Text.EndsWith('?') || Keys.Flag(node["optional"], scope.Diagnostics, "optional") == true;
        var field = scope.Target.Field(name);
        if (field is null || (!field.Createable && !field.Updateable && !readOnly))
        {
            var problem = field is null ? $"{scope.Target.Name} has no field '{name}'" : $"{scope.Target.Name}.{field.Name} can't be written by this user";
            if (optional)
            {
                scope.Diagnostics.Warn(entry.Key, $"{problem}; it is optional and left out.");
            }
            else
            {
                scope.Diagnostics.Error(entry.Key, $"{problem}. (Write 'optional: true' if only some orgs have it.)",
                    NearestName.Of(name, scope.Target.Fields.Where(f => f.Createable).Select(f => f.Name)));
            }

            return;
        }

        var rule = rules.Compile(node, field);
        if (rule is null)
        {
            return;
        }

        var (missing, fallback) = Missing(node, field);
        if (rule is AbsentRule && missing == OnMissing.Null)
        {
            scope.Diagnostics.Warn(entry.Key, $"{field.Name}: nothing it is made from is in this org; the field is left out.");
            return;
        }

        Build(node, field, rule, missing, fallback);
    }

    private void Build(YamlNode node, FieldDescribe field, Rule rule, OnMissing missing, byte[] fallback)
    {
        var max = field.Length > 0 ? field.Length : int.MaxValue;
        if (node["truncate"] is { } truncate)
        {
            if (!int.TryParse(truncate.Text, out var limit) || limit < 1)
            {
                scope.Diagnostics.Error(truncate, $"truncate must be a number of characters, found {truncate.Describe()}.");
            }
            else if (limit > max)
            {
                scope.Diagnostics.Error(truncate, $"{field.Name} holds {max} characters; truncate can't be more.");
            }

            max = Math.Min(max, Math.Max(limit, 1));
        }

        var mark = Encoding.UTF8.GetBytes(Keys.Text(node["mark"], scope.Diagnostics, "mark") ?? scope.Options.Mark);
        if (rule is ConstantRule constant && constant.Value.Length > max)
        {
            scope.Diagnostics.Error(node, $"The text is longer than {field.Name} holds ({max} characters).");
        }

        var shape = Shape(field);
        if (shape == ValueShape.Instant && rule is ConstantRule or TemplateRule)
        {
            scope.Diagnostics.Error(node, $"{field.Name} is a date and time; a text is none. Use datetime, $start or $end.");
        }

        Fit(node, field, rule, shape, max);
        var tolerance = 0.0;
        if (node["tolerance"] is { } t && !double.TryParse(t.Text, System.Globalization.CultureInfo.InvariantCulture, out tolerance))
        {
            scope.Diagnostics.Error(t, $"tolerance must be a number, found {t.Describe()}.");
        }

        Add(field, rule, shape, missing, fallback, max, mark, tolerance);
    }

    private void Fit(YamlNode node, FieldDescribe field, Rule rule, ValueShape shape, int max)
    {
        foreach (var source in FieldFit.Copied(rule).Select(copied => scope.Source.Field(copied.Label)).OfType<FieldDescribe>().Distinct())
        {
            if (FieldFit.Problem(source, field, shape) is { } problem)
            {
                scope.Diagnostics.Error(node, problem);
            }
            else if (node["truncate"] is null && FieldFit.Loss(source, field, shape, max) is { } loss)
            {
                scope.Diagnostics.Warn(node, loss);
            }
        }
    }

    private void Add(FieldDescribe field, Rule rule, ValueShape shape, OnMissing missing, byte[] fallback, int max, byte[] mark, double tolerance)
    {
        var allowed = field.RestrictedPicklist
            ? new ValueTable([.. field.PicklistValues.Where(p => p.Active).Select(p => new KeyValuePair<string, string>(p.Value, p.Value))])
            : null;
        fields.Add(new TargetField(field.Name, field.Type, field.Length, field.Createable, field.Updateable, tolerance));
        targets.Add(new TargetRule(field.Name, rule, shape, max, mark, missing, fallback, allowed, shape == ValueShape.Id && IsTrusted(rule)));
    }

    private (OnMissing Missing, byte[] Fallback) Missing(YamlNode node, FieldDescribe field)
    {
        var missing = node["on-missing"];
        if (missing is null or { IsNull: true })
        {
            return (missing is null && field.RequiredOnCreate ? OnMissing.Reject : OnMissing.Null, []);
        }

        if (missing["default"] is { } fallback)
        {
            return (OnMissing.Default, Encoding.UTF8.GetBytes(fallback.Text));
        }

        return (Keys.Choice(missing, scope.Diagnostics, "on-missing", "reject", "null", "{ default: … }") == "reject" ? OnMissing.Reject : OnMissing.Null, []);
    }

    // Ids in fields of type id and reference, and those of looked-up records, are Salesforce's own.
    private bool IsTrusted(Rule rule) => rule switch
    {
        FieldRule field => scope.Source.Field(field.Label)?.Type is "id" or "reference",
        LookupRule => true,
        ReferenceRule or FirstOfRule or ConditionalRule or OriginRule => rule.Parts.All(IsTrusted),
        _ => false,
    };

    private static ValueShape Shape(FieldDescribe field) => field.Type switch
    {
        "datetime" => ValueShape.Instant,
        "date" => ValueShape.Date,
        "int" or "long" => ValueShape.Whole,
        "double" or "currency" or "percent" => ValueShape.Number,
        "boolean" => ValueShape.Flag,
        "reference" or "id" => ValueShape.Id,
        "picklist" => ValueShape.Picklist,
        "textarea" => ValueShape.Lines,
        _ => ValueShape.Text,
    };
}
