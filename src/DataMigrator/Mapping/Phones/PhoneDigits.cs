namespace DataMigrator.Mapping.Phones;

/// <summary>The digits of a number as it was dialled, and whether it carried a calling code.</summary>
internal ref struct PhoneDigits
{
    /// <summary>No number of any plan, with every prefix before it, has more.</summary>
    public const int Max = 32;

    public ReadOnlySpan<byte> Digits;
    public bool HasPlus;

    /// <summary>Nothing but digits was written.</summary>
    public bool IsBare;

    /// <summary>Reads a text that is a number and nothing else.</summary>
    /// <param name="folded">Folded text.</param>
    /// <param name="digits">At least <see cref="Max"/> long; holds the result's digits.</param>
    /// <param name="problem">Why the text is not a number.</param>
    public static bool TryRead(scoped ReadOnlySpan<byte> folded, Span<byte> digits, out PhoneDigits number, out PhoneProblem problem)
    {
        number = default;
        problem = PhoneProblem.None;
        var count = 0;
        var bare = true;
        for (var i = 0; i < folded.Length; i++)
        {
            var c = folded[i];
            if (char.IsAsciiDigit((char)c))
            {
                if (count == Max)
                {
                    problem = PhoneProblem.TooLong;
                    return false;
                }

                digits[count++] = c;
                continue;
            }

            bare = false;
            if (c == '+' && count == 0 && !number.HasPlus)
            {
                number.HasPlus = true;
            }
            else if (!IsPunctuation(c))
            {
                problem = PhoneProblem.NotANumber;
                return false;
            }
        }

        if (count < 2)
        {
            problem = count == 0 ? PhoneProblem.NotANumber : PhoneProblem.TooShort;
            return false;
        }

        number.Digits = digits[..count];
        number.IsBare = bare;
        return true;
    }

    /// <summary>What people put between digits.</summary>
    public static bool IsPunctuation(byte c) => c is (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'(' or (byte)')'
        or (byte)'[' or (byte)']' or (byte)'~' or (byte)'\t';
}
