namespace SalesforceEmulator.Soql;

/// <summary>A parsed SELECT; names are as written, nothing is checked against the schema yet.</summary>
internal sealed record SelectStatement(
    IReadOnlyList<SelectItem> Items,
    string From,
    int FromPosition,
    string? Alias,
    Condition? Where,
    IReadOnlyList<Expression> GroupBy,
    Condition? Having,
    IReadOnlyList<OrderItem> OrderBy,
    int? Limit,
    int? Offset);

internal abstract record SelectItem(int Position);

internal sealed record ExpressionItem(Expression Value, string? Alias) : SelectItem(Value.Position);

/// <summary><c>(SELECT … FROM Tasks)</c>; its FROM names a child relationship.</summary>
internal sealed record SubqueryItem(SelectStatement Statement, int Position) : SelectItem(Position);

/// <summary><c>TYPEOF Who WHEN Contact THEN … ELSE … END</c>.</summary>
internal sealed record TypeofItem(string Relationship, IReadOnlyList<TypeofBranch> Branches, IReadOnlyList<PathExpression> Else, int Position) : SelectItem(Position);

internal sealed record TypeofBranch(string SObject, IReadOnlyList<PathExpression> Fields, int Position);

/// <summary><c>FIELDS(ALL|CUSTOM|STANDARD)</c>.</summary>
internal sealed record FieldsItem(string Kind, int Position) : SelectItem(Position);

internal abstract record Expression(int Position);

internal sealed record PathExpression(string Path, int Position) : Expression(Position);

/// <summary><c>COUNT()</c> has no argument.</summary>
internal sealed record CallExpression(string Name, Expression? Argument, int Position) : Expression(Position);

internal sealed record OrderItem(Expression Value, bool Descending, bool? NullsFirst);

internal abstract record Condition;

internal sealed record AndCondition(IReadOnlyList<Condition> Parts) : Condition;

internal sealed record OrCondition(IReadOnlyList<Condition> Parts) : Condition;

internal sealed record NotCondition(Condition Inner) : Condition;

internal sealed record Comparison(Expression Left, string Operator, Literal Right) : Condition;

internal sealed record InCondition(Expression Left, bool Negated, IReadOnlyList<Literal> Values) : Condition;

internal sealed record InSelect(Expression Left, bool Negated, SelectStatement Inner) : Condition;

internal enum LiteralKind
{
    Null,
    String,
    Number,
    Boolean,
    Date,
    DateTime,
    DateName,
}

/// <param name="Count">The n of <c>LAST_N_DAYS:n</c>.</param>
internal sealed record Literal(LiteralKind Kind, string Text, int Position, int Count = 0);
