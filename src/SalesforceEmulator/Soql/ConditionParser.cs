using System.Globalization;

namespace SalesforceEmulator.Soql;

/// <summary>WHERE and HAVING: AND, OR, NOT, parentheses, comparisons.</summary>
internal sealed class ConditionParser(TokenReader tokens, OperandParser operands, Func<SelectStatement> select)
{
    public Condition Parse()
    {
        var first = And();
        if (!tokens.Current.Is("OR"))
        {
            return first;
        }

        var parts = new List<Condition> { first };
        while (tokens.Accept("OR"))
        {
            parts.Add(Unary());
        }

        // a OR b AND c has no meaning in SOQL: Salesforce wants parentheses.
        return tokens.Current.Is("AND") ? throw tokens.Unexpected() : new OrCondition(parts);
    }

    private Condition And()
    {
        var first = Unary();
        if (!tokens.Current.Is("AND"))
        {
            return first;
        }

        var parts = new List<Condition> { first };
        while (tokens.Accept("AND"))
        {
            parts.Add(Unary());
        }

        return tokens.Current.Is("OR") ? throw tokens.Unexpected() : new AndCondition(parts);
    }

    private Condition Unary()
    {
        tokens.Enter();
        var condition = tokens.Accept("NOT") ? new NotCondition(Unary()) : tokens.Accept("(") ? Grouped() : Predicate();
        tokens.Leave();
        return condition;
    }

    private Condition Grouped()
    {
        var inner = Parse();
        tokens.Expect(")");
        return inner;
    }

    private Condition Predicate()
    {
        var left = operands.Parse();
        if (tokens.Accept("NOT"))
        {
            tokens.Expect("IN");
            return In(left, negated: true);
        }

        if (tokens.Accept("IN"))
        {
            return In(left, negated: false);
        }

        foreach (var op in (ReadOnlySpan<string>)["=", "!=", "<=", ">=", "<", ">", "LIKE"])
        {
            if (tokens.Accept(op))
            {
                return new Comparison(left, op, Value());
            }
        }

        foreach (var op in (ReadOnlySpan<string>)["INCLUDES", "EXCLUDES"])
        {
            if (tokens.Current.Is(op))
            {
                tokens.Next();
                var values = ((InCondition)In(left, negated: false)).Values;
                var parts = values.Select(Condition (v) => new Comparison(left, "INCLUDES", v)).ToList();
                Condition any = parts.Count == 1 ? parts[0] : new OrCondition(parts);
                return op == "EXCLUDES" ? new NotCondition(any) : any;
            }
        }

        throw tokens.Unexpected();
    }

    private Condition In(Expression left, bool negated)
    {
        tokens.Expect("(");
        if (tokens.Current.Is("SELECT"))
        {
            var inner = select();
            tokens.Expect(")");
            return new InSelect(left, negated, inner);
        }

        var values = new List<Literal>();
        do
        {
            values.Add(Value());
        }
        while (tokens.Accept(","));
        tokens.Expect(")");
        return new InCondition(left, negated, values);
    }

    private Literal Value()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.String:
                tokens.Next();
                return new Literal(LiteralKind.String, token.Text, token.Position);
            case TokenKind.Number:
                tokens.Next();
                return double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                    ? new Literal(LiteralKind.Number, token.Text, token.Position)
                    : throw new SoqlException(SoqlException.MalformedQuery, tokens.Text, token.Position, $"unexpected token: '{token.Text}'");
            case TokenKind.Date:
                tokens.Next();
                return new Literal(LiteralKind.Date, token.Text, token.Position);
            case TokenKind.DateTime:
                tokens.Next();
                return new Literal(LiteralKind.DateTime, token.Text, token.Position);
            case TokenKind.Word when token.Is("NULL"):
                tokens.Next();
                return new Literal(LiteralKind.Null, "", token.Position);
            case TokenKind.Word when token.Is("TRUE") || token.Is("FALSE"):
                tokens.Next();
                return new Literal(LiteralKind.Boolean, token.Is("TRUE") ? "true" : "false", token.Position);
            case TokenKind.Word when DateLiterals.IsName(token.Text):
                tokens.Next();
                var count = tokens.Accept(":") ? tokens.WholeNumber() : 0;
                return new Literal(LiteralKind.DateName, token.Text.ToUpperInvariant(), token.Position, count);
            default:
                throw tokens.Unexpected();
        }
    }
}
