using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace DataMigrator.Cli.Configuration;

/// <summary>appsettings.json, then user-secrets, then the environment, then flags; the later wins. Every problem is one sentence and exit 1.</summary>
internal static class SettingsLoader
{
    private const string EnvironmentPrefix = "DATAMIGRATOR_";

    /// <param name="configFile"><c>--config</c>; null = appsettings.json of the working directory, else the one beside the program.</param>
    /// <param name="flags">Settings given on the command line, by key.</param>
    /// <param name="warn">Gets sentences that do not stop us.</param>
    /// <exception cref="OperatorException">Names every problem found.</exception>
    public static AppSettings Load(string? configFile, IReadOnlyDictionary<string, string?> flags, Action<string> warn)
    {
        var file = FindFile(configFile);
        IConfigurationRoot configuration;
        try
        {
            var builder = new ConfigurationBuilder();
            if (file is not null)
            {
                builder.Add(new JsonConfigurationSource { Path = Path.GetFileName(file), FileProvider = null, Optional = false }.Rooted(file));
            }

            configuration = builder.AddUserSecrets("datamigrator").AddEnvironmentVariables(EnvironmentPrefix).AddInMemoryCollection(flags).Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The settings file '{file}' can't be read: {Cause(exception.GetBaseException())}", exception);
        }

        var problems = new List<string>();
        CheckKeys(configuration, problems);
        CheckSecretsInFile(file, configFile is not null, problems, warn);
        var settings = new SettingsReader(configuration, problems).Read();
        return problems.Count == 0 ? settings : throw new OperatorException(string.Join(Environment.NewLine, problems));
    }

    private static string Cause(Exception exception) =>
        exception is JsonException { LineNumber: { } line, BytePositionInLine: { } column } ? $"it is no JSON at line {line + 1}, column {column + 1}." : exception.Message;

    private static string? FindFile(string? configFile)
    {
        if (configFile is not null)
        {
            return File.Exists(configFile) ? Path.GetFullPath(configFile) : throw new OperatorException($"There is no settings file '{configFile}' (--config).");
        }

        return new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory }.Select(folder => Path.Combine(folder, "appsettings.json")).FirstOrDefault(File.Exists);
    }

    private static JsonConfigurationSource Rooted(this JsonConfigurationSource source, string file)
    {
        source.FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(Path.GetDirectoryName(file)!);
        return source;
    }

    private static void CheckKeys(IConfigurationRoot configuration, List<string> problems)
    {
        foreach (var section in configuration.GetChildren())
        {
            if (SettingsSchema.NearestSection(section.Key) is { } meant)
            {
                problems.Add($"Unknown section '{section.Key}' in the settings. Did you mean '{meant}'?");
            }
        }

        foreach (var (key, value) in configuration.AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (value is not null && SettingsSchema.IsOurs(key) && !SettingsSchema.IsKnown(key) && !(value.Length == 0 && !key.Contains(':')))
            {
                problems.Add($"Unknown setting '{key}'. Did you mean '{SettingsSchema.Nearest(key)}'?");
            }
        }
    }

    private static void CheckSecretsInFile(string? file, bool chosen, List<string> problems, Action<string> warn)
    {
        if (file is null)
        {
            return;
        }

        var alone = new ConfigurationBuilder().Add(new JsonConfigurationSource { Path = Path.GetFileName(file) }.Rooted(file)).Build();
        foreach (var (key, value) in alone.AsEnumerable())
        {
            if (!string.IsNullOrEmpty(value) && SettingsSchema.IsOurs(key) && SettingsSchema.Secrets.Contains(key.Split(':')[^1], StringComparer.OrdinalIgnoreCase))
            {
                var instead = $"Set {EnvironmentPrefix}{key.Replace(":", "__", StringComparison.Ordinal)} in the environment instead.";
                if (chosen)
                {
                    warn($"'{file}' holds the secret '{key}'. {instead}");
                }
                else
                {
                    problems.Add($"'{key}' is a secret and must not stand in '{file}'. {instead}");
                }
            }
        }
    }
}
