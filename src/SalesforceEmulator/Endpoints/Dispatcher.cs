using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SalesforceEmulator.Bulk;
using SalesforceEmulator.Faults;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Endpoints;

/// <summary>Finds the handler, checks what it needs, and turns refusals into Salesforce's error bodies.</summary>
internal sealed class Dispatcher(Site site, Router router)
{
    /// <summary>Salesforce's limit of a URI, and of URI and headers together.</summary>
    private const int LongestUri = 16_384;

    public async Task InvokeAsync(HttpContext http)
    {
        var exchange = http.Features.GetRequiredFeature<Exchange>();
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var segments = Router.Split(target);
        var route = router.Find(MethodOf(http), segments, out var pathKnown);
        exchange.Known = route is not null;
        var call = new ApiCall(http, site, route ?? new Route("", segments, Access.Anonymous, _ => Task.CompletedTask, 0), segments, exchange);
        try
        {
            CheckEnvelope(http, target);
            ApplyFault(call, exchange.Fault);
            if (exchange.Fault?.Action == FaultAction.Status)
            {
                await AnswerAsync(call, exchange.Fault);
                return;
            }

            CheckVersion(call, route, segments);
            if (route is null)
            {
                throw pathKnown
                    ? new OrgRequestException(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{http.Request.Method}' not allowed.")
                    : new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
            }

            Admit(call, route);
            await route.Handler(call);
        }
        catch (OrgRequestException e) when (!http.Response.HasStarted)
        {
            await RefuseAsync(call, route, e.HttpStatus, e.ErrorCode, e.Message);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested && e is not BadHttpRequestException)
        {
            exchange.Failure = e.ToString();
            await RefuseAsync(call, route, 500, "UNKNOWN_EXCEPTION", "An unexpected error occurred. Details are in the request log of the emulator.");
        }
    }

    /// <summary>Clients that can't send PATCH send POST with <c>_HttpMethod=PATCH</c>, as the REST guide offers.</summary>
    private static string MethodOf(HttpContext http) =>
        http.Request.Method == "POST" && http.Request.Query["_HttpMethod"].ToString() is { Length: > 0 } meant ? meant.ToUpperInvariant() : http.Request.Method;

    private static void CheckEnvelope(HttpContext http, string target)
    {
        // A page of another site that names this address in its DNS must not reach it.
        if (http.Request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            throw new OrgRequestException(420, "UNKNOWN_HOST", "There is no route for this host");
        }

        if (target.Length > LongestUri)
        {
            throw new OrgRequestException(414, "URI_TOO_LONG", "The URI is longer than 16,384 bytes");
        }

        var total = target.Length;
        foreach (var (name, value) in http.Request.Headers)
        {
            total += name.Length + value.ToString().Length;
        }

        if (total > LongestUri)
        {
            throw new OrgRequestException(431, "REQUEST_HEADER_FIELDS_TOO_LARGE", "URI and headers together are longer than 16,384 bytes");
        }
    }

    private static void CheckVersion(ApiCall call, Route? route, string[] segments)
    {
        if (segments.Length < 3 || !Is(segments[0], "services") || !(Is(segments[1], "data") || Is(segments[1], "async")))
        {
            return;
        }

        var text = segments[2].TrimStart('v', 'V');
        if (!ApiVersions.TryParse(text, out var version))
        {
            throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
        }

        call.Version = text;
        if (version < ApiVersions.Oldest)
        {
            throw route?.Access == Access.AsyncApi
                ? new OrgRequestException(400, "InvalidVersion", $"API version {text} is not supported")
                : new OrgRequestException(410, "UNSUPPORTED_API_VERSION", $"The API version {text} is retired");
        }

        if (version > ApiVersions.Newest || (route is not null && version < route.MinimumVersion))
        {
            throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
        }
    }

    private static bool Is(string segment, string word) => segment.Equals(word, StringComparison.OrdinalIgnoreCase);

    private static void Admit(ApiCall call, Route route)
    {
        if (route.Access == Access.Anonymous)
        {
            return;
        }

        var token = Token(call.Http, route.Access);
        call.Session = call.Site.Sessions.Use(token) ?? throw Expired(route.Access);
        if (route.Access is Access.Api or Access.AsyncApi && !call.Exchange.IsPart)
        {
            call.Site.Limits.TakeApiRequest();
            call.Http.Response.Headers["Sforce-Limit-Info"] = call.Site.Limits.UsageHeader;
        }
    }

    private static string Token(HttpContext http, Access access)
    {
        if (access == Access.AsyncApi && http.Request.Headers.TryGetValue("X-SFDC-SESSION", out var session))
        {
            return session.ToString();
        }

        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            throw Expired(access);
        }

        return header.Split(' ', 2) is [var scheme, var value] && (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("OAuth", StringComparison.OrdinalIgnoreCase))
            ? value.Trim()
            : throw new OrgRequestException(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
    }

    private static OrgRequestException Expired(Access access) => access == Access.AsyncApi
        ? new OrgRequestException(401, "InvalidSessionId", "Invalid session id")
        : new OrgRequestException(401, "INVALID_SESSION_ID", "Session expired or invalid");

    private static void ApplyFault(ApiCall call, FaultRule? fault)
    {
        switch (fault?.Action)
        {
            case FaultAction.Quota:
                throw new OrgRequestException(403, "REQUEST_LIMIT_EXCEEDED", fault.Message ?? "TotalRequests Limit exceeded.");
            case FaultAction.ConcurrentLimit:
                throw new OrgRequestException(403, "REQUEST_LIMIT_EXCEEDED", fault.Message ?? "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
            case FaultAction.ExpireToken when call.Http.Request.Headers.ContainsKey("Authorization") || call.Http.Request.Headers.ContainsKey("X-SFDC-SESSION"):
                call.Site.Sessions.Revoke(Token(call.Http, call.Http.Request.Headers.ContainsKey("X-SFDC-SESSION") ? Access.AsyncApi : Access.Api));
                break;
        }
    }

    private static async Task AnswerAsync(ApiCall call, FaultRule fault)
    {
        var status = fault.Status!.Value;
        if (fault.RetryAfter is { } seconds)
        {
            call.Http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (fault.Body is null)
        {
            await call.ErrorAsync(status, fault.ErrorCode ?? (status == 503 ? "SERVER_UNAVAILABLE" : "UNKNOWN_EXCEPTION"), fault.Message ?? "This answer was asked for by a fault plan");
            return;
        }

        call.Http.Response.StatusCode = status;
        call.Http.Response.ContentType = fault.ContentType ?? "text/html;charset=UTF-8";
        await call.Http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(fault.Body), call.Aborted);
    }

    private static Task RefuseAsync(ApiCall call, Route? route, int status, string errorCode, string message) =>
        route?.Access == Access.AsyncApi ? AsyncApiEndpoints.RefuseAsync(call, status, errorCode, message) : call.ErrorAsync(status, errorCode, message);
}
