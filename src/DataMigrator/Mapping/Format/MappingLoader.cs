namespace DataMigrator.Mapping.Format;

/// <summary>Reads a mapping file and all that it includes. Relative paths are taken from the including file, then from the folder of shipped mappings.</summary>
internal sealed class MappingLoader(string shippedFolder, DiagnosticBag diagnostics)
{
    private readonly List<MappingLayer> layers = [];
    private readonly List<ValueFile> valueFiles = [];
    private readonly List<string> open = [];
    private readonly HashSet<string> done = new(StringComparer.Ordinal);

    /// <summary>The document; null if the file can't be read (a diagnostic says why).</summary>
    public MappingDocument? Load(string path)
    {
        var fullPath = Path.GetFullPath(path);
        var shown = Shown(path, fullPath);
        var own = Read(shown, fullPath, new YamlNode(shown, 1, 1, YamlKind.Null));
        return own is null ? null : new MappingDocument(own, layers, valueFiles);
    }

    /// <summary>As given; one that was found among the shipped as those it includes are named, not by where the program lies.</summary>
    private string Shown(string path, string fullPath)
    {
        var among = Path.GetFullPath(shippedFolder) + Path.DirectorySeparatorChar;
        return Path.IsPathRooted(path) && fullPath.StartsWith(among, StringComparison.Ordinal) ? fullPath[among.Length..] : path;
    }

    private MappingLayer? Read(string shown, string fullPath, YamlNode from, bool inCase = false)
    {
        if (open.Contains(fullPath))
        {
            diagnostics.Error(from, $"{shown} includes itself: {string.Join(" → ", open.Append(fullPath).Select(Path.GetFileName))}.");
            return null;
        }

        if (done.Contains(fullPath))
        {
            return null;
        }

        string text;
        try
        {
            text = File.ReadAllText(fullPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(from, $"Can't read {shown}: {e.Message}");
            return null;
        }

        open.Add(fullPath);
        var root = YamlReader.Read(shown, text, diagnostics);
        var layer = Check(shown, text, root, inCase);
        if (layer is not null)
        {
            Include(root["presets"], fullPath, inCase);
            layers.Add(layer);
            Include(root["extends"], fullPath, inCase);
            ReadValueFiles(root, fullPath);
        }

        open.RemoveAt(open.Count - 1);
        done.Add(fullPath);
        return layer;
    }

    private MappingLayer? Check(string shown, string text, YamlNode root, bool inCase)
    {
        if (root.Kind != YamlKind.Mapping)
        {
            if (!diagnostics.HasErrors)
            {
                diagnostics.Error(root, $"A mapping file holds keys such as name, find and fields; here is {root.Describe()}.");
            }

            return null;
        }

        Keys.Check(root, Sections.All, "the top of a mapping file", diagnostics);
        return new MappingLayer(shown, text, root, root["when"], root["name"]?.Text ?? Path.GetFileNameWithoutExtension(shown), inCase);
    }

    private void Include(YamlNode? list, string fromPath, bool inCase)
    {
        foreach (var item in list?.AsList() ?? [])
        {
            if (!item.IsScalar)
            {
                diagnostics.Error(item, $"Expected the path of a mapping file, found {item.Describe()}.");
                continue;
            }

            // "presets/five9.yaml?": in case an org has it.
            var named = item with { Text = item.Text.TrimEnd('?') };
            if (Find(named, fromPath) is { } found)
            {
                Read(named.Text, found, named, inCase || named.Text.Length < item.Text.Length);
            }
        }
    }

    private string? Find(YamlNode item, string fromPath)
    {
        var folder = Path.GetDirectoryName(fromPath)!;
        string[] tries = [Path.GetFullPath(Path.Combine(folder, item.Text)), Path.GetFullPath(Path.Combine(shippedFolder, item.Text))];
        var found = tries.FirstOrDefault(File.Exists);
        if (found is null)
        {
            var siblings = tries.Select(Path.GetDirectoryName).Where(Directory.Exists).Distinct(StringComparer.Ordinal)
                .SelectMany(d => Directory.EnumerateFiles(d!)).Select(f => Path.Combine(Path.GetDirectoryName(item.Text) ?? string.Empty, Path.GetFileName(f)));
            diagnostics.Error(item, $"There is no file {item.Text} beside this mapping or among the shipped ones.", NearestName.Of(item.Text, siblings));
        }

        return found;
    }

    private void ReadValueFiles(YamlNode root, string fromPath)
    {
        foreach (var entry in root["values"]?.Entries ?? [])
        {
            if (entry.Value["csv"] is { } csv && Find(csv, fromPath) is { } path)
            {
                valueFiles.Add(ValueCsv.Read(csv, entry.Key.Text, File.ReadAllText(path), diagnostics));
            }
        }
    }
}
