namespace DataMigrator.Mapping.Phones;

/// <summary>The tree of one digit pattern. The plans' patterns know digits, classes, groups, alternatives, counted repetition and "$":
/// no unbounded repetition, so every pattern reads a bounded number of digits.</summary>
internal abstract record DigitPattern
{
    internal sealed record Digit(ushort Mask) : DigitPattern;

    internal sealed record Sequence(IReadOnlyList<DigitPattern> Parts) : DigitPattern;

    internal sealed record Choice(IReadOnlyList<DigitPattern> Options) : DigitPattern;

    internal sealed record Repeat(DigitPattern Part, int Min, int Max) : DigitPattern;

    internal sealed record Group(int Number, DigitPattern Part) : DigitPattern;

    internal sealed record End : DigitPattern;

    /// <exception cref="FormatException">The pattern holds something that numbering plans do not use.</exception>
    public static DigitPattern Parse(string pattern)
    {
        var reader = new Reader(pattern);
        var tree = reader.Alternatives();
        return reader.AtEnd ? tree : throw reader.Unexpected();
    }

    private sealed class Reader(string text)
    {
        private int _at;
        private int _groups;

        public bool AtEnd => _at == text.Length;

        private char Next => AtEnd ? '\0' : text[_at];

        public FormatException Unexpected() => new($"Digit pattern '{text}': unexpected '{Next}' at {_at}.");

        public DigitPattern Alternatives()
        {
            var options = new List<DigitPattern> { Parts() };
            while (Take("|"))
            {
                options.Add(Parts());
            }

            return options.Count == 1 ? options[0] : new Choice(options);
        }

        private Sequence Parts()
        {
            var parts = new List<DigitPattern>();
            while (!AtEnd && Next is not ('|' or ')'))
            {
                parts.Add(Counted(Part()));
            }

            return new Sequence(parts);
        }

        private DigitPattern Part()
        {
            if (Take("(?:"))
            {
                return Close(Alternatives());
            }

            if (Take("("))
            {
                var number = ++_groups;
                return new Group(number, Close(Alternatives()));
            }

            if (Take("$"))
            {
                return new End();
            }

            if (Take(@"\d"))
            {
                return new Digit(0x3FF);
            }

            return Take("[") ? Class() : new Digit((ushort)(1 << Number(1)));
        }

        private DigitPattern Close(DigitPattern inner) => Take(")") ? inner : throw Unexpected();

        private Digit Class()
        {
            var mask = 0;
            while (!Take("]"))
            {
                var from = Number(1);
                var to = Take("-") ? Number(1) : from;
                for (var digit = from; digit <= to; digit++)
                {
                    mask |= 1 << digit;
                }
            }

            return new Digit((ushort)mask);
        }

        private DigitPattern Counted(DigitPattern part)
        {
            if (Take("?"))
            {
                return new Repeat(part, 0, 1);
            }

            if (!Take("{"))
            {
                return part;
            }

            var min = Number(2);
            var max = Take(",") ? Number(2) : min;
            return Take("}") ? new Repeat(part, min, max) : throw Unexpected();
        }

        private int Number(int digits)
        {
            var start = _at;
            while (_at - start < digits && char.IsAsciiDigit(Next))
            {
                _at++;
            }

            return _at > start ? int.Parse(text.AsSpan(start, _at - start), System.Globalization.CultureInfo.InvariantCulture) : throw Unexpected();
        }

        private bool Take(string expected)
        {
            if (!text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal))
            {
                return false;
            }

            _at += expected.Length;
            return true;
        }
    }
}
