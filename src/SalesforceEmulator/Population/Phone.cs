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

    /// <summary>As a switch in this region shows it: national at home, else with + and country code.</summary>
    public string SeenFrom(Region region) => region.CountryCode == Region.CountryCode ? NationalDigits : E164;

    public static Phone Roll(ref Dice dice, Region region)
    {
        var (code, lead, digits) = dice.Pick(region.Areas);
        var rest = dice.Below((int)Math.Pow(10, digits));
        return new Phone(region, code, lead + rest.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
    }

    /// <summary>As typed into a record by somebody in a hurry: most often international, sometimes as it is dialled at home.</summary>
    public string Messy(ref Dice dice) => dice.Below(12) switch
    {
        < 4 => E164,
        < 6 => $"+{Region.CountryCode} {Area} {Subscriber}",
        6 => $"+{Region.CountryCode}-{Area}-{Subscriber}",
        7 => National,
        8 => NationalDigits,
        9 => $"{National} ext. {dice.Below(9000) + 1000}",
        10 when Region.Trunk == "0" => $"+{Region.CountryCode} (0){Area}/{Subscriber}",
        10 => $"{Area}.{Subscriber[..3]}.{Subscriber[3..]}",
        _ when Region.DialsOutWithDoubleZero => $"00{Region.CountryCode}-{Area}-{Subscriber}",
        _ => " " + E164 + " ",
    };
}
