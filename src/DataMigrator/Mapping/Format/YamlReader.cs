using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DataMigrator.Mapping.Format;

/// <summary>Reads YAML into nodes from the parser's events: no reflection, lines and columns kept, duplicate keys reported instead of thrown.</summary>
internal sealed class YamlReader
{
    private readonly string file;
    private readonly DiagnosticBag diagnostics;
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
    private readonly Parser parser;

    private YamlReader(string file, string text, DiagnosticBag diagnostics)
    {
        this.file = file;
        this.diagnostics = diagnostics;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The root, or a null node if the file is empty or no YAML (then a diagnostic says where).</summary>
    public static YamlNode Read(string file, string text, DiagnosticBag diagnostics)
    {
        var reader = new YamlReader(file, text, diagnostics);
        try
        {
            return reader.Document();
        }
        catch (YamlException e)
        {
            var at = new YamlNode(file, (int)e.Start.Line, (int)e.Start.Column, YamlKind.Null);
            diagnostics.Error(at, $"This is no YAML: {e.InnerException?.Message ?? e.Message}");
            return at;
        }
    }

    private YamlNode Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return new YamlNode(file, 1, 1, YamlKind.Null);
        }

        return Node();
    }

    private YamlNode Node()
    {
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return Keep(scalar.Anchor, ToNode(scalar));
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Node());
            }

            return Keep(sequence.Anchor, At(sequence, YamlKind.Sequence) with { Items = items });
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            if (anchors.TryGetValue(alias.Value.Value, out var target))
            {
                return target;
            }

            var node = At(alias, YamlKind.Null);
            diagnostics.Error(node, $"The anchor *{alias.Value.Value} is not defined above.", NearestName.Of(alias.Value.Value, anchors.Keys));
            return node;
        }

        var start = parser.Consume<MappingStart>();
        return Keep(start.Anchor, Mapping(start));
    }

    private YamlNode Mapping(MappingStart start)
    {
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node();
            var value = Node();
            if (!key.IsScalar)
            {
                diagnostics.Error(key, "A key must be text.");
            }
            else if (!keys.Add(key.Text))
            {
                diagnostics.Error(key, $"'{key.Text}' stands here twice.");
            }
            else
            {
                entries.Add(new YamlEntry(key, value));
            }
        }

        return At(start, YamlKind.Mapping) with { Entries = entries };
    }

    private YamlNode ToNode(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && (scalar.Value is "" or "~" or "null")
            ? At(scalar, YamlKind.Null)
            : At(scalar, YamlKind.Scalar) with { Text = scalar.Value };

    private YamlNode At(ParsingEvent e, YamlKind kind) => new(file, (int)e.Start.Line, (int)e.Start.Column, kind);

    private YamlNode Keep(AnchorName anchor, YamlNode node)
    {
        if (!anchor.IsEmpty)
        {
            anchors[anchor.Value] = node;
        }

        return node;
    }
}
