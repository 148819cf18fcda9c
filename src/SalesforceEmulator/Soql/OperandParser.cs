namespace SalesforceEmulator.Soql;

/// <summary>A path, or a function of one.</summary>
internal sealed class OperandParser(TokenReader tokens)
{
    public Expression Parse()
    {
        var name = tokens.Current.Is("ALL") ? tokens.Next() : tokens.Name();
        if (!tokens.Accept("("))
        {
            return new PathExpression(name.Text, name.Position);
        }

        tokens.Enter();
        var argument = tokens.Current.Is(")") ? null : Parse();
        tokens.Leave();
        tokens.Expect(")");
        return new CallExpression(name.Text.ToUpperInvariant(), argument, name.Position);
    }
}
