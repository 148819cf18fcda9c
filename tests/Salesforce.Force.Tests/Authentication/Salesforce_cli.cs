using System.Runtime.Versioning;
using Salesforce.Force.Authentication;
using Salesforce.Force.Errors;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests.Authentication;

/// <summary>Against a program that answers as <c>sf</c> does; it writes its arguments down, one per line.</summary>
[TestFixture]
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
internal sealed class Salesforce_cli
{
    private const string Display = """{"status":0,"result":{"id":"00Dx","apiVersion":"66.0","accessToken":"TOKEN","instanceUrl":"URL","username":"me@example.com"}}""";
    private string directory = null!;

    [SetUp]
    public void CreateDirectory() => directory = Directory.CreateTempSubdirectory("force-sf").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task An_older_sf_gives_the_token_with_org_display()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("""{"user_id":"005x","organization_id":"00Dx"}"""));
        using var client = Clients.With(server, authenticator: new SfCli("my alias; rm -rf $HOME", Program(Display.Replace("TOKEN", "00Dx!old", StringComparison.Ordinal), server.Url, "exit 9")));

        var session = await client.LoginAsync(CancellationToken.None);

        Assert.That(session.Username, Is.EqualTo("me@example.com"));
        Assert.That(server.Requests.Single().Headers["Authorization"], Is.EqualTo("Bearer 00Dx!old"));
        Assert.That(Arguments(), Is.EqualTo(["org", "display", "--target-org", "my alias; rm -rf $HOME", "--json"]));
    }

    [Test]
    public async Task A_newer_sf_redacts_it_there_and_is_asked_for_it()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("{}"));
        var display = Display.Replace("TOKEN", "[REDACTED] Use 'sf org auth show-access-token' to view", StringComparison.Ordinal);
        using var client = Clients.With(server, authenticator: new SfCli("dev", Program(display, server.Url, """echo '{"status":0,"result":{"accessToken":"00Dx!new"}}'""")));

        await client.LimitsAsync(CancellationToken.None);

        Assert.That(server.Requests.Single().Headers["Authorization"], Is.EqualTo("Bearer 00Dx!new"));
        Assert.That(Arguments().Skip(5), Is.EqualTo(["org", "auth", "show-access-token", "--target-org", "dev", "--json"]));
    }

    [Test]
    public async Task An_unknown_alias_says_how_to_log_in()
    {
        await using var server = new RawServer(_ => RawAnswer.Json("{}"));
        using var client = Clients.With(server, authenticator: new SfCli("nobody", Script("""echo '{"name":"NamedOrgNotFoundError","status":1,"message":"No auth"}'; exit 1""")));

        var error = (await Assert.ThrowsAsync<ForceAuthenticationException>(() => client.LoginAsync(CancellationToken.None)))!;

        Assert.That(error.ErrorCode, Is.EqualTo("SF_CLI"));
        Assert.That(error.Message, Does.Contain("NamedOrgNotFoundError").And.Contain("nobody"));
    }

    [Test]
    public async Task A_missing_sf_says_how_to_install_it()
    {
        using var client = new ForceClient(new() { Authenticator = new SfCli("dev", Path.Combine(directory, "not-there")) });

        var error = (await Assert.ThrowsAsync<ForceAuthenticationException>(() => client.LoginAsync(CancellationToken.None)))!;

        Assert.That(error.Message, Does.Contain("npm install"));
    }

    private string[] Arguments() => File.ReadAllLines(Path.Combine(directory, "arguments"));

    private string Program(string display, Uri url, string showToken)
    {
        File.WriteAllText(Path.Combine(directory, "display.json"), display.Replace("URL", url.ToString(), StringComparison.Ordinal));
        return Script($"""
            for argument in "$@"; do echo "$argument" >> '{directory}/arguments'; done
            if [ "$2" = display ]; then cat '{directory}/display.json'; else {showToken}; fi
            """);
    }

    private string Script(string body)
    {
        var path = Path.Combine(directory, "sf");
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
