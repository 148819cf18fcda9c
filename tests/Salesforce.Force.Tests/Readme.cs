using System.Runtime.CompilerServices;
using Salesforce.Force.Authentication;
using Salesforce.Force.Bulk;
using Salesforce.Force.Tests.Bulk;
using Salesforce.Force.Tests.Servers;

namespace Salesforce.Force.Tests;

/// <summary>The sample of the package's README, compiled and run. It stands here word for word.</summary>
[TestFixture]
internal sealed class Readme
{
    [Test]
    public async Task The_sample_moves_a_query_into_files()
    {
        RawServer server = null!;
        server = new RawServer(r => r switch
        {
            _ when r.Target.EndsWith("/token", StringComparison.Ordinal) => Clients.TokenAnswer(server, "t"),
            { Method: "POST" } => RawAnswer.Json(JobsJson.Query("UploadComplete")),
            _ when r.Target.Contains("resultPages", StringComparison.Ordinal) => RawAnswer.Error(404, "NOT_FOUND", "no"),
            _ when r.Target.Contains("/results", StringComparison.Ordinal) => Result_pages.Answer(r),
            _ => RawAnswer.Json(JobsJson.Query("JobComplete", 5)),
        });
        await using var _ = server;
        var folder = Directory.CreateTempSubdirectory("force-readme").FullName;
        try
        {
            var bookmark = Path.Combine(folder, "bookmark");
            var records = await SampleAsync(server.Url, "key", "secret", folder, bookmark, CancellationToken.None);

            Assert.That(records, Is.EqualTo(5));
            Assert.That(Directory.GetFiles(folder, "task-*.csv"), Has.Length.EqualTo(3));
            Assert.That(await File.ReadAllTextAsync(bookmark), Is.EqualTo("end"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void The_sample_in_the_README_is_the_one_that_compiles()
    {
        var thisFile = ThisFile();
        var readme = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../src/Salesforce.Force/README.md"));
        var sample = readme.SkipWhile(l => l != "```csharp").Skip(1).TakeWhile(l => l != "```").ToArray();
        var compiled = File.ReadAllLines(thisFile).SkipWhile(l => l.Trim() != "// sample").Skip(1)
            .TakeWhile(l => l.Trim() != "// end of sample").Select(l => l[8..]);

        Assert.That(sample, Has.Length.EqualTo(9));
        Assert.That(sample, Is.EqualTo(compiled));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static async Task<long> SampleAsync(Uri myDomain, string consumerKey, string consumerSecret, string folder, string bookmark, CancellationToken cancellationToken)
    {
        // sample
        using var client = new ForceClient(new ForceClientOptions { Authenticator = new ClientCredentials(myDomain, consumerKey, consumerSecret) });
        var job = await client.BulkQuery.CreateAsync("SELECT Id, Subject, CreatedDate FROM Task", all: true, cancellationToken);
        job = await client.BulkQuery.WaitAsync(job.Id, progress: null, cancellationToken);
        var records = await client.BulkQuery.ReadPagesAsync(job, new PageReadOptions { Parallelism = 4 }, consume: async (page, token) =>
        {
            await using var file = File.Create(Path.Combine(folder, $"task-{page.Ordinal}.csv")); // runs again if the page was cut: starts over
            await page.Content.CopyToAsync(file, token);
            return file.Length;
        }, complete: (page, bytes, token) => File.WriteAllTextAsync(bookmark, page.NextLocator ?? "end", token), cancellationToken);
        // end of sample
        return records;
    }
}
