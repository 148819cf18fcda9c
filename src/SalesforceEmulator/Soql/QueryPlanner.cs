using SalesforceEmulator.Org;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>Checks a parsed query against schema and scope and runs it.</summary>
internal sealed class QueryPlanner(OrgData data, string query, QueryScope scope)
{
    private const int FieldsFunctionLimit = 200;

    private bool IsBulk => scope is QueryScope.Bulk or QueryScope.BulkAll;

    private bool ShowsAll => scope is QueryScope.RestAll or QueryScope.BulkAll;

    /// <exception cref="SoqlException">The query isn't SOQL, or not for this org and scope.</exception>
    public IQueryResult Run() => Run(Parser.Parse(query));

    private IQueryResult Run(SelectStatement statement)
    {
        var schema = Resolve(statement);
        var binder = new PathBinder(data, schema, query, statement.Alias);
        RefuseNestedInBulk(statement);
        var items = Expand(statement, schema);
        if (items is [ExpressionItem { Value: CallExpression { Name: "COUNT", Argument: null } }] && statement.GroupBy.Count == 0)
        {
            RefuseInBulk(statement, aggregates: true);
            return new CountResult(schema.Name, Scan(statement, schema, binder).Count());
        }

        var aggregates = statement.GroupBy.Count > 0 || items.Any(i => i is ExpressionItem { Value: CallExpression call } && Aggregate.IsName(call.Name));
        RefuseInBulk(statement, aggregates);
        var nested = statement.Items.Where(i => i is SubqueryItem or TypeofItem).ToList();
        if (aggregates)
        {
            if (nested.Count > 0)
            {
                throw new SoqlException(SoqlException.MalformedQuery, query, nested[0].Position, "Grouped query cannot use child relationships or TYPEOF in the SELECT list");
            }

            var aggregation = new Aggregation(data, query, statement, items, binder, e => Value(e, binder));
            return aggregation.Run(schema, Scan(statement, schema, binder));
        }

        if (statement.Having is not null)
        {
            throw new SoqlException(SoqlException.MalformedQuery, query, statement.FromPosition, "HAVING clause requires a GROUP BY clause");
        }

        var columns = Columns(items, binder);
        if (IsBulk && columns.FirstOrDefault(c => c.Field.Type == FieldType.Address) is not null)
        {
            throw new SoqlException("API_ERROR", query, -1, "Selecting compound data not supported in Bulk Query");
        }

        var rows = Rows(statement, schema, binder);
        return new RowResult(data, schema, columns, rows, nested.Count == 0 ? [] : Nested().Bind(nested, schema, rows));
    }

    private NestedBinder Nested() => new(
        data,
        query,
        (inner, schema) => Columns(Expand(inner, schema), new PathBinder(data, schema, query, inner.Alias)),
        (inner, schema) => Rows(inner, schema, new PathBinder(data, schema, query, inner.Alias)));

    private void RefuseNestedInBulk(SelectStatement statement)
    {
        if (IsBulk && statement.Items.FirstOrDefault(i => i is SubqueryItem or TypeofItem) is { } item)
        {
            throw new SoqlException("API_ERROR", query, -1, item is TypeofItem ? "TYPEOF not supported in Bulk Query" : "Aggregate Relationships not supported in Bulk Query");
        }
    }

    private ObjectSchema Resolve(SelectStatement statement)
    {
        var schema = data.Schema.Find(statement.From);
        if (schema is null || (schema.ToolingOnly && scope != QueryScope.Tooling))
        {
            throw new SoqlException(
                SoqlException.InvalidType, query, statement.FromPosition,
                $"sObject type '{statement.From}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");
        }

        if (IsBulk && !schema.BulkSupported)
        {
            throw new SoqlException("INVALIDENTITY", query, -1, $"Entity '{schema.Name}' is not supported by the Bulk API.");
        }

        return schema;
    }

    private void RefuseInBulk(SelectStatement statement, bool aggregates)
    {
        if (!IsBulk)
        {
            return;
        }

        if (aggregates)
        {
            throw new SoqlException("API_ERROR", query, -1, "Aggregate functions and GROUP BY not supported in Bulk Query");
        }

        if (statement.Offset is not null)
        {
            throw new SoqlException("API_ERROR", query, -1, "OFFSET not supported in Bulk Query");
        }
    }

    private List<ExpressionItem> Expand(SelectStatement statement, ObjectSchema schema)
    {
        var items = new List<ExpressionItem>();
        foreach (var item in statement.Items)
        {
            switch (item)
            {
                case ExpressionItem expression:
                    items.Add(expression);
                    break;
                case FieldsItem fields:
                    items.AddRange(FieldsFunction(statement, schema, fields));
                    break;
            }
        }

        return items;
    }

    private IEnumerable<ExpressionItem> FieldsFunction(SelectStatement statement, ObjectSchema schema, FieldsItem fields)
    {
        if (IsBulk)
        {
            throw new SoqlException("API_ERROR", query, -1, "The SOQL FIELDS function is not supported in Bulk Query");
        }

        if (fields.Kind != "STANDARD" && statement.Limit is null or > FieldsFunctionLimit)
        {
            throw new SoqlException(SoqlException.MalformedQuery, query, fields.Position, "The SOQL FIELDS function must have a LIMIT of at most 200");
        }

        var wanted = fields.Kind switch
        {
            "ALL" => schema.Fields,
            "STANDARD" => schema.Fields.Where(f => !f.Custom),
            "CUSTOM" => schema.Fields.Where(f => f.Custom),
            _ => throw new SoqlException(SoqlException.MalformedQuery, query, fields.Position, $"unexpected token: '{fields.Kind}'"),
        };
        return wanted.Select(f => new ExpressionItem(new PathExpression(f.Name, fields.Position), null));
    }

    private List<Column> Columns(List<ExpressionItem> items, PathBinder binder)
    {
        var columns = new List<Column>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            // A translated label is the value itself here, and one currency needs no conversion.
            var value = item.Value is CallExpression { Name: "TOLABEL" or "CONVERTCURRENCY", Argument: PathExpression inner } ? inner : item.Value;
            if (value is not PathExpression path)
            {
                throw new SoqlException(SoqlException.MalformedQuery, query, item.Position, $"unexpected token: '{((CallExpression)item.Value).Name}'");
            }

            if (item.Alias is not null && value == item.Value)
            {
                throw new SoqlException(SoqlException.MalformedQuery, query, item.Position, "only aggregate expressions use field aliasing");
            }

            var parts = binder.Split(path.Path);
            var source = binder.Bind(parts, path.Path, path.Position, out var hops);
            var names = hops.Select(h => h.Reference.RelationshipName!).Append(source is ParentTypeSource ? "Type" : source.Field.Name).ToArray();
            if (!seen.Add(string.Join('.', names)))
            {
                throw new SoqlException(SoqlException.InvalidField, query, path.Position, $"duplicate field selected: {string.Join('.', names)}");
            }

            columns.Add(item.Alias is { } alias
                ? new Column(alias, [alias], source, [])
                : new Column(string.Join('.', names), names, source, hops));
        }

        return columns;
    }

    private ValueSource Value(Expression expression, PathBinder binder) => expression switch
    {
        PathExpression path => binder.Bind(path.Path, path.Position),
        CallExpression { Argument: { } argument } call when DateFunctionSource.IsName(call.Name) => new DateFunctionSource(call.Name, DateArgument(call, Value(argument, binder))),
        CallExpression { Name: "CONVERTTIMEZONE" or "TOLABEL", Argument: { } argument } => Value(argument, binder),
        CallExpression call => throw new SoqlException(SoqlException.MalformedQuery, query, call.Position, $"unexpected token: '{call.Name}'"),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    private ValueSource DateArgument(CallExpression call, ValueSource source) => source.Field.Type is FieldType.Date or FieldType.DateTime
        ? source
        : throw new SoqlException(SoqlException.InvalidField, query, call.Position, $"field '{source.Field.Name}' is not a date or dateTime: {call.Name}");

    private IEnumerable<uint> Scan(SelectStatement statement, ObjectSchema schema, PathBinder binder)
    {
        var filter = statement.Where is null ? null : new FilterBinder(data, query, e => Value(e, binder), Inner).Bind(statement.Where);
        return new TableScan(data, data[schema], filter, ShowsAll).Addresses();
    }

    private HashSet<string> Inner(SelectStatement statement)
    {
        var schema = Resolve(statement);
        var binder = new PathBinder(data, schema, query, statement.Alias);
        if (statement.Items is not [ExpressionItem { Value: PathExpression path }])
        {
            throw new SoqlException(SoqlException.MalformedQuery, query, statement.FromPosition, "semi join sub-select must select exactly one field");
        }

        var source = binder.Bind(path.Path, path.Position);
        var values = new HashSet<string>(StringComparer.Ordinal);
        Span<byte> scratch = stackalloc byte[ValueSource.ScratchBytes];
        foreach (var address in Rows(statement, schema, binder))
        {
            var value = source.Read(data.Log.Read(address), scratch);
            if (!value.IsEmpty)
            {
                values.Add(System.Text.Encoding.UTF8.GetString(value));
            }
        }

        return values;
    }

    private AddressBuffer Rows(SelectStatement statement, ObjectSchema schema, PathBinder binder)
    {
        var skip = statement.Offset ?? 0;
        var take = statement.Limit ?? int.MaxValue;
        var keys = statement.OrderBy.Select(o => SortKey.Of(o, Value(o.Value, binder), query)).ToArray();
        var rows = new AddressBuffer();
        var found = Scan(statement, schema, binder);

        // In the order of the table the first that are asked for are enough: the rest need not be looked at.
        foreach (var address in keys.Length > 0 ? found : found.Take((int)Math.Min(int.MaxValue, (long)skip + take)))
        {
            rows.Add(address);
        }

        if (keys.Length > 0)
        {
            new RowSorter(data, keys).Sort(rows);
        }

        rows.Cut(skip, take);
        return rows;
    }
}
