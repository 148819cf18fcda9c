using System.Globalization;

namespace SalesforceEmulator.Population;

/// <summary>One telephone number of a region, in the ways in which people and systems write it.</summary>
internal readonly record struct Phone(Region Region, string Area, string Subscriber)
{
    public string E164 => "+" + Digits;

    /// <summary>With the country code, without +.</summary>
    public string Digits => Region.CountryCode + Area + Subscriber;

    public string National => Region.Country == "US" || Region.Country == "CA"
        ? $"({Area}) {Subscriber[..3]}-{Subscriber[3..]}"
        : $"{Region.Trunk}{Area} {Subscriber}";

    public string NationalDigits => Region.Trunk + Area + Subscriber;

    public static Phone Roll(ref Dice dice, Region region)
    {
        var (code, lead, digits) = dice.Pick(region.Areas);
        var rest = dice.Below((int)Math.Pow(10, digits));
        return new Phone(region, code, lead + rest.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
    }

    /// <summary>As typed into a record by somebody in a hurry.</summary>
    public string Messy(ref Dice dice) => dice.Below(9) switch
    {
        0 => E164,
        1 => National,
        2 => NationalDigits,
        3 => $"+{Region.CountryCode} {Area} {Subscriber}",
        4 => $"+{Region.CountryCode} (0){Area}/{Subscriber}",
        5 => $"00{Region.CountryCode}-{Area}-{Subscriber}",
        6 => $"{National} ext. {dice.Below(9000) + 1000}",
        7 => $"{Area}.{Subscriber[..3]}.{Subscriber[3..]}",
        _ => " " + E164 + " ",
    };
}
