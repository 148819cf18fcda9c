using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DataMigrator.Reporting.Html;

/// <summary>
/// Writes HTML from interpolated strings in which the literal parts are markup and <b>every hole is text and escaped</b>. There is no way to write a
/// variable unescaped but <see cref="Markup"/>, which takes only what was embedded in this program.
/// </summary>
internal sealed class HtmlWriter(Stream output) : IDisposable
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StreamWriter writer = new(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };

    /// <summary>Markup with escaped holes: <c>long</c> with thousands separators, <c>int</c> and <c>double</c> plain.</summary>
#pragma warning disable CA1822, IDE0060 // The handler writes as it is built; it needs the instance.
    public void Write([InterpolatedStringHandlerArgument("")] ref Handler markup)
#pragma warning restore CA1822, IDE0060
    {
    }

    /// <summary>Our own markup as it is.</summary>
    public void Markup(string constant) => writer.Write(constant);

    public void Flush() => writer.Flush();

    public void Dispose() => writer.Dispose();

    private void Text(string? value)
    {
        if (value is not null)
        {
            Encoder.Encode(writer, value);
        }
    }

    [InterpolatedStringHandler]
    internal readonly ref struct Handler(int literalLength, int formattedCount, HtmlWriter html)
    {
        public int Length { get; } = literalLength + formattedCount;

        public void AppendLiteral(string markup) => html.writer.Write(markup);

        public void AppendFormatted(string? text) => html.Text(text);

        public void AppendFormatted(long value) => html.Text(value.ToString("N0", CultureInfo.InvariantCulture));

        public void AppendFormatted(int value) => html.Text(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(double value) => html.Text(value.ToString("0.##", CultureInfo.InvariantCulture));
    }
}
