using System.Globalization;

namespace DataMigrator.Mapping.Phones;

/// <summary>Every numbering plan of the world, read once from the embedded NumberingPlans.txt (its first lines say where the facts come from).</summary>
internal static class NumberingPlans
{
    private const string Resource = "DataMigrator.Mapping.Phones.NumberingPlans.txt";
    private static readonly short[] ByLetters = new short[26 * 26];
    private static readonly PhoneRegion[]?[] ByCallingCode = new PhoneRegion[1000][];

    static NumberingPlans() => All = Read();

    public static IReadOnlyList<NumberingPlan> All { get; }

    public static bool TryFindRegion(char first, char second, out PhoneRegion region)
    {
        var place = char.IsAsciiLetterUpper(first) && char.IsAsciiLetterUpper(second) ? ByLetters[((first - 'A') * 26) + second - 'A'] : 0;
        region = place == 0 ? default : new PhoneRegion(place - 1);
        return place != 0;
    }

    /// <summary>The regions of the calling code that the digits begin with, its main region first. No code begins another one.</summary>
    /// <param name="digits">ASCII digits after "+".</param>
    /// <param name="length">How many of them are the calling code.</param>
    public static ReadOnlySpan<PhoneRegion> OfCallingCode(ReadOnlySpan<byte> digits, out int length)
    {
        var code = 0;
        for (length = 1; length <= 3 && length <= digits.Length; length++)
        {
            code = (code * 10) + digits[length - 1] - '0';
            if (code != 0 && ByCallingCode[code] is { } regions)
            {
                return regions;
            }
        }

        return [];
    }

    public static ReadOnlySpan<PhoneRegion> SharingCode(NumberingPlan plan) =>
        ByCallingCode[int.Parse(plan.CallingCode, CultureInfo.InvariantCulture)];

    private static List<NumberingPlan> Read()
    {
        using var stream = typeof(NumberingPlans).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The embedded resource {Resource} is missing from the build.");
        using var reader = new StreamReader(stream);
        var plans = new List<NumberingPlan>(256);
        var sharing = new List<(int Code, string[] Regions)>(256);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        PlanFacts? facts = null;
        List<string> patterns = [];
        List<uint> kinds = [];

        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            switch (cells[0])
            {
                case "C":
                    sharing.Add((int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2].Split(',')));
                    break;
                case "R":
                    Finish();
                    facts = new PlanFacts(cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], Lengths(cells[8]), cells[9] == "short");
                    (patterns, kinds) = ([], []);
                    break;
                case "G":
                    patterns.Add(cells[1]);
                    break;
                case "T":
                    kinds.Add(Lengths(cells[1]));
                    patterns.Add(cells[2]);
                    break;
                default:
                    break;
            }
        }

        Finish();
        Index(places, sharing);
        return plans;

        void Finish()
        {
            if (facts is not null)
            {
                places.Add(facts.Region, plans.Count);
                plans.Add(new NumberingPlan(facts, patterns, kinds));
            }
        }
    }

    private static void Index(Dictionary<string, int> places, List<(int Code, string[] Regions)> sharing)
    {
        foreach (var (region, place) in places)
        {
            if (region.Length == 2)
            {
                ByLetters[((region[0] - 'A') * 26) + region[1] - 'A'] = (short)(place + 1);
            }
        }

        foreach (var (code, regions) in sharing)
        {
            ByCallingCode[code] = [.. regions.Select(region => new PhoneRegion(places[region]))];
        }
    }

    private static uint Lengths(string list)
    {
        var mask = 0u;
        foreach (var length in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            mask |= 1u << int.Parse(length, CultureInfo.InvariantCulture);
        }

        return mask;
    }
}
