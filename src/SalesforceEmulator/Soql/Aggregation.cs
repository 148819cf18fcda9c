using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Soql;

/// <summary>GROUP BY, aggregates and HAVING.</summary>
internal sealed class Aggregation
{
    private const int MaxGroups = 50_000;
    private readonly OrgData data;
    private readonly string query;
    private readonly SelectStatement statement;
    private readonly Func<Expression, ValueSource> bindRow;
    private readonly PathBinder binder;
    private readonly List<(string Key, ValueSource Source)> keys = [];
    private readonly List<(string Key, string Function, ValueSource? Source)> aggregates = [];
    private readonly List<(string Name, string Label, FieldSchema Field, int Cell, bool Aggregate)> outputs = [];
    private readonly GroupCells current = new();

    public Aggregation(
        OrgData data, string query, SelectStatement statement, IReadOnlyList<ExpressionItem> items, PathBinder binder, Func<Expression, ValueSource> bindRow)
    {
        (this.data, this.query, this.statement, this.binder, this.bindRow) = (data, query, statement, binder, bindRow);
        foreach (var expression in statement.GroupBy)
        {
            var source = bindRow(expression);
            if (!source.Field.Groupable)
            {
                throw new SoqlException(SoqlException.MalformedQuery, query, expression.Position, $"field '{source.Field.Name}' can not be grouped in a query call");
            }

            keys.Add((KeyOf(expression), source));
        }

        var unnamed = 0;
        foreach (var item in items)
        {
            var source = CellOf(item.Value);
            var isPlain = item.Value is PathExpression;
            var name = item.Alias ?? (isPlain ? source.Field.Name : "expr" + unnamed++);
            outputs.Add((name, source.Field.Label, source.Field, source.Cell, !isPlain));
        }
    }

    public AggregateResult Run(ObjectSchema schema, IEnumerable<uint> rows)
    {
        var having = statement.Having is null ? null : new FilterBinder(data, query, CellOf, _ => throw new SoqlException(SoqlException.MalformedQuery, query, statement.FromPosition, "semi joins are not allowed in HAVING")).Bind(statement.Having);
        var order = statement.OrderBy.Select(o => (Key: SortKey.Of(o, CellOf(o.Value), query), CellOf(o.Value).Cell)).ToList();
        var groups = Collect(rows);
        var kept = new List<byte[][]>();
        foreach (var (values, totals) in groups)
        {
            current.Values = [.. values, .. totals.Select(t => t.Result())];
            if (having is null || having.Matches(default))
            {
                kept.Add(current.Values);
            }
        }

        IEnumerable<byte[][]> result = order.Count == 0 ? kept : kept.Order(Comparer<byte[][]>.Create((a, b) =>
            order.Select(o => o.Key.Compare(a[o.Cell], b[o.Cell])).FirstOrDefault(c => c != 0)));
        result = result.Skip(statement.Offset ?? 0).Take(statement.Limit ?? int.MaxValue);
        return new AggregateResult(
            schema.Name, [.. outputs.Select(o => (o.Name, o.Label, o.Field, o.Aggregate))], [.. result.Select(values => outputs.Select(o => values[o.Cell]).ToArray())]);
    }

    private List<(byte[][] Values, Aggregate[] Totals)> Collect(IEnumerable<uint> rows)
    {
        var groups = new List<(byte[][] Values, Aggregate[] Totals)>();
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var key = new StringBuilder();
        if (keys.Count == 0)
        {
            groups.Add(([], NewTotals()));
            places.Add("", 0);
        }

        Span<byte> scratch = stackalloc byte[ValueSource.ScratchBytes];
        foreach (var address in rows)
        {
            var row = data.Log.Read(address);
            key.Clear();
            foreach (var (_, source) in keys)
            {
                key.Append(Encoding.UTF8.GetString(source.Read(row, scratch))).Append('\0');
            }

            var text = keys.Count == 0 ? "" : key.ToString();
            if (!places.TryGetValue(text, out var place))
            {
                if (groups.Count >= MaxGroups)
                {
                    throw new SoqlException("EXCEEDED_ID_LIMIT", query, -1, "Aggregate query has too many rows for direct assignment, use FOR loop");
                }

                place = groups.Count;
                places.Add(text, place);
                groups.Add(([.. ReadKeys(row)], NewTotals()));
            }

            for (var i = 0; i < aggregates.Count; i++)
            {
                groups[place].Totals[i].Add(aggregates[i].Source is { } source ? source.Read(row, scratch) : default);
            }
        }

        return groups;
    }

    private List<byte[]> ReadKeys(RowView row)
    {
        Span<byte> scratch = stackalloc byte[ValueSource.ScratchBytes];
        var values = new List<byte[]>();
        foreach (var (_, source) in keys)
        {
            values.Add(source.Read(row, scratch).ToArray());
        }

        return values;
    }

    private Aggregate[] NewTotals() => [.. aggregates.Select(a => new Aggregate(a.Function, a.Source?.Field))];

    /// <summary>The place of an expression among a group's values: grouped fields first, then aggregates, added as they are met.</summary>
    private GroupCell CellOf(Expression expression)
    {
        var key = KeyOf(expression);
        if (expression is CallExpression call && Aggregate.IsName(call.Name))
        {
            var at = aggregates.FindIndex(a => a.Key == key);
            if (at < 0)
            {
                at = aggregates.Count;
                var source = call.Argument is null ? null : bindRow(call.Argument);
                if (call.Name is "SUM" or "AVG" && source is not { Field.IsNumber: true })
                {
                    throw new SoqlException(SoqlException.MalformedQuery, query, call.Position, $"field {source?.Field.Name} does not support aggregate operator {call.Name}");
                }

                aggregates.Add((key, call.Name, source));
            }

            return new GroupCell(current, keys.Count + at, Aggregate.ResultOf(call.Name, aggregates[at].Source?.Field));
        }

        var grouped = keys.FindIndex(k => k.Key == key);
        return grouped >= 0
            ? new GroupCell(current, grouped, keys[grouped].Source.Field)
            : throw new SoqlException(SoqlException.MalformedQuery, query, expression.Position, $"Field must be grouped or aggregated: {(expression is PathExpression path ? path.Path : key)}");
    }

    private string KeyOf(Expression expression) => expression switch
    {
        PathExpression path => string.Join('.', binder.Split(path.Path)).ToUpperInvariant(),
        CallExpression call => call.Name + "(" + (call.Argument is null ? "" : KeyOf(call.Argument)) + ")",
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };
}

/// <summary>The group whose values are being looked at.</summary>
internal sealed class GroupCells
{
    public byte[][] Values { get; set; } = [];
}

/// <summary>One value of the current group, for HAVING and ORDER BY.</summary>
internal sealed class GroupCell(GroupCells group, int cell, FieldSchema field) : ValueSource(field)
{
    public int Cell => cell;

    public override ReadOnlySpan<byte> Read(RowView row, Span<byte> scratch) => group.Values[cell];
}
