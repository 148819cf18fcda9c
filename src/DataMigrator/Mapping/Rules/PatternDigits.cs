namespace DataMigrator.Mapping.Rules;

/// <summary>Whether no text without a digit can match a pattern: half of all Subjects have none. It only says so when it is sure; what it can't read needs none.</summary>
internal static class PatternDigits
{
    /// <summary>Whether every way through the pattern has a <c>\d</c> that is not optional.</summary>
    public static bool AreNeeded(string pattern)
    {
        var at = 0;
        return Sequence(pattern, ref at) is true && at == pattern.Length;
    }

    // Up to its end or the bracket that closes it; null: can't be read.
    private static bool? Sequence(string pattern, ref int at)
    {
        var (all, one) = (true, false);
        while (at < pattern.Length && pattern[at] != ')')
        {
            var item = pattern[at++];
            switch (item)
            {
                case '|':
                    (all, one) = (all && one, false);
                    break;
                case '(':
                    if (Group(pattern, ref at) is not { } needs)
                    {
                        return null;
                    }

                    one |= needs;
                    break;
                case '[':
                    if (!TrySkipClass(pattern, ref at))
                    {
                        return null;
                    }

                    break;
                case '\\':
                    if (at == pattern.Length)
                    {
                        return null;
                    }

                    one |= pattern[at++] == 'd' && !IsOptional(pattern, at);
                    break;
            }
        }

        return all && one;
    }

    private static bool? Group(string pattern, ref int at)
    {
        if (at < pattern.Length && pattern[at] == '?')
        {
            // Options, names, looks around: not read.
            if (!pattern.AsSpan(at).StartsWith("?:"))
            {
                return null;
            }

            at += 2;
        }

        var needs = Sequence(pattern, ref at);
        if (needs is null || at == pattern.Length)
        {
            return null;
        }

        at++;
        return needs.Value && !IsOptional(pattern, at);
    }

    // A bracket inside a class, or one that comes first: too rare to read.
    private static bool TrySkipClass(string pattern, ref int at)
    {
        var begins = at;
        for (; at < pattern.Length && pattern[at] != ']'; at++)
        {
            if (pattern[at] == '[')
            {
                return false;
            }

            at += pattern[at] == '\\' ? 1 : 0;
        }

        return at++ < pattern.Length && at > begins + 1 && !(pattern[begins] == '^' && at == begins + 2);
    }

    private static bool IsOptional(string pattern, int at) => at < pattern.Length && (pattern[at] is '?' or '*' || pattern.AsSpan(at).StartsWith("{0"));
}
