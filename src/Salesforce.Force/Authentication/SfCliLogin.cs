using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Salesforce.Force.Errors;
using Salesforce.Force.Http;

namespace Salesforce.Force.Authentication;

/// <summary>
/// Asks the installed <c>sf</c>. Since 2.136.8 (May 2026) <c>org display</c> redacts the token and <c>org auth show-access-token</c> gives it
/// (forcedotcom/cli #3560); older ones have only the former. Both refresh an expired token before they answer.
/// </summary>
internal static class SfCliLogin
{
    /// <summary>sf takes seconds; one that hangs waits for somebody to type, and nobody will.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<Session> LoginAsync(SfCli cli, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await AskAsync(cli, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failure($"sf did not answer within {Patience.TotalMinutes:0} minutes when asked for the org '{cli.Alias}'. Run: sf org display --target-org {cli.Alias}");
        }
    }

    private static async Task<Session> AskAsync(SfCli cli, CancellationToken cancellationToken)
    {
        using var display = await RunAsync(cli, ["org", "display", "--target-org", cli.Alias, "--json"], cancellationToken).ConfigureAwait(false);
        var org = display.RootElement.TryGetProperty("result", out var result) ? result : default;
        if (org.ValueKind != JsonValueKind.Object || !Uri.TryCreate(org.Text("instanceUrl"), UriKind.Absolute, out var instance))
        {
            throw Failure($"sf does not know where the org '{cli.Alias}' is. Run: sf org login web --alias {cli.Alias}");
        }

        var token = org.Text("accessToken");
        if (!IsToken(token))
        {
            using var shown = await RunAsync(cli, ["org", "auth", "show-access-token", "--target-org", cli.Alias, "--json"], cancellationToken).ConfigureAwait(false);
            token = shown.RootElement.TryGetProperty("result", out var answer)
                ? answer.ValueKind == JsonValueKind.String ? answer.GetString() : answer.Text("accessToken") ?? answer.Text("token")
                : null;
        }

        return IsToken(token)
            ? new Session(SecureUrl.Require(instance, "instanceUrl that sf knows"), token!, org.Text("id"), null, org.Text("username"))
            : throw Failure($"sf gave no access token for '{cli.Alias}'. Run: sf org login web --alias {cli.Alias}");
    }

    private static bool IsToken(string? token) => Session.IsToken(token) && !token!.Contains("REDACTED", StringComparison.OrdinalIgnoreCase);

    private static async Task<JsonDocument> RunAsync(SfCli cli, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(cli.Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };

        // Colours in JSON, update notices and telemetry are all of no use to a program.
        start.Environment["FORCE_COLOR"] = "0";
        start.Environment["SF_SKIP_NEW_VERSION_CHECK"] = "true";
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return Parse(cli, output, process.ExitCode);
        }
        finally
        {
            Stop(process);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw Failure($"'{start.FileName}' did not start.");
        }
        catch (Win32Exception e)
        {
            throw new ForceAuthenticationException(
                $"'{start.FileName}' could not be started. Install the Salesforce CLI (npm install --global @salesforce/cli) or choose another flow.", ForceErrorCodes.SfCli, null, e);
        }
    }

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended by itself between the two lines.
        }
    }

    private static JsonDocument Parse(SfCli cli, string output, int exitCode)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(output);
        }
        catch (JsonException)
        {
            // Neither the output nor the exception is kept: either may hold the token.
        }

        if (exitCode == 0 && document is not null && document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        using (document)
        {
            var name = document is { RootElement.ValueKind: JsonValueKind.Object } ? document.RootElement.Text("name") : null;
            throw Failure(
                $"sf ended with {exitCode}{(name is null ? string.Empty : $" ({name})")} when asked for the org '{cli.Alias}'. Run: sf org display --target-org {cli.Alias}, and log in again if it says so.");
        }
    }

    private static ForceAuthenticationException Failure(string message) => new(message, ForceErrorCodes.SfCli);
}
