using Salesforce.Force.Errors;

namespace Salesforce.Force.Authentication;

/// <summary>Turns the token endpoint's refusal into a sentence that says what to do in Setup.</summary>
internal static class LoginAdvice
{
    public static ForceAuthenticationException Explain(ForceException refusal, TimeSpan clockSkew)
    {
        var text = refusal.Message;
        var advice = refusal.ErrorCode switch
        {
            "invalid_grant" => Grant(text),
            "invalid_app_access" =>
                "The user is not approved for this app: Setup, External Client App Manager (or Connected Apps), policies: \"Admin approved users are pre-authorized\", then add the user's profile or permission set.",
            "invalid_client_id" => "The org does not know this consumer key. Copy it from the app's OAuth settings; a new app takes up to 10 minutes to be known.",
            "invalid_client" => "The consumer secret does not belong to the consumer key. Copy both again from the app's OAuth settings.",
            "app_not_found" => "The External Client App is not installed in this org: install or deploy it there, or log in to the org that owns it.",
            "unsupported_grant_type" => "This flow is not enabled for the app: turn it on in the app's OAuth settings (Setup, External Client App Manager).",
            "inactive_user" => "The user is inactive: activate it in Setup, Users, or use another.",
            "inactive_org" => "The org is locked, closed or suspended: ask Salesforce support.",
            "rate_limit_exceeded" => "Too many logins: wait an hour and reuse the session instead of logging in each time.",
            "invalid_assertion" or "invalid_assertion_type" => "The assertion was not accepted: the private key must belong to the certificate uploaded to the app.",
            _ when refusal.HttpStatus is >= 300 and < 400 => "The login URL redirects: use the org's My Domain URL.",
            _ => "Check the app's OAuth settings and policies in Setup, and the user's Login History.",
        };
        var skew = clockSkew.Duration() > TimeSpan.FromMinutes(2) ? $" This machine's clock and the org's differ by {clockSkew.Duration().TotalMinutes:0} minutes: set the clock." : string.Empty;
        return new ForceAuthenticationException($"{advice}{skew} (The org said: {text})", refusal.ErrorCode, refusal.HttpStatus, refusal);
    }

    // One code for many causes; the description is all that tells them apart, and it only chooses the advice, never the behaviour.
    private static string Grant(string text)
    {
        bool Says(string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
        return text switch
        {
            _ when Says("approved this consumer") =>
                "The user has not approved the app: Setup, External Client App Manager, policies: \"Admin approved users are pre-authorized\", then add the user's profile or permission set.",
            _ when Says("not supported on this domain") => "Client credentials must go to the org's My Domain (https://….my.salesforce.com), not to login or test: set LoginUrl to it (Setup, My Domain).",
            _ when Says("no client credentials user") => "The app has no run-as user: Setup, External Client App Manager, policies, Client Credentials Flow: choose \"Run As\".",
            _ when Says("expired access/refresh token") => "The refresh token has expired or was revoked: log in to the app again and store the new token; see the app's refresh token policy.",
            _ when Says("audience") => "The audience is wrong: use https://login.salesforce.com for production, https://test.salesforce.com for a sandbox.",
            _ when Says("assertion") => "The assertion was not accepted: the private key must belong to the certificate uploaded to the app, and username, consumer key and login URL to the same org.",
            _ when Says("user is inactive") || Says("inactive user") => "The user is inactive: activate it in Setup, Users, or use another.",
            _ when Says("ip restricted") => "The user may not log in from this address: Setup, Profiles, Login IP Ranges, or relax IP restrictions in the app's policies.",
            _ => "The login was refused: check user, app and login URL (sandbox: https://test.salesforce.com), and the user's Login History in Setup.",
        };
    }
}
