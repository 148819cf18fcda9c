namespace DataMigrator.Mapping.Format;

/// <summary>Checks of keys and simple values, with messages that say what was expected and found.</summary>
internal static class Keys
{
    /// <summary>Reports every key that isn't one of the known; true if there is none.</summary>
    public static bool Check(YamlNode node, IReadOnlyCollection<string> known, string where, DiagnosticBag diagnostics)
    {
        var unknown = node.Entries.Where(e => !known.Contains(e.Key.Text, StringComparer.Ordinal)).ToList();
        foreach (var entry in unknown)
        {
            diagnostics.Error(entry.Key, $"'{entry.Key.Text}' is unknown in {where}.", NearestName.Of(entry.Key.Text, known));
        }

        return unknown.Count == 0;
    }

    /// <summary>Text of a scalar, or null with a diagnostic if it is something else. A missing node gives null in silence.</summary>
    public static string? Text(YamlNode? node, DiagnosticBag diagnostics, string what)
    {
        if (node is null or { IsNull: true } || node.IsScalar)
        {
            return node?.IsScalar == true ? node.Text : null;
        }

        diagnostics.Error(node, $"{what} must be text, found {node.Describe()}.");
        return null;
    }

    public static bool? Flag(YamlNode? node, DiagnosticBag diagnostics, string what)
    {
        switch (Text(node, diagnostics, what))
        {
            case null:
                return null;
            case "true" or "yes":
                return true;
            case "false" or "no":
                return false;
            default:
                diagnostics.Error(node!, $"{what} must be true or false, found {node!.Describe()}.");
                return null;
        }
    }

    /// <summary>A duration such as 50ms, 90s, 5m, 2h, 1d; a bare number means seconds.</summary>
    public static TimeSpan? Span(YamlNode? node, DiagnosticBag diagnostics, string what)
    {
        if (Text(node, diagnostics, what) is not { } text)
        {
            return null;
        }

        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var known = double.TryParse(text.AsSpan(0, digits), System.Globalization.CultureInfo.InvariantCulture, out var number);
        TimeSpan? unit = text[digits..].Trim() switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" or "" => TimeSpan.FromSeconds(1),
            "m" or "min" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => null,
        };

        if (known && unit is { } one && number is >= 0 and < 100_000)
        {
            return one * number;
        }

        diagnostics.Error(node!, $"{what} must be a time span such as 50ms, 90s, 5m, 2h or 1d, found {node!.Describe()}.");
        return null;
    }

    /// <summary>One of the named choices, or null with a diagnostic.</summary>
    public static string? Choice(YamlNode? node, DiagnosticBag diagnostics, string what, params IReadOnlyList<string> choices)
    {
        if (Text(node, diagnostics, what) is not { } text)
        {
            return null;
        }

        if (choices.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        diagnostics.Error(node!, $"{what} must be {string.Join(", ", choices.SkipLast(1))} or {choices[^1]}, found '{text}'.", NearestName.Of(text, choices));
        return null;
    }
}
