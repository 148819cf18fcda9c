using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Salesforce.Force.Authentication;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Authentication;

[TestFixture]
internal sealed class Login_flows
{
    private static readonly Authenticator[] WithSecrets =
    [
        new JwtBearer(new Uri("https://login.salesforce.com"), "consumer", "me@example.com", "s3cret"),
        new ClientCredentials(new Uri("https://acme.my.salesforce.com"), "consumer", "s3cret"),
        new RefreshToken(new Uri("https://login.salesforce.com"), "consumer", "s3cret", "s3cret"),
        new AccessToken(new Uri("https://acme.my.salesforce.com"), "s3cret"),
    ];

    [TestCaseSource(nameof(WithSecrets))]
    public void What_is_printed_of_a_flow_and_of_options_holds_no_secret(Authenticator flow)
    {
        var printed = $"{flow} {new ForceClientOptions { Authenticator = flow }}";
        Assert.That(printed, Does.Contain(flow.GetType().Name).And.Not.Contain("s3cret"));
    }

    [Test]
    public async Task Jwt_is_signed_with_RS256_and_expires_within_three_minutes_in_seconds()
    {
        using var key = RSA.Create(2048);
        RawServer server = null!;
        server = new RawServer(_ => Clients.TokenAnswer(server, "00D!a"));
        await using var _ = server;
        using var client = Clients.With(server, authenticator: new JwtBearer(server.Url, "consumer", "me@example.com", key.ExportPkcs8PrivateKeyPem()));

        var session = await client.LoginAsync(CancellationToken.None);

        var form = HttpUtility.ParseQueryString(server.Requests.Single().Text);
        var parts = form["assertion"]!.Split('.');
        Assert.That(form["grant_type"], Is.EqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer"));
        Assert.That(
            key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), Is.True);
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var root = claims.RootElement;
        Assert.That(root.GetProperty("iss").GetString(), Is.EqualTo("consumer"));
        Assert.That(root.GetProperty("sub").GetString(), Is.EqualTo("me@example.com"));
        Assert.That(root.GetProperty("aud").GetString(), Is.EqualTo(server.Url.ToString().TrimEnd('/')));
        Assert.That(root.GetProperty("exp").GetInt64() - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), Is.InRange(1, 180));
        Assert.That((session.OrganizationId, session.UserId, session.Username), Is.EqualTo(("00D000000000001AAA", Clients.UserId, "me@example.com")));
    }

    [Test]
    public async Task Client_credentials_and_refresh_token_send_their_form()
    {
        RawServer server = null!;
        server = new RawServer(_ => Clients.TokenAnswer(server, "00D!a"));
        await using var _ = server;
        using var byClient = Clients.With(server, authenticator: new ClientCredentials(server.Url, "k", "s"));
        using var byRefresh = Clients.With(server, authenticator: new RefreshToken(server.Url, "k", null, "r&r"));

        await byClient.LoginAsync(CancellationToken.None);
        await byRefresh.LoginAsync(CancellationToken.None);

        Assert.That(server.Requests.Select(r => r.Text), Is.EqualTo([
            "grant_type=client_credentials&client_id=k&client_secret=s",
            "grant_type=refresh_token&refresh_token=r%26r&client_id=k"]));
        Assert.That(server.Requests.Select(r => r.Target), Is.All.EqualTo("/services/oauth2/token"));
    }

    [TestCase("invalid_grant", "user hasn't approved this consumer", "pre-authorized")]
    [TestCase("invalid_grant", "request not supported on this domain", "My Domain")]
    [TestCase("invalid_grant", "no client credentials user enabled", "Run As")]
    [TestCase("invalid_grant", "expired access/refresh token", "log in to the app again")]
    [TestCase("invalid_grant", "audience is invalid", "https://test.salesforce.com")]
    [TestCase("invalid_grant", "authentication failure", "Login History")]
    [TestCase("invalid_app_access", "user is not admin approved to access this app", "pre-authorized")]
    [TestCase("invalid_client_id", "client identifier invalid", "consumer key")]
    [TestCase("invalid_client", "invalid client credentials", "consumer secret")]
    [TestCase("app_not_found", "External client app is not installed in this org", "install")]
    [TestCase("unsupported_grant_type", "grant type not supported", "OAuth settings")]
    public async Task A_refused_login_says_what_to_do_and_is_not_tried_again(string code, string description, string advice)
    {
        await using var server = new RawServer(_ => RawAnswer.Json($$"""{"error":"{{code}}","error_description":"{{description}}"}""", 400));
        using var client = Clients.Renewing(server);

        var error = (await Assert.ThrowsAsync<ForceAuthenticationException>(() => client.LoginAsync(CancellationToken.None)))!;

        Assert.That((error.ErrorCode, error.HttpStatus), Is.EqualTo((code, (int?)400)));
        Assert.That(error.Message, Does.Contain(advice).And.Contain(description));
        Assert.That(error.ToString(), Does.Not.Contain("secret\""));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_key_that_is_no_key_is_refused_before_anything_is_sent_and_never_quoted()
    {
        await using var server = new RawServer(_ => new RawAnswer(500));
        using var client = Clients.With(server, authenticator: new JwtBearer(server.Url, "c", "u", "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----"));

        var error = (await Assert.ThrowsAsync<ForceAuthenticationException>(() => client.LoginAsync(CancellationToken.None)))!;

        Assert.That(error.ToString(), Does.Not.Contain("hush"));
        Assert.That(server.Requests, Is.Empty);
    }

    [TestCase("")]
    [TestCase("00D!a\n")]
    [TestCase("00D! a")]
    [TestCase("00D!ä")]
    public async Task A_token_that_can_be_none_is_refused_before_anything_is_sent_and_never_quoted(string token)
    {
        await using var server = new RawServer(_ => RawAnswer.Json("{}"));
        using var client = Clients.With(server, authenticator: new AccessToken(server.Url, token));

        var error = (await Assert.ThrowsAsync<ForceAuthenticationException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.Message, Does.Contain("copy it again").And.Not.Contain("00D"));
        Assert.That(server.Requests, Is.Empty);
    }

    [TestCase("http://example.com")]
    [TestCase("ftp://127.0.0.1")]
    [TestCase("http://127.0.0.1.example.com")]
    public async Task Plain_http_is_for_loopback_alone(string url)
    {
        using var client = new ForceClient(new() { Authenticator = new AccessToken(new(url), "00D!secret") });

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LoginAsync(CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("INSECURE_URL"));
    }

    [Test]
    public async Task An_org_that_answers_with_an_insecure_instance_is_not_believed()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""{"access_token":"00D!a","instance_url":"http://evil.example","id":"https://x/id/a/b"}"""));
        using var client = Clients.Renewing(server);

        var error = (await Assert.ThrowsAsync<ForceException>(() => client.LimitsAsync(CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("INSECURE_URL"));
    }

    [Test]
    public async Task A_token_that_may_not_ask_for_user_info_is_known_by_its_identity()
    {
        await using var server = new RawServer(r => r.Target.EndsWith("userinfo", StringComparison.Ordinal)
            ? RawAnswer.Error(403, "INSUFFICIENT_SCOPE", "no")
            : RawAnswer.Json("""{"sobjects":"/services/data/v66.0/sobjects","identity":"https://login.salesforce.com/id/00Dx/005x"}"""));
        using var client = Clients.With(server);

        var session = await client.LoginAsync(CancellationToken.None);

        Assert.That((session.OrganizationId, session.UserId, session.Username), Is.EqualTo(("00Dx", "005x", (string?)null)));
    }

    [Test]
    public async Task A_bare_token_asks_the_org_whose_it_is()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""{"user_id":"005x","organization_id":"00Dx","preferred_username":"me@example.com"}"""));
        using var client = Clients.With(server);

        var session = await client.LoginAsync(CancellationToken.None);
        await client.LoginAsync(CancellationToken.None);

        Assert.That((session.OrganizationId, session.UserId, session.Username), Is.EqualTo(("00Dx", "005x", "me@example.com")));
        Assert.That(server.Requests.Single().Target, Is.EqualTo("/services/oauth2/userinfo"));
        Assert.That(session.ToString(), Does.Not.Contain("token"));
    }
}
