using System.Text;

namespace SalesforceEmulator.Soql;

/// <summary>Cuts a SOQL text into tokens.</summary>
internal sealed class Lexer(string text)
{
    private int at;

    public Token Next()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        if (at >= text.Length)
        {
            return new Token(TokenKind.End, "", text.Length);
        }

        var start = at;
        var c = text[at];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            return Word(start);
        }

        if (c == '\'')
        {
            return Quoted(start);
        }

        if (char.IsAsciiDigit(c) || ((c is '-' or '+' or '.') && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] == '.')))
        {
            return Number(start);
        }

        var two = at + 1 < text.Length ? text.Substring(at, 2) : "";
        if (two is "<=" or ">=" or "!=" or "<>")
        {
            at += 2;
            return new Token(TokenKind.Symbol, two == "<>" ? "!=" : two, start);
        }

        if ("(),=<>:".Contains(c, StringComparison.Ordinal))
        {
            at++;
            return new Token(TokenKind.Symbol, c.ToString(), start);
        }

        throw new SoqlException(SoqlException.MalformedQuery, text, start, $"unexpected token: '{c}'");
    }

    private Token Word(int start)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.'))
        {
            at++;
        }

        return new Token(TokenKind.Word, text[start..at], start);
    }

    private Token Quoted(int start)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\'')
            {
                at++;
                return new Token(TokenKind.String, value.ToString(), start);
            }

            if (text[at] != '\\')
            {
                value.Append(text[at]);
                continue;
            }

            if (++at >= text.Length)
            {
                break;
            }

            value.Append(text[at] switch
            {
                'n' or 'N' => "\n",
                'r' or 'R' => "\r",
                't' or 'T' => "\t",
                'b' or 'B' => "\b",
                'f' or 'F' => "\f",
                '"' => "\"",
                '\'' => "'",
                '\\' => "\\\\", // stays escaped: LIKE tells it from its wildcards; see SoqlText.Unescape
                '_' => "\\_",
                '%' => "\\%",
                'u' => Unicode(),
                _ => throw new SoqlException(SoqlException.MalformedQuery, text, at - 1, $"invalid string literal '\\{text[at]}': Illegal character sequence '\\{text[at]}' in string literal"),
            });
        }

        throw new SoqlException(SoqlException.MalformedQuery, text, start, "line " + SoqlException.Row(text, start) + ":" + start + " mismatched character '<EOF>' expecting '''");
    }

    private string Unicode()
    {
        if (at + 4 >= text.Length || !ushort.TryParse(text.AsSpan(at + 1, 4), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var code))
        {
            throw new SoqlException(SoqlException.MalformedQuery, text, at, "invalid unicode escape in string literal");
        }

        at += 4;
        return ((char)code).ToString();
    }

    private Token Number(int start)
    {
        at++;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or ':' or '-' or '+'))
        {
            at++;
        }

        var body = text[start..at];
        if (body.Length >= 10 && body[4] == '-' && char.IsAsciiDigit(body[0]))
        {
            return new Token(body.Contains('T', StringComparison.OrdinalIgnoreCase) ? TokenKind.DateTime : TokenKind.Date, body, start);
        }

        return new Token(TokenKind.Number, body, start);
    }
}
