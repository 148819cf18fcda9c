namespace Salesforce.Force.Bulk;

/// <summary>Takes the one thing that matters out of a link the org gave; the path is ours, so a link can't send the token anywhere.</summary>
internal static class Links
{
    /// <summary>The value of a query parameter (name case-insensitive), or null.</summary>
    public static string? Parameter(string link, string name)
    {
        var query = link.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return null;
        }

        foreach (var pair in link[(query + 1)..].Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair.AsSpan(0, equals).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Uri.UnescapeDataString(pair[(equals + 1)..]);
            }
        }

        return null;
    }

    /// <summary>A locator as the org means it: <c>null</c>, empty and missing all say that there is no more.</summary>
    public static string? Locator(string? value) =>
        string.IsNullOrWhiteSpace(value) || string.Equals(value, "null", StringComparison.OrdinalIgnoreCase) ? null : value;
}
