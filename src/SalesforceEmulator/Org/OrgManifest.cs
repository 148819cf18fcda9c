using System.Text;
using System.Text.Json;
using SalesforceEmulator.Org.Schema;

namespace SalesforceEmulator.Org;

/// <summary>Says which org a folder holds; written last, so a folder without it holds no whole org.</summary>
internal sealed record OrgManifest(int Format, string Profile, int Seed, long Tasks, string Schema, DateTimeOffset CreatedAt)
{
    private const int CurrentFormat = 1;
    private const string FileName = "org.json";

    /// <summary>The org as it is to be made: dated to the start of the day, so that a seed gives the same bytes all day.</summary>
    public static OrgManifest For(EmulatorOptions options, OrgSchema schema) => new(
        CurrentFormat, options.Profile, options.Seed, options.Tasks, schema.Fingerprint(), new DateTimeOffset(options.TimeProvider.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));

    /// <summary>Null if the folder holds no whole org.</summary>
    public static OrgManifest? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<OrgManifest>(File.ReadAllBytes(path)) : null;
    }

    public void Write(string directory)
    {
        var path = Path.Combine(directory, FileName);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Empties the folder of an earlier org.</summary>
    public static void Clear(string directory)
    {
        File.Delete(Path.Combine(directory, FileName));
        foreach (var file in Directory.EnumerateFiles(directory, "records-*.log"))
        {
            File.Delete(file);
        }
    }

    /// <exception cref="EmulatorException">The folder holds another org.</exception>
    public void Demand(EmulatorOptions options, OrgSchema schema, string directory)
    {
        if (Format != CurrentFormat || Schema != schema.Fingerprint())
        {
            throw new EmulatorException($"The org in '{directory}' was made by another version or profile ({Profile}): name another folder, or delete this one (emulate and demo do it with --reset).");
        }

        if (Profile != options.Profile || Seed != options.Seed || (Tasks != options.Tasks && !options.KeepTasks))
        {
            throw new EmulatorException(
                $"'{directory}' holds an org with profile {Profile}, seed {Seed}, {Tasks} Tasks; asked for were profile {options.Profile}, seed {options.Seed}, {options.Tasks} Tasks. Ask for what it holds, name another folder, or delete this one (emulate and demo do it with --reset).");
        }
    }

    /// <summary>The three instance characters of every id: orgs of different seeds share no id.</summary>
    public static byte[] InstanceOf(int seed)
    {
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var value = (uint)seed;
        return Encoding.ASCII.GetBytes([digits[(int)((value + 5) % 62)], digits[(int)(((value / 62) + 42) % 62)], '0']);
    }
}
