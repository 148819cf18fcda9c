namespace DataMigrator.Mapping.Phones;

/// <summary>Takes national prefixes and carrier codes off, and adds area codes that a plan lets callers leave out.</summary>
internal static class NationalNumber
{
    /// <summary>Room for any rewritten number.</summary>
    public const int MaxDigits = 40;

    /// <summary>Writes the national number without what is dialled only inside the country.</summary>
    /// <param name="digits">ASCII digits, at most <see cref="PhoneDigits.Max"/>.</param>
    /// <param name="national">At least <see cref="MaxDigits"/> long.</param>
    /// <returns>How many digits were written.</returns>
    public static int Strip(NumberingPlan plan, ReadOnlySpan<byte> digits, Span<byte> national)
    {
        var length = TakePrefix(plan, digits, national);
        var stripped = national[..length];
        if (!stripped.SequenceEqual(digits) && MustKeepPrefix(plan, digits, stripped))
        {
            digits.CopyTo(national);
            return digits.Length;
        }

        return length;
    }

    /// <summary>The region that a national number of a calling code belongs to; none when no region of the code knows it.</summary>
    public static PhoneRegion RegionOf(ReadOnlySpan<PhoneRegion> sharing, ReadOnlySpan<byte> national)
    {
        if (sharing.Length == 1)
        {
            return sharing[0];
        }

        Span<int> captures = stackalloc int[DigitProgram.MaxSlots];
        foreach (var region in sharing)
        {
            var belongs = region.Plan.LeadingDigits is { } leading
                ? leading.Match(national, captures) >= 0
                : region.Plan.IsAssigned(national);
            if (belongs)
            {
                return region;
            }
        }

        return default;
    }

    // A number that fits as it is stays as it is when it would not fit without its first digits, or would be too short.
    private static bool MustKeepPrefix(NumberingPlan plan, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (plan.Fits(before) && !plan.Fits(after))
        {
            return true;
        }

        var region = RegionOf(NumberingPlans.SharingCode(plan), after);
        var judge = region.IsNone ? plan : region.Plan;
        return !judge.CanHaveLength(after.Length) && !judge.IsTooLong(after.Length);
    }

    private static int TakePrefix(NumberingPlan plan, ReadOnlySpan<byte> digits, Span<byte> national)
    {
        Span<int> captures = stackalloc int[DigitProgram.MaxSlots];
        var prefix = plan.Prefix;
        var matched = prefix is null ? -1 : prefix.Match(digits, captures);
        if (matched < 0)
        {
            digits.CopyTo(national);
            return digits.Length;
        }

        var length = 0;
        if (plan.PrefixRewrite.Length > 0 && LastCaptured(prefix!, captures))
        {
            length = Rewrite(plan.PrefixRewrite, digits, captures, national);
        }

        digits[matched..].CopyTo(national[length..]);
        return length + digits.Length - matched;
    }

    private static bool LastCaptured(DigitProgram prefix, ReadOnlySpan<int> captures)
    {
        var last = (prefix.Groups - 1) * 2;
        return last >= 0 && captures[last] >= 0 && captures[last + 1] > captures[last];
    }

    private static int Rewrite(string rule, ReadOnlySpan<byte> digits, ReadOnlySpan<int> captures, Span<byte> national)
    {
        var length = 0;
        for (var i = 0; i < rule.Length; i++)
        {
            if (rule[i] != '$')
            {
                national[length++] = (byte)rule[i];
                continue;
            }

            var group = (rule[++i] - '1') * 2;
            if (captures[group] >= 0)
            {
                var captured = digits[captures[group]..captures[group + 1]];
                captured.CopyTo(national[length..]);
                length += captured.Length;
            }
        }

        return length;
    }
}
