using System.Globalization;
using System.Text;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Soql;

/// <summary>Checks a WHERE or HAVING against the types of its fields and compiles it.</summary>
internal sealed class FilterBinder(OrgData data, string query, Func<Expression, ValueSource> bindValue, Func<SelectStatement, HashSet<string>> runInner)
{
    private static readonly string[] OrderOperators = ["<", "<=", ">", ">="];

    private readonly DateOnly today = DateOnly.FromDateTime(data.Clock.GetUtcNow().UtcDateTime);

    /// <exception cref="SoqlException">The condition doesn't suit its field.</exception>
    public RowFilter Bind(Condition condition) => condition switch
    {
        AndCondition and => new AllOf([.. and.Parts.Select(Bind)]),
        OrCondition or => new AnyOf([.. or.Parts.Select(Bind)]),
        NotCondition not => new NoneOf(Bind(not.Inner)),
        Comparison comparison => Compare(Filterable(comparison.Left), comparison.Operator, comparison.Right),
        InCondition list => Negate(list.Negated, In(Filterable(list.Left), list.Values)),
        InSelect inner => Negate(inner.Negated, new InBytes(Filterable(inner.Left), runInner(inner.Inner))),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static RowFilter Negate(bool negated, RowFilter filter) => negated ? new NoneOf(filter) : filter;

    private ValueSource Filterable(Expression expression)
    {
        var source = bindValue(expression);
        return source.Field.Filterable ? source : throw new SoqlException(
            SoqlException.InvalidField, query, expression.Position, $"field '{source.Field.Name}' can not be filtered in a query call");
    }

    private RowFilter In(ValueSource source, IReadOnlyList<Literal> values)
    {
        if (source.Field.Type is not (FieldType.Id or FieldType.Reference) && !source.Field.IsText)
        {
            return new AnyOf([.. values.Select(v => Compare(source, "=", v))]);
        }

        var exact = source.Field.Type is FieldType.Id or FieldType.Reference || source.Field.CaseSensitive;
        var set = new HashSet<string>(exact ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.Where(v => v.Kind != LiteralKind.Null))
        {
            set.Add(Encoding.UTF8.GetString(TextOrId(source, value)));
        }

        RowFilter filter = new InBytes(source, set);
        return values.Any(v => v.Kind == LiteralKind.Null) ? new AnyOf([new IsNull(source), filter]) : filter;
    }

    private RowFilter Compare(ValueSource source, string op, Literal literal)
    {
        if (op == "!=")
        {
            return new NoneOf(Compare(source, "=", literal));
        }

        if (literal.Kind == LiteralKind.Null)
        {
            return op == "=" ? new IsNull(source) : throw Wrong(literal, $"invalid operator {op} with null");
        }

        if (op == "LIKE")
        {
            return source.Field.IsText && literal.Kind == LiteralKind.String
                ? new LikeText(source, Encoding.UTF8.GetBytes(literal.Text))
                : throw new SoqlException("INVALID_QUERY_FILTER_OPERATOR", query, literal.Position, $"invalid operator on {ValueWords.Of(source.Field.Type)} field");
        }

        return source.Field.Type switch
        {
            FieldType.Id or FieldType.Reference => Ordered(source, op, TextOrId(source, literal)),
            FieldType.Boolean => literal.Kind == LiteralKind.Boolean && op == "=" ? new EqualBytes(source, Encoding.UTF8.GetBytes(literal.Text)) : throw Mistyped(source, literal),
            FieldType.Date => Dates(source, op, literal),
            FieldType.DateTime => Instants(source, op, literal),
            FieldType.Int or FieldType.Double or FieldType.Currency => literal.Kind == LiteralKind.Number
                ? new CompareNumber(source, op, double.Parse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture))
                : throw Mistyped(source, literal),
            _ when OrderOperators.Contains(op) || op == "INCLUDES" => new CompareText(source, op == "INCLUDES" ? "=" : op, TextOrId(source, literal)),
            _ when source.Field.CaseSensitive => new EqualBytes(source, TextOrId(source, literal)),
            _ => new EqualText(source, TextOrId(source, literal)),
        };
    }

    private byte[] TextOrId(ValueSource source, Literal literal)
    {
        if (literal.Kind != LiteralKind.String)
        {
            throw Mistyped(source, literal);
        }

        var bytes = Encoding.UTF8.GetBytes(SoqlText.Unescape(literal.Text));
        if (source.Field.Type is not (FieldType.Id or FieldType.Reference) || source.Field.ReferenceKey is not null || bytes.Length == 0)
        {
            return bytes;
        }

        var id = new byte[SalesforceId.Length];
        return SalesforceId.TryNormalize(bytes, id)
            ? id
            : throw new SoqlException("INVALID_QUERY_FILTER_OPERATOR", query, literal.Position, $"invalid ID field: {literal.Text}");
    }

    private RowFilter Dates(ValueSource source, string op, Literal literal)
    {
        if (literal.Kind == LiteralKind.DateName && DateLiterals.TryRange(literal.Text, literal.Count, today, out var from, out var to))
        {
            return Within(source, op, InstantText.Date(from), InstantText.Date(to));
        }

        return literal.Kind == LiteralKind.Date && DateOnly.TryParseExact(literal.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Ordered(source, op, InstantText.Date(day))
            : throw Mistyped(source, literal);
    }

    private RowFilter Instants(ValueSource source, string op, Literal literal)
    {
        if (literal.Kind == LiteralKind.DateName && DateLiterals.TryRange(literal.Text, literal.Count, today, out var from, out var to))
        {
            return Within(source, op, InstantText.Midnight(from), InstantText.Midnight(to));
        }

        // In a URL an unescaped + arrives as a blank; the lexer has cut there, so such an instant is refused as Salesforce refuses it.
        return literal.Kind == LiteralKind.DateTime && InstantText.TryNormalize(Encoding.UTF8.GetBytes(literal.Text), out var instant)
            ? Ordered(source, op, instant)
            : throw Mistyped(source, literal);
    }

    private static RowFilter Within(ValueSource source, string op, byte[] from, byte[] to) => op switch
    {
        "=" => new ByteRange(source, from, to),
        "<" => new ByteRange(source, null, from),
        "<=" => new ByteRange(source, null, to),
        ">" => new ByteRange(source, to, null),
        _ => new ByteRange(source, from, null),
    };

    private static RowFilter Ordered(ValueSource source, string op, byte[] value) => op switch
    {
        "=" => new EqualBytes(source, value),
        "<" => new ByteRange(source, null, value),
        "<=" => new ByteRange(source, null, [.. value, 0]), // the next possible text
        ">" => new ByteRange(source, [.. value, 0], null),
        _ => new ByteRange(source, value, null),
    };

    private SoqlException Mistyped(ValueSource source, Literal literal) => new(
        SoqlException.InvalidField, query, literal.Position,
        source.Field.IsText || source.Field.Type is FieldType.Id or FieldType.Reference
            ? $"value of filter criterion for field '{source.Field.Name}' must be of type {ValueWords.Of(source.Field.Type)} and should be enclosed in quotes"
            : $"value of filter criterion for field '{source.Field.Name}' must be of type {ValueWords.Of(source.Field.Type)} and should not be enclosed in quotes");

    private SoqlException Wrong(Literal literal, string message) => new(SoqlException.MalformedQuery, query, literal.Position, message);
}
