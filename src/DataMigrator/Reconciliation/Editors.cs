using System.Text;
using DataMigrator.Target;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Reconciliation;

/// <summary>Names of the users who edited calls, asked of the target once each and for suspects only. Where the org does not let this user read User, ids must do.</summary>
internal sealed class Editors(RunContext run)
{
    private readonly Dictionary<string, string?> names = new(StringComparer.Ordinal);
    private bool refused;

    /// <summary>Asks for the last editors of these VoiceCalls, as far as they are not known yet.</summary>
    public async Task AskAsync(TargetPage page, CancellationToken cancellationToken)
    {
        List<string> unknown = [];
        for (var i = 0; i < page.Count; i++)
        {
            var id = Encoding.ASCII.GetString(page[i].LastModifiedById);
            if (SalesforceId.TryParse(page[i].LastModifiedById, out _) && names.TryAdd(id, null))
            {
                unknown.Add(id);
            }
        }

        if (unknown.Count == 0 || refused)
        {
            return;
        }

        try
        {
            const string Select = "SELECT Id, Name FROM User WHERE Id IN ";
            foreach (var chunk in SoqlLiteral.Chunks(Select, unknown))
            {
                await foreach (var row in run.Target.QueryAsync(Select + SoqlLiteral.Strings(chunk), all: false, cancellationToken).ConfigureAwait(false))
                {
                    names[row["Id"] ?? ""] = row["Name"];
                }
            }
        }
        catch (ForceException error) when (error is not (ForceQuotaException or ForceAuthenticationException))
        {
            refused = true;
        }
    }

    /// <summary>"Anna Weber (005…)", or the id alone.</summary>
    public string Describe(ReadOnlySpan<byte> userId)
    {
        var id = Encoding.ASCII.GetString(userId);
        return names.GetValueOrDefault(id) is { Length: > 0 } name ? $"{name} ({id})" : id;
    }
}
