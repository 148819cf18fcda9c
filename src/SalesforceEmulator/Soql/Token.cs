namespace SalesforceEmulator.Soql;

internal enum TokenKind
{
    Word,
    String,
    Number,
    Date,
    DateTime,
    Symbol,
    End,
}

/// <summary>One token with its place in the text (zero-based).</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Symbol && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
