namespace SalesforceEmulator.Endpoints;

/// <summary>What a route needs before its handler runs.</summary>
internal enum Access
{
    /// <summary>Nothing.</summary>
    Anonymous,

    /// <summary>A session, but the call is not counted (OAuth resources).</summary>
    Session,

    /// <summary>A session and one API request of the daily allocation.</summary>
    Api,

    /// <summary>As <see cref="Api"/>, with the session in <c>X-SFDC-SESSION</c> and errors as XML.</summary>
    AsyncApi,
}

/// <param name="MinimumVersion">API version that introduced the resource.</param>
internal sealed record Route(string Method, string[] Segments, Access Access, Func<ApiCall, Task> Handler, int MinimumVersion);

/// <summary>
/// Matches the way Salesforce does: repeated slashes collapse (sf sends <c>//services</c>), a trailing slash is ignored (SFDMU), words are
/// case-insensitive (<c>unprocessedrecords</c>, <c>resultPages</c>).
/// </summary>
internal sealed class Router
{
    private readonly List<Route> routes = [];

    public void Map(string method, string template, Access access, Func<ApiCall, Task> handler, int minimumVersion = 0) =>
        routes.Add(new Route(method, template.Split('/'), access, handler, minimumVersion));

    /// <summary>Splits the path part of a raw request target into decoded segments.</summary>
    public static string[] Split(string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = Uri.UnescapeDataString(segments[i]);
        }

        return segments;
    }

    /// <summary>The route, or null; <paramref name="pathKnown"/> tells 405 from 404.</summary>
    public Route? Find(string method, string[] segments, out bool pathKnown)
    {
        pathKnown = false;
        foreach (var route in routes)
        {
            if (!Matches(route.Segments, segments))
            {
                continue;
            }

            pathKnown = true;
            if (route.Method == method || (method == "HEAD" && route.Method == "GET"))
            {
                return route;
            }
        }

        return null;
    }

    private static bool Matches(string[] template, string[] segments)
    {
        if (template.Length != segments.Length)
        {
            return false;
        }

        for (var i = 0; i < template.Length; i++)
        {
            if (template[i][0] != '{' && !template[i].Equals(segments[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
