namespace DataMigrator.Mapping.Phones;

/// <summary>Dialled digits to E.164: which country, without which prefixes, and whether its plan knows such a number.</summary>
internal static class NumberResolver
{
    private const int MinNational = 2;
    private const int MaxNational = 17;

    /// <summary>The shortest number with its calling code that is believed without a plus sign: shorter ones are too often numbers of a place.</summary>
    private const int MinUnsigned = 10;

    public static PhoneResult Resolve(PhoneDigits dialled, PhoneRegion region, PhoneAcceptance acceptance, Span<byte> destination)
    {
        var result = ResolveAsDialled(dialled, region, acceptance, destination);
        if (acceptance != PhoneAcceptance.Field || dialled.HasPlus || result.Kind != PhoneKind.Invalid)
        {
            return result;
        }

        var digits = dialled.Digits.StartsWith("00"u8) ? dialled.Digits[2..] : dialled.Digits;
        var unsigned = digits.Length >= MinUnsigned && digits[0] != '0' ? International(digits, PhoneAcceptance.Assigned, destination) : result;
        return unsigned.Kind == PhoneKind.Invalid ? result : unsigned;
    }

    private static PhoneResult ResolveAsDialled(PhoneDigits dialled, PhoneRegion region, PhoneAcceptance acceptance, Span<byte> destination)
    {
        if (dialled.HasPlus)
        {
            return AnonymousCaller.IsKeypadWord(dialled.Digits)
                ? new PhoneResult(PhoneKind.Anonymous, PhoneProblem.None)
                : International(dialled.Digits, acceptance, destination);
        }

        if (TryStripInternationalPrefix(dialled.Digits, region, out var international))
        {
            return International(international, acceptance, destination);
        }

        return region.IsNone ? PhoneResult.Bad(PhoneProblem.NoRegion) : National(dialled.Digits, region, acceptance, destination);
    }

    /// <summary>Whether the digits begin with what is dialled before a calling code: by region, "00" where none is known.</summary>
    public static bool TryStripInternationalPrefix(ReadOnlySpan<byte> digits, PhoneRegion region, out ReadOnlySpan<byte> international)
    {
        international = default;
        int matched;
        if (region.IsNone)
        {
            matched = digits.StartsWith("00"u8) ? 2 : -1;
        }
        else
        {
            Span<int> captures = stackalloc int[DigitProgram.MaxSlots];
            matched = region.Plan.InternationalPrefix?.Match(digits, captures) ?? -1;
        }

        // No calling code begins with 0.
        if (matched <= 0 || matched >= digits.Length || digits[matched] == '0')
        {
            return false;
        }

        international = digits[matched..];
        return true;
    }

    private static PhoneResult International(ReadOnlySpan<byte> digits, PhoneAcceptance acceptance, Span<byte> destination)
    {
        var sharing = NumberingPlans.OfCallingCode(digits, out var codeLength);
        if (sharing.IsEmpty)
        {
            return PhoneResult.Bad(PhoneProblem.UnknownCallingCode);
        }

        Span<byte> buffer = stackalloc byte[NationalNumber.MaxDigits];
        var national = buffer[..NationalNumber.Strip(sharing[0].Plan, digits[codeLength..], buffer)];
        var region = NationalNumber.RegionOf(sharing, national);
        return Write(region.IsNone ? sharing[0] : region, national, acceptance, destination);
    }

    private static PhoneResult National(ReadOnlySpan<byte> digits, PhoneRegion region, PhoneAcceptance acceptance, Span<byte> destination)
    {
        if (HasCallingCodeWithoutPlus(digits, region.Plan))
        {
            return International(digits, acceptance, destination);
        }

        Span<byte> buffer = stackalloc byte[NationalNumber.MaxDigits];
        var national = buffer[..NationalNumber.Strip(region.Plan, digits, buffer)];
        var exact = NationalNumber.RegionOf(NumberingPlans.SharingCode(region.Plan), national);
        // Only the length of a national number says nothing about the country it was meant for: it must be known there.
        return Write(exact.IsNone ? region : exact, national, PhoneAcceptance.Assigned, destination);
    }

    /// <summary>"49 30 …" typed in Germany: it fits no national number as it is, and does without its first digits.</summary>
    private static bool HasCallingCodeWithoutPlus(ReadOnlySpan<byte> digits, NumberingPlan plan)
    {
        if (!StartsWith(digits, plan.CallingCode))
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[NationalNumber.MaxDigits * 2];
        var whole = buffer[..NationalNumber.Strip(plan, digits, buffer)];
        var rest = buffer[NationalNumber.MaxDigits..];
        var shorter = rest[..NationalNumber.Strip(plan, digits[plan.CallingCode.Length..], rest)];
        return plan.IsTooLong(whole.Length) || (!plan.Fits(whole) && plan.Fits(shorter));
    }

    private static PhoneResult Write(PhoneRegion region, ReadOnlySpan<byte> national, PhoneAcceptance acceptance, Span<byte> destination)
    {
        var plan = region.Plan;
        var problem = PhoneProblem.None;
        if (national.Length is < MinNational or > MaxNational || !plan.IsAssigned(national))
        {
            problem = plan.CanHaveLength(national.Length) ? PhoneProblem.NotInPlan
                : plan.IsTooLong(national.Length) ? PhoneProblem.TooLong
                : PhoneProblem.TooShort;
            if (acceptance == PhoneAcceptance.Assigned || problem != PhoneProblem.NotInPlan)
            {
                return PhoneResult.Bad(problem);
            }
        }

        return new PhoneResult(PhoneKind.E164, problem, WriteE164(plan, national, destination), 0, region);
    }

    /// <summary>"+", the calling code, the national number.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteE164(NumberingPlan plan, ReadOnlySpan<byte> national, Span<byte> destination)
    {
        destination[0] = (byte)'+';
        var length = 1;
        foreach (var digit in plan.CallingCode)
        {
            destination[length++] = (byte)digit;
        }

        national.CopyTo(destination[length..]);
        return length + national.Length;
    }

    private static bool StartsWith(ReadOnlySpan<byte> digits, string code) =>
        digits.Length >= code.Length && System.Text.Ascii.Equals(digits[..code.Length], code);
}
