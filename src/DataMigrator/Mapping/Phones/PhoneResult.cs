namespace DataMigrator.Mapping.Phones;

/// <summary>What a text that should name a caller turned out to be.</summary>
internal enum PhoneKind : byte
{
    /// <summary>Nothing that can be dialled, see <see cref="PhoneResult.Problem"/>. Nothing was written.</summary>
    Invalid,

    /// <summary>A public number, written as E.164 ("+" and digits), perhaps with an extension after it.</summary>
    E164,

    /// <summary>An internal number; its digits were written.</summary>
    Extension,

    /// <summary>A SIP address without a public number in it; the address was written, at most 40 characters.</summary>
    Sip,

    /// <summary>The caller withheld the number. Nothing was written.</summary>
    Anonymous,

    /// <summary>A Salesforce record id where a number belongs (Vonage writes the Case's for routed work). Nothing was written.</summary>
    RecordId
}

/// <summary>Why a text is not a number. <see cref="None"/> for every kind but <see cref="PhoneKind.Invalid"/>,
/// except <see cref="NotInPlan"/> on an E.164 number that only <see cref="PhoneAcceptance.Possible"/> lets pass.</summary>
internal enum PhoneProblem : byte
{
    None,
    Empty,
    NotANumber,
    NoRegion,
    UnknownCallingCode,
    TooShort,
    TooLong,
    NotInPlan
}

/// <summary>How sure a number must be.</summary>
internal enum PhoneAcceptance : byte
{
    /// <summary>Its digits belong to a range that the country's numbering plan has given out.</summary>
    Assigned,

    /// <summary>As <see cref="Assigned"/>; and a number written with its calling code ("+" or the international prefix) also passes when only
    /// its length fits, because ranges are opened faster than our facts are renewed.</summary>
    Possible,

    /// <summary>As <see cref="Possible"/>, for a field that holds a number and nothing else: what is no number of the region is also read as one
    /// whose plus sign is missing ("33652540536", "0044…", "00 33 …"), if the numbering plan of that calling code has given it out.</summary>
    Field
}

/// <summary>What was found, and how many bytes of the caller's buffer hold it: the number first, then the extension's digits.</summary>
internal readonly record struct PhoneResult(
    PhoneKind Kind, PhoneProblem Problem, int Length = 0, int ExtensionLength = 0, PhoneRegion Region = default, bool IsCut = false)
{
    public bool IsNumber => Kind == PhoneKind.E164;

    /// <summary>The number, the internal number or the SIP address, UTF-8.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> buffer) => buffer[..Length];

    /// <summary>The extension's digits; empty when there is none.</summary>
    public ReadOnlySpan<byte> Extension(ReadOnlySpan<byte> buffer) => buffer.Slice(Length, ExtensionLength);

    internal static PhoneResult Bad(PhoneProblem problem) => new(PhoneKind.Invalid, problem);
}
