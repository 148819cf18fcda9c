using System.Globalization;

namespace SalesforceEmulator.Soql;

/// <summary>The tokens of a query, one ahead; refuses what doesn't come as expected.</summary>
internal sealed class TokenReader
{
    private const int MaxLength = 100_000;
    private const int MaxDepth = 100;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "ASC", "DESC", "EXCLUDES", "FROM", "GROUP", "HAVING", "IN", "INCLUDES", "LIKE", "LIMIT", "NOT", "NULL", "NULLS", "OR", "SELECT", "WHERE", "WITH", "ORDER", "USING", "FOR", "OFFSET", "ALL", "UPDATE",
    };

    private readonly List<Token> tokens = [];
    private int at;
    private int depth;

    public TokenReader(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new SoqlException(SoqlException.MalformedQuery, text, -1, "SOQL statements cannot be longer than 100,000 characters.");
        }

        Text = text;
        var lexer = new Lexer(text);
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != TokenKind.End);
    }

    public string Text { get; }

    public Token Current => tokens[at];

    /// <summary>True if the current token is a word that isn't part of the language.</summary>
    public bool AtName => Current.Kind == TokenKind.Word && !Reserved.Contains(Current.Text);

    public Token Next() => tokens[at++];

    public Token Name() => AtName ? Next() : throw Unexpected();

    public bool Accept(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        at++;
        return true;
    }

    public void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Unexpected();
        }
    }

    public int WholeNumber()
    {
        var token = Current;
        if (token.Kind == TokenKind.Number && int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            Next();
            return value;
        }

        throw Unexpected();
    }

    /// <summary>Goes one level deeper; a query can't nest without end.</summary>
    public void Enter()
    {
        if (++depth > MaxDepth)
        {
            throw new SoqlException("QUERY_TOO_COMPLICATED", Text, -1, "Query is either selecting too many fields or the filter conditions are too complicated.");
        }
    }

    public void Leave() => depth--;

    public SoqlException Unexpected() => new(
        SoqlException.MalformedQuery, Text, Current.Position, Current.Kind == TokenKind.End ? "unexpected end of query" : $"unexpected token: '{Current.Text}'");
}
