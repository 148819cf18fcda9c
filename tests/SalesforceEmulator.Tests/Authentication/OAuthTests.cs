using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceEmulator.Tests.Authentication;

public sealed class OAuthTests
{
    private const string TokenPath = "/services/oauth2/token";
    private const string JwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    [Test]
    public async Task A_signed_assertion_logs_in_and_the_token_opens_the_api()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await JwtAsync(wire, Assertion(wire, wire.Emulator.JwtPrivateKey));
        var token = answer.Json.GetProperty("access_token").GetString()!;
        var call = await wire.SendAsync(HttpMethod.Get, "/services/data/v66.0", (HttpContent?)null, token);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(token, Does.Match(@"^(00D\w{12,15})![.\w]*$"));
            Assert.That(answer.Json.GetProperty("id").GetString(), Does.Match($"^{wire.Emulator.Url.GetLeftPart(UriPartial.Authority)}/id/00D\\w{{15}}/005\\w{{15}}$"));
            Assert.That(answer.Json.TryGetProperty("refresh_token", out _), Is.False);
            Assert.That(answer.Json.TryGetProperty("expires_in", out _), Is.False);
            Assert.That(call.Status, Is.EqualTo(200));
            Assert.That(call.Json.GetProperty("identity").GetString(), Is.EqualTo(answer.Json.GetProperty("id").GetString()));
        }
    }

    [Test]
    public async Task The_expiry_may_come_in_milliseconds_and_the_audience_with_a_slash()
    {
        await using var wire = await Wire.StartAsync();
        var inMilliseconds = DateTimeOffset.UnixEpoch.AddYears(60).ToUnixTimeMilliseconds();
        var answer = await JwtAsync(wire, Assertion(wire, wire.Emulator.JwtPrivateKey, aud: wire.Emulator.Url.ToString(), exp: inMilliseconds));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
    }

    [TestCase("expired", "invalid_grant", "assertion is expired")]
    [TestCase("key", "invalid_grant", "invalid assertion")]
    [TestCase("audience", "invalid_grant", "audience is invalid")]
    [TestCase("issuer", "invalid_client_id", "client identifier invalid")]
    [TestCase("subject", "invalid_grant", "user hasn't approved this consumer")]
    [TestCase("shape", "invalid_grant", "invalid assertion")]
    [TestCase("time", "invalid_grant", "invalid assertion")]
    public async Task An_assertion_that_does_not_hold_is_refused_for_its_reason(string flaw, string error, string description)
    {
        await using var wire = await Wire.StartAsync();
        using var stranger = RSA.Create(2048);
        var key = flaw == "key" ? stranger.ExportPkcs8PrivateKeyPem() : wire.Emulator.JwtPrivateKey;
        var assertion = flaw == "shape" ? "not.a-jwt" : Assertion(
            wire,
            key,
            iss: flaw == "issuer" ? "somebody" : null,
            sub: flaw == "subject" ? "nobody@example.com" : null,
            aud: flaw == "audience" ? "https://elsewhere.example" : "https://login.salesforce.com",
            exp: flaw == "expired" ? 1_000_000_000 : flaw == "time" ? long.MinValue : null);
        var answer = await JwtAsync(wire, assertion);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(400));
            Assert.That(answer.Json.GetProperty("error").GetString(), Is.EqualTo(error));
            Assert.That(answer.Json.GetProperty("error_description").GetString(), Is.EqualTo(description));
        }
    }

    [Test]
    public async Task A_configured_public_key_lets_its_owner_in()
    {
        using var own = RSA.Create(2048);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, own.ExportSubjectPublicKeyInfoPem());
        await using var wire = await Wire.StartAsync(new EmulatorOptions { JwtPublicKeyFile = file });
        var answer = await JwtAsync(wire, Assertion(wire, own.ExportPkcs8PrivateKeyPem()));
        File.Delete(file);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
    }

    [Test]
    public async Task Client_credentials_come_in_the_body_or_as_basic_authentication()
    {
        await using var wire = await Wire.StartAsync();
        var body = await FormAsync(wire, TokenPath, ("grant_type", "client_credentials"), ("client_id", wire.Emulator.ClientId), ("client_secret", wire.Emulator.ClientSecret));
        var wrong = await FormAsync(wire, TokenPath, ("grant_type", "client_credentials"), ("client_id", wire.Emulator.ClientId), ("client_secret", "guess"));
        using var request = new HttpRequestMessage(HttpMethod.Post, wire.Emulator.Url + TokenPath[1..]) { Content = Form(("grant_type", "client_credentials")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{wire.Emulator.ClientId}:{wire.Emulator.ClientSecret}")));
        using var client = new HttpClient();
        using var basic = await client.SendAsync(request);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(body.Status, Is.EqualTo(200));
            Assert.That(wrong.Json.GetProperty("error").GetString(), Is.EqualTo("invalid_client"));
            Assert.That((int)basic.StatusCode, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task A_refresh_token_gives_a_new_session_until_it_is_revoked()
    {
        await using var wire = await Wire.StartAsync();
        var refresh = wire.Emulator.RefreshToken;
        (string, string)[] form = [("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", "PlatformCLI")];
        var first = await FormAsync(wire, TokenPath, form);
        var revoke = await FormAsync(wire, "/services/oauth2/revoke", ("token", refresh));
        var second = await FormAsync(wire, TokenPath, form);
        var again = await FormAsync(wire, "/services/oauth2/revoke", ("token", refresh));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Status, Is.EqualTo(200));
            Assert.That((revoke.Status, revoke.Body), Is.EqualTo((200, "")));
            Assert.That(second.Json.GetProperty("error_description").GetString(), Is.EqualTo("expired access/refresh token"));
            Assert.That(again.Body, Does.StartWith("error=unsupported_token_type&"));
        }
    }

    [TestCase("application/x-www-form-urlencoded", "many", "unsupported_grant_type")]
    [TestCase("multipart/form-data; boundary=b", "--b", "unsupported_grant_type")]
    public async Task What_is_no_form_is_refused_as_one_without_fields(string type, string body, string error)
    {
        await using var wire = await Wire.StartAsync();
        using var content = new StringContent(body == "many" ? string.Join('&', Enumerable.Range(0, 3000).Select(i => $"k{i}=1")) : body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var answer = await wire.SendAsync(HttpMethod.Post, TokenPath, content, token: null);
        Assert.That((answer.Status, answer.Json.GetProperty("error").GetString()), Is.EqualTo((400, error)));
    }

    [Test]
    public async Task A_password_is_never_enough()
    {
        await using var wire = await Wire.StartAsync();
        var answer = await FormAsync(wire, TokenPath, ("grant_type", "password"), ("username", wire.Emulator.Username), ("password", "x"), ("client_id", wire.Emulator.ClientId), ("client_secret", wire.Emulator.ClientSecret));
        Assert.That(answer.Json.GetProperty("error").GetString(), Is.EqualTo("invalid_grant"));
    }

    [Test]
    public async Task A_session_can_be_introspected_and_ends_with_its_revocation()
    {
        await using var wire = await Wire.StartAsync();
        var token = wire.Emulator.AccessToken;
        (string, string)[] form = [("token", token), ("client_id", wire.Emulator.ClientId), ("client_secret", wire.Emulator.ClientSecret)];
        var alive = (await FormAsync(wire, "/services/oauth2/introspect", form)).Json;
        await FormAsync(wire, "/services/oauth2/revoke", ("token", token));
        var dead = await FormAsync(wire, "/services/oauth2/introspect", form);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(alive.GetProperty("active").GetBoolean(), Is.True);
            Assert.That(alive.GetProperty("username").GetString(), Is.EqualTo(wire.Emulator.Username));
            Assert.That(dead.Body, Is.EqualTo("{\"active\":false}"));
        }
    }

    [Test]
    public async Task Userinfo_and_identity_tell_the_same_user()
    {
        await using var wire = await Wire.StartAsync();
        var info = (await wire.GetAsync("/services/oauth2/userinfo")).Json;
        var identity = (await wire.GetAsync($"/id/{info.GetProperty("organization_id").GetString()}/{info.GetProperty("user_id").GetString()}")).Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identity.GetProperty("username").GetString(), Is.EqualTo(wire.Emulator.Username));
            Assert.That(identity.GetProperty("id").GetString(), Is.EqualTo(info.GetProperty("sub").GetString()));
            Assert.That((await wire.GetAsync("/id/00D000000000000AAA/005000000000000AAA")).Status, Is.EqualTo(404));
        }
    }

    private static Task<Answer> JwtAsync(Wire wire, string assertion) => FormAsync(wire, TokenPath, ("grant_type", JwtGrant), ("assertion", assertion));

    private static async Task<Answer> FormAsync(Wire wire, string path, params (string Name, string Value)[] fields)
    {
        using var form = Form(fields);
        return await wire.SendAsync(HttpMethod.Post, path, form, token: null);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static string Assertion(Wire wire, string pem, string? iss = null, string? sub = null, string aud = "https://login.salesforce.com", long? exp = null)
    {
        var expires = exp ?? TimeProvider.System.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds();
        var claims = $$"""{"iss":"{{iss ?? wire.Emulator.ClientId}}","sub":"{{sub ?? wire.Emulator.Username}}","aud":"{{aud}}","exp":{{expires}}}""";
        var signed = Encode("""{"alg":"RS256","typ":"JWT"}"""u8) + "." + Encode(Encoding.UTF8.GetBytes(claims));
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return signed + "." + Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
