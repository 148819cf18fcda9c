using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DataMigrator.Cli.Terminal;

/// <summary>"12,000/200,000  51,300/s  4 s left", one text per bar.</summary>
internal sealed class RateColumn : ProgressColumn
{
    private readonly ConcurrentDictionary<int, string> texts = new();

    protected override bool NoWrap => true;

    public void Set(int bar, string text) => texts[bar] = text;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(texts.GetValueOrDefault(task.Id, string.Empty));
}
