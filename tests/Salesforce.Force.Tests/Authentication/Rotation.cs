using System.Web;
using Salesforce.Force.Authentication;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Authentication;

[TestFixture]
internal sealed class Rotation
{
    [Test]
    public async Task A_refresh_token_that_the_org_replaced_is_the_one_used_next()
    {
        var logins = 0;
        RawServer server = null!;
        server = new RawServer(r => r.Method == "POST"
            ? RawAnswer.Json($$"""{"access_token":"t{{++logins}}","refresh_token":"r{{logins}}","instance_url":"{{server.Url}}","id":"https://x/id/00D000000000001AAA/{{Clients.UserId}}"}""")
            : r.Headers["Authorization"] == "Bearer t1" ? new RawAnswer(403) { Body = "Bad_OAuth_Token"u8.ToArray() } : RawAnswer.Json("{}"));
        await using var _ = server;
        using var client = Clients.With(server, authenticator: new RefreshToken(server.Url, "key", null, "r0"));

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(server.Where("POST", "/token").Select(r => HttpUtility.ParseQueryString(r.Text)["refresh_token"]), Is.EqualTo(["r0", "r1"]));
    }
}
