using System.Globalization;

namespace SalesforceEmulator.Soql;

/// <summary>Recursive descent over the grammar of SOQL.</summary>
internal sealed class Parser
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "ASC", "DESC", "EXCLUDES", "FROM", "GROUP", "HAVING", "IN", "INCLUDES", "LIKE", "LIMIT", "NOT", "NULL", "NULLS", "OR", "SELECT", "WHERE", "WITH", "ORDER", "USING", "FOR", "OFFSET", "ALL", "UPDATE",
    };

    private readonly string text;
    private readonly List<Token> tokens = [];
    private int at;

    private Parser(string text)
    {
        this.text = text;
        var lexer = new Lexer(text);
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != TokenKind.End);
    }

    private Token Current => tokens[at];

    /// <exception cref="SoqlException">MALFORMED_QUERY, with the place.</exception>
    public static SelectStatement Parse(string text)
    {
        var parser = new Parser(text);
        var statement = parser.Select();
        return parser.Current.Kind == TokenKind.End ? statement : throw parser.Unexpected();
    }

    private SelectStatement Select()
    {
        Expect("SELECT");
        var items = new List<SelectItem>();
        do
        {
            items.Add(Item());
        }
        while (Accept(","));
        Expect("FROM");

        // Any word: Group and Order are objects too.
        var from = Current.Kind == TokenKind.Word ? Next() : throw Unexpected();
        var alias = !Reserved.Contains(Current.Text) && Current.Kind == TokenKind.Word ? Next().Text : null;
        if (Accept("USING"))
        {
            Expect("SCOPE");
            Name();
        }

        var where = Accept("WHERE") ? Or() : null;
        if (Accept("WITH"))
        {
            // SECURITY_ENFORCED, USER_MODE: the integration user sees everything.
            Name();
        }

        var groupBy = Accept("GROUP") ? GroupBy() : [];
        var having = Accept("HAVING") ? Or() : null;
        var orderBy = Accept("ORDER") ? OrderBy() : [];
        int? limit = Accept("LIMIT") ? WholeNumber() : null;
        int? offset = Accept("OFFSET") ? WholeNumber() : null;
        if (Accept("FOR"))
        {
            do
            {
                Name();
            }
            while (Accept(","));
        }

        var allRows = Current.Is("ALL");
        if (allRows)
        {
            throw new SoqlException(SoqlException.MalformedQuery, text, Current.Position, "ALL ROWS not allowed in this context");
        }

        return new SelectStatement(items, from.Text, from.Position, alias, where, groupBy, having, orderBy, limit, offset, allRows);
    }

    private SelectItem Item()
    {
        var start = Current;
        if (Accept("("))
        {
            Select();
            Expect(")");
            return new SubqueryItem(start.Position);
        }

        if (start.Is("TYPEOF"))
        {
            SkipTypeof();
            return new TypeofItem(start.Position);
        }

        var value = Operand();
        if (value is CallExpression { Argument: PathExpression kind } call && call.Name == "FIELDS")
        {
            return new FieldsItem(kind.Path.ToUpperInvariant(), start.Position);
        }

        var alias = Current.Kind == TokenKind.Word && !Reserved.Contains(Current.Text) ? Next().Text : null;
        return new ExpressionItem(value, alias);
    }

    private void SkipTypeof()
    {
        while (!Current.Is("END"))
        {
            if (Current.Kind == TokenKind.End)
            {
                throw Unexpected();
            }

            Next();
        }

        Next();
    }

    private Expression Operand()
    {
        var name = Current.Is("ALL") ? Next() : Name();
        if (!Accept("("))
        {
            return new PathExpression(name.Text, name.Position);
        }

        var argument = Current.Is(")") ? null : Operand();
        Expect(")");
        return new CallExpression(name.Text.ToUpperInvariant(), argument, name.Position);
    }

    private List<Expression> GroupBy()
    {
        Expect("BY");
        var list = new List<Expression>();
        do
        {
            list.Add(Operand());
        }
        while (Accept(","));
        return list;
    }

    private List<OrderItem> OrderBy()
    {
        Expect("BY");
        var list = new List<OrderItem>();
        do
        {
            var value = Operand();
            var descending = Accept("DESC");
            if (!descending)
            {
                Accept("ASC");
            }

            bool? nullsFirst = null;
            if (Accept("NULLS"))
            {
                nullsFirst = Accept("FIRST");
                if (nullsFirst == false)
                {
                    Expect("LAST");
                }
            }

            list.Add(new OrderItem(value, descending, nullsFirst));
        }
        while (Accept(","));
        return list;
    }

    private Condition Or()
    {
        var first = And();
        if (!Current.Is("OR"))
        {
            return first;
        }

        var parts = new List<Condition> { first };
        while (Accept("OR"))
        {
            parts.Add(Unary());
        }

        // a OR b AND c has no meaning in SOQL: Salesforce wants parentheses.
        return Current.Is("AND") ? throw Unexpected() : new OrCondition(parts);
    }

    private Condition And()
    {
        var first = Unary();
        if (!Current.Is("AND"))
        {
            return first;
        }

        var parts = new List<Condition> { first };
        while (Accept("AND"))
        {
            parts.Add(Unary());
        }

        return Current.Is("OR") ? throw Unexpected() : new AndCondition(parts);
    }

    private Condition Unary()
    {
        if (Accept("NOT"))
        {
            return new NotCondition(Unary());
        }

        if (Accept("("))
        {
            var inner = Or();
            Expect(")");
            return inner;
        }

        return Predicate();
    }

    private Condition Predicate()
    {
        var left = Operand();
        if (Accept("NOT"))
        {
            Expect("IN");
            return In(left, negated: true);
        }

        if (Accept("IN"))
        {
            return In(left, negated: false);
        }

        foreach (var op in (ReadOnlySpan<string>)["=", "!=", "<=", ">=", "<", ">", "LIKE"])
        {
            if (Accept(op))
            {
                return new Comparison(left, op, Value());
            }
        }

        foreach (var op in (ReadOnlySpan<string>)["INCLUDES", "EXCLUDES"])
        {
            if (Current.Is(op))
            {
                Next();
                var values = ((InCondition)In(left, negated: false)).Values;
                var parts = values.Select(Condition (v) => new Comparison(left, "INCLUDES", v)).ToList();
                Condition any = parts.Count == 1 ? parts[0] : new OrCondition(parts);
                return op == "EXCLUDES" ? new NotCondition(any) : any;
            }
        }

        throw Unexpected();
    }

    private Condition In(Expression left, bool negated)
    {
        Expect("(");
        if (Current.Is("SELECT"))
        {
            var inner = Select();
            Expect(")");
            return new InSelect(left, negated, inner);
        }

        var values = new List<Literal>();
        do
        {
            values.Add(Value());
        }
        while (Accept(","));
        Expect(")");
        return new InCondition(left, negated, values);
    }

    private Literal Value()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.String:
                Next();
                return new Literal(LiteralKind.String, token.Text, token.Position);
            case TokenKind.Number:
                Next();
                return double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                    ? new Literal(LiteralKind.Number, token.Text, token.Position)
                    : throw new SoqlException(SoqlException.MalformedQuery, text, token.Position, $"unexpected token: '{token.Text}'");
            case TokenKind.Date:
                Next();
                return new Literal(LiteralKind.Date, token.Text, token.Position);
            case TokenKind.DateTime:
                Next();
                return new Literal(LiteralKind.DateTime, token.Text, token.Position);
            case TokenKind.Word when token.Is("NULL"):
                Next();
                return new Literal(LiteralKind.Null, "", token.Position);
            case TokenKind.Word when token.Is("TRUE") || token.Is("FALSE"):
                Next();
                return new Literal(LiteralKind.Boolean, token.Is("TRUE") ? "true" : "false", token.Position);
            case TokenKind.Word when DateLiterals.IsName(token.Text):
                Next();
                var count = Accept(":") ? WholeNumber() : 0;
                return new Literal(LiteralKind.DateName, token.Text.ToUpperInvariant(), token.Position, count);
            default:
                throw Unexpected();
        }
    }

    private int WholeNumber()
    {
        var token = Current;
        if (token.Kind == TokenKind.Number && int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            Next();
            return value;
        }

        throw Unexpected();
    }

    private Token Name() => Current.Kind == TokenKind.Word && !Reserved.Contains(Current.Text) ? Next() : throw Unexpected();

    private Token Next() => tokens[at++];

    private bool Accept(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Unexpected();
        }
    }

    private SoqlException Unexpected() => new(
        SoqlException.MalformedQuery, text, Current.Position, Current.Kind == TokenKind.End ? "unexpected end of query" : $"unexpected token: '{Current.Text}'");
}
