using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SalesforceEmulator.Faults;

/// <summary>Decides, by rules, counters and a seeded draw, what goes wrong. Safe for use by several requests at once.</summary>
internal sealed class FaultPlan
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private Random random = new(1);

    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (gate)
            {
                return entries.ConvertAll(e => e.Rule);
            }
        }
    }

    public static string ToJson(IReadOnlyList<FaultRule> rules) => JsonSerializer.Serialize(new Document { Rules = rules }, Reading);

    /// <summary>Adds the rules of a plan; its seed, if any, restarts the draw.</summary>
    /// <exception cref="FormatException">Not a plan, or a rule lacks what its action needs.</exception>
    public void Load(string json)
    {
        Document plan;
        try
        {
            plan = JsonSerializer.Deserialize<Document>(json, Reading) ?? throw new FormatException("The fault plan is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The fault plan is not valid: {e.Message}", e);
        }

        var added = plan.Rules.Select((rule, i) => Check(rule, i + 1)).ToList();
        lock (gate)
        {
            random = plan.Seed is { } seed ? new Random(seed) : random;
            entries.AddRange(added);
        }
    }

    public void Add(FaultRule rule)
    {
        var entry = Check(rule, 1);
        lock (gate)
        {
            entries.Add(entry);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    /// <summary>The faults to apply to a request, in the order of the plan.</summary>
    public IReadOnlyList<FaultRule> ForRequest(string method, string target) =>
        Take(e => e.Rule.Action < FaultAction.LockRows
            && (e.Rule.Method is null || e.Rule.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (e.Path is null || e.Path.IsMatch(target)));

    /// <summary>The faults to apply to a job that starts to be processed.</summary>
    public IReadOnlyList<FaultRule> ForJob(string sobject, string operation) =>
        Take(e => e.Rule.Action >= FaultAction.LockRows
            && (e.Rule.Object is null || e.Rule.Object.Equals(sobject, StringComparison.OrdinalIgnoreCase))
            && (e.Rule.Operation is null || e.Rule.Operation.Equals(operation, StringComparison.OrdinalIgnoreCase)));

    /// <summary>True for <paramref name="percent"/> of the draws.</summary>
    public bool Draw(double percent)
    {
        lock (gate)
        {
            return random.NextDouble() * 100 < percent;
        }
    }

    private List<FaultRule> Take(Func<Entry, bool> matches)
    {
        List<FaultRule>? taken = null;
        lock (gate)
        {
            foreach (var entry in entries)
            {
                if (matches(entry) && entry.IsDue(random))
                {
                    (taken ??= []).Add(entry.Rule);
                }
            }
        }

        return taken ?? [];
    }

    private static Entry Check(FaultRule rule, int number)
    {
        var missing = rule.Action switch
        {
            FaultAction.Status when rule.Status is null or < 200 or > 599 => "status (200-599)",
            FaultAction.CutBody or FaultAction.Truncate when rule.AtBytes is null or < 0 => "atBytes",
            FaultAction.Slow when rule.DelayMs is null or < 0 => "delayMs",
            FaultAction.LockRows when rule.Column is null && rule.Percent is null => "column or percent",
            FaultAction.FailJob when rule.AfterBatches is null or < 0 => "afterBatches",
            _ => null,
        };
        if (missing is not null)
        {
            throw new FormatException($"Rule {number} of the fault plan ({rule.Action}) needs {missing}.");
        }

        try
        {
            return new Entry(rule, rule.Path is null ? null : new Regex(rule.Path, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"Rule {number} of the fault plan has a path that is not a regular expression: {e.Message}", e);
        }
    }

    private sealed class Entry(FaultRule rule, Regex? path)
    {
        private int seen;
        private int applied;

        public FaultRule Rule => rule;

        public Regex? Path => path;

        public bool IsDue(Random random)
        {
            seen++;
            if ((rule.Nth is { } nth && !nth.Contains(seen))
                || (rule.From is { } from && seen < from)
                || (rule.Times is { } times && applied >= times)
                || (rule.Probability is { } probability && random.NextDouble() >= probability))
            {
                return false;
            }

            applied++;
            return true;
        }
    }

    private sealed record Document
    {
        public int? Seed { get; init; }

        public IReadOnlyList<FaultRule> Rules { get; init; } = [];
    }
}
