using System.Collections.Concurrent;
using System.Text.Json;
using SalesforceEmulator.Authentication;
using SalesforceEmulator.Endpoints;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>All jobs, each with a folder of its own: <c>job.json</c>, and for ingest the upload and the result files.</summary>
internal sealed class JobStore
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);
    private readonly ConcurrentDictionary<string, BulkJob> jobs = new(StringComparer.Ordinal);
    private readonly string root;
    private readonly TimeProvider clock;

    public JobStore(string root, TimeProvider clock)
    {
        this.root = root;
        this.clock = clock;
        PrivateFile.CreateFolder(root);
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            var file = Path.Combine(folder, "job.json");
            if (File.Exists(file) && JsonSerializer.Deserialize<BulkJob>(File.ReadAllBytes(file)) is { } job)
            {
                jobs[job.Id] = job;
            }
        }
    }

    public IReadOnlyList<BulkJob> All => [.. jobs.Values.OrderBy(j => j.CreatedDate).ThenBy(j => j.Id, StringComparer.Ordinal)];

    public void Add(BulkJob job)
    {
        PrivateFile.CreateFolder(Folder(job.Id));
        lock (job.Gate)
        {
            Save(job);
        }

        jobs[job.Id] = job;
    }

    /// <exception cref="OrgRequestException">404: unknown, deleted, older than seven days, or of the other kind.</exception>
    public BulkJob Require(string id, JobKind kind)
    {
        if (jobs.TryGetValue(WireId.Full(id), out var job) && job.Kind == kind)
        {
            if (job.CreatedDate + Life > clock.GetUtcNow())
            {
                return job;
            }

            Remove(job);
        }

        throw new OrgRequestException(404, "NOT_FOUND", "The requested resource does not exist");
    }

    public void Remove(BulkJob job)
    {
        if (jobs.TryRemove(job.Id, out _))
        {
            Directory.Delete(Folder(job.Id), recursive: true);
        }
    }

    /// <summary>Changes a job and keeps the change; call under no lock.</summary>
    public void Change(BulkJob job, Action<BulkJob> change)
    {
        lock (job.Gate)
        {
            change(job);
            job.SystemModstamp = clock.GetUtcNow();
            Save(job);
        }
    }

    /// <summary>The same for work on a job that somebody may have aborted meanwhile.</summary>
    /// <returns>False, and nothing changed, if the job is over.</returns>
    public bool ChangeUnlessOver(BulkJob job, Action<BulkJob> change)
    {
        lock (job.Gate)
        {
            if (job.IsOver)
            {
                return false;
            }

            Change(job, change);
            return true;
        }
    }

    public string PathOf(BulkJob job, string file) => Path.Combine(Folder(job.Id), file);

    private string Folder(string id) => Path.Combine(root, id);

    private void Save(BulkJob job)
    {
        // A job may be deleted while its last change is on the way.
        if (Directory.Exists(Folder(job.Id)))
        {
            PrivateFile.Replace(PathOf(job, "job.json"), JsonSerializer.SerializeToUtf8Bytes(job));
        }
    }
}
