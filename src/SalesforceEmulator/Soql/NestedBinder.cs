using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>Checks and runs what a SELECT list holds besides plain values: parent-to-child queries and TYPEOF.</summary>
/// <param name="columns">Binds the plain values of a SELECT list.</param>
/// <param name="find">Rows of a statement, in its order.</param>
internal sealed class NestedBinder(
    OrgData data, string query, Func<SelectStatement, ObjectSchema, List<Column>> columns, Func<SelectStatement, ObjectSchema, AddressBuffer> find)
{
    public IReadOnlyList<NestedValue> Bind(IReadOnlyList<SelectItem> items, ObjectSchema schema, AddressBuffer rows)
    {
        var values = new List<NestedValue>();
        foreach (var item in items)
        {
            NestedValue value = item is SubqueryItem sub ? Children(sub, schema, rows) : Typeof((TypeofItem)item, schema);
            if (values.Exists(v => v.Name == value.Name))
            {
                throw new SoqlException(SoqlException.InvalidField, query, item.Position, $"duplicate field selected: {value.Name}");
            }

            values.Add(value);
        }

        return values;
    }

    private ChildRecords Children(SubqueryItem item, ObjectSchema parent, AddressBuffer parents)
    {
        var statement = item.Statement;
        var (child, field, name) = ChildRelationships.Find(data.Schema, parent, statement.From) ?? throw new SoqlException(
            SoqlException.InvalidType, query, statement.FromPosition,
            $"Didn't understand relationship '{statement.From}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
        if (statement.GroupBy.Count > 0 || statement.Having is not null)
        {
            throw new SoqlException(SoqlException.MalformedQuery, query, statement.FromPosition, "unexpected token: GROUP");
        }

        // Limit and offset are of each parent's children.
        var found = find(statement with { Limit = null, Offset = null }, child);
        var inner = statement.Items.Where(i => i is SubqueryItem or TypeofItem).ToList();
        var plain = columns(statement, child);
        return new ChildRecords(data, name, plain, JsonShape.Of(plain, Bind(inner, child, found)), ByParent(statement, field, parents, found));
    }

    private Dictionary<string, List<uint>> ByParent(SelectStatement statement, FieldSchema field, AddressBuffer parents, AddressBuffer found)
    {
        var wanted = new HashSet<string>(parents.Select(p => SalesforceId.ToText(data.Log.Read(p)[0])), StringComparer.Ordinal);
        var skip = statement.Offset ?? 0;
        var most = (long)skip + (statement.Limit ?? int.MaxValue);
        var children = new Dictionary<string, List<uint>>(StringComparer.Ordinal);
        foreach (var address in found)
        {
            var id = data.Log.Read(address)[field.Slot];
            if (id.IsEmpty || !wanted.Contains(SalesforceId.ToText(id)))
            {
                continue;
            }

            var key = SalesforceId.ToText(id);
            if (!children.TryGetValue(key, out var own))
            {
                children.Add(key, own = []);
            }

            if (own.Count < most)
            {
                own.Add(address);
            }
        }

        foreach (var (key, own) in children)
        {
            own.RemoveRange(0, Math.Min(skip, own.Count));
            if (own.Count == 0)
            {
                children.Remove(key);
            }
        }

        return children;
    }

    private TypeofRecord Typeof(TypeofItem item, ObjectSchema schema)
    {
        var reference = schema.FindRelationship(item.Relationship);
        if (reference is not { Polymorphic: true })
        {
            throw new SoqlException(SoqlException.InvalidField, query, item.Position, $"The relationship '{item.Relationship}' in TYPEOF is not polymorphic");
        }

        var branches = new Dictionary<ObjectSchema, JsonShape>();
        foreach (var branch in item.Branches)
        {
            var target = reference.ReferenceTo.FirstOrDefault(t => t.Equals(branch.SObject, StringComparison.OrdinalIgnoreCase)) is { } name ? data.Schema.Find(name) : null;
            if (target is null)
            {
                throw new SoqlException(SoqlException.InvalidType, query, branch.Position, $"'{branch.SObject}' is not a type that '{item.Relationship}' can refer to");
            }

            if (!branches.TryAdd(target, JsonShape.Of(Plain(branch.Fields, target, ""))))
            {
                throw new SoqlException(SoqlException.MalformedQuery, query, branch.Position, $"duplicate WHEN for {target.Name}");
            }
        }

        return new TypeofRecord(
            data, new ParentHop(data, reference), branches, item.Else.Count == 0 ? null : JsonShape.Of(Plain(item.Else, schema, reference.RelationshipName + ".")));
    }

    private List<Column> Plain(IReadOnlyList<PathExpression> fields, ObjectSchema schema, string prefix) =>
        columns(new SelectStatement([.. fields.Select(f => new ExpressionItem(f with { Path = prefix + f.Path }, null))], schema.Name, 0, null, null, [], null, [], null, null), schema);
}
