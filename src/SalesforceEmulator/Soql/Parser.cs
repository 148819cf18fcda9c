namespace SalesforceEmulator.Soql;

/// <summary>Recursive descent over the grammar of SOQL: the statement; see <see cref="ConditionParser"/> for WHERE and HAVING.</summary>
internal sealed class Parser
{
    private readonly TokenReader tokens;
    private readonly OperandParser operands;
    private readonly ConditionParser conditions;

    private Parser(string text)
    {
        tokens = new TokenReader(text);
        operands = new OperandParser(tokens);
        conditions = new ConditionParser(tokens, operands, Select);
    }

    /// <exception cref="SoqlException">MALFORMED_QUERY, with the place.</exception>
    public static SelectStatement Parse(string text)
    {
        var parser = new Parser(text);
        var statement = parser.Select();
        return parser.tokens.Current.Kind == TokenKind.End ? statement : throw parser.tokens.Unexpected();
    }

    private SelectStatement Select()
    {
        tokens.Expect("SELECT");
        var items = new List<SelectItem>();
        do
        {
            items.Add(Item());
        }
        while (tokens.Accept(","));
        tokens.Expect("FROM");

        // Any word: Group and Order are objects too.
        var from = tokens.Current.Kind == TokenKind.Word ? tokens.Next() : throw tokens.Unexpected();
        var alias = tokens.AtName ? tokens.Next().Text : null;
        if (tokens.Accept("USING"))
        {
            tokens.Expect("SCOPE");
            tokens.Name();
        }

        var where = tokens.Accept("WHERE") ? conditions.Parse() : null;
        if (tokens.Accept("WITH"))
        {
            // SECURITY_ENFORCED, USER_MODE: the integration user sees everything.
            tokens.Name();
        }

        var groupBy = tokens.Accept("GROUP") ? GroupBy() : [];
        var having = tokens.Accept("HAVING") ? conditions.Parse() : null;
        var orderBy = tokens.Accept("ORDER") ? OrderBy() : [];
        int? limit = tokens.Accept("LIMIT") ? tokens.WholeNumber() : null;
        int? offset = tokens.Accept("OFFSET") ? tokens.WholeNumber() : null;
        if (tokens.Accept("FOR"))
        {
            For();
        }

        if (tokens.Current.Is("ALL"))
        {
            throw new SoqlException(SoqlException.MalformedQuery, tokens.Text, tokens.Current.Position, "ALL ROWS not allowed in this context");
        }

        return new SelectStatement(items, from.Text, from.Position, alias, where, groupBy, having, orderBy, limit, offset);
    }

    /// <summary>VIEW and REFERENCE mark records as seen, which nothing here shows; UPDATE locks them, which this org has no need of.</summary>
    private void For()
    {
        do
        {
            if (!tokens.Accept("VIEW") && !tokens.Accept("REFERENCE") && !tokens.Accept("UPDATE"))
            {
                throw tokens.Unexpected();
            }
        }
        while (tokens.Accept(","));
    }

    private SelectItem Item()
    {
        var start = tokens.Current;
        if (tokens.Accept("("))
        {
            var inner = Select();
            tokens.Expect(")");
            return new SubqueryItem(inner, start.Position);
        }

        if (start.Is("TYPEOF"))
        {
            return Typeof();
        }

        var value = operands.Parse();
        if (value is CallExpression { Argument: PathExpression kind } call && call.Name == "FIELDS")
        {
            return new FieldsItem(kind.Path.ToUpperInvariant(), start.Position);
        }

        var alias = tokens.AtName ? tokens.Next().Text : null;
        return new ExpressionItem(value, alias);
    }

    private TypeofItem Typeof()
    {
        var start = tokens.Next();
        var relationship = tokens.Name().Text;
        var branches = new List<TypeofBranch>();
        do
        {
            tokens.Expect("WHEN");
            var type = tokens.Current.Kind == TokenKind.Word ? tokens.Next() : throw tokens.Unexpected();
            tokens.Expect("THEN");
            branches.Add(new TypeofBranch(type.Text, Paths(), type.Position));
        }
        while (tokens.Current.Is("WHEN"));
        var otherwise = tokens.Accept("ELSE") ? Paths() : [];
        tokens.Expect("END");
        return new TypeofItem(relationship, branches, otherwise, start.Position);
    }

    private List<PathExpression> Paths()
    {
        var paths = new List<PathExpression>();
        do
        {
            var name = tokens.Name();
            paths.Add(new PathExpression(name.Text, name.Position));
        }
        while (tokens.Accept(","));
        return paths;
    }

    private List<Expression> GroupBy()
    {
        tokens.Expect("BY");
        var list = new List<Expression>();
        do
        {
            list.Add(operands.Parse());
        }
        while (tokens.Accept(","));
        return list;
    }

    private List<OrderItem> OrderBy()
    {
        tokens.Expect("BY");
        var list = new List<OrderItem>();
        do
        {
            var value = operands.Parse();
            var descending = tokens.Accept("DESC");
            if (!descending)
            {
                tokens.Accept("ASC");
            }

            bool? nullsFirst = null;
            if (tokens.Accept("NULLS"))
            {
                nullsFirst = tokens.Accept("FIRST");
                if (nullsFirst == false)
                {
                    tokens.Expect("LAST");
                }
            }

            list.Add(new OrderItem(value, descending, nullsFirst));
        }
        while (tokens.Accept(","));
        return list;
    }
}
