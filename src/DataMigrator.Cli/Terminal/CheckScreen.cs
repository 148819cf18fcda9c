using DataMigrator.Loading.Checking;
using DataMigrator.Reporting;

namespace DataMigrator.Cli.Terminal;

/// <summary>A check on the terminal.</summary>
internal static class CheckScreen
{
    private const int Width = 80;
    private const string Indent = "         ";

    public static void Show(TextWriter screen, CheckReport report)
    {
        foreach (var line in report.Lines)
        {
            var mark = line.Verdict switch { CheckVerdict.Ok => "ok     ", CheckVerdict.Warning => "warning", _ => "ERROR  " };
            Write(screen, $"{mark}  ", $"{PlainText.Of(line.Subject)}: {PlainText.Of(line.Meaning)}", Indent);
            if (line.WhatToDo.Length > 0)
            {
                Write(screen, $"{Indent}→ ", PlainText.Of(line.WhatToDo), Indent + "  ");
            }
        }

        screen.WriteLine();
        screen.WriteLine(report.Passed ? "Nothing stands in the way of a run." : "A run would fail: mend the errors first.");
    }

    private static void Write(TextWriter screen, string first, string text, string indent)
    {
        foreach (var line in WrappedText.Of(text, Width, indent, first))
        {
            screen.WriteLine(line);
        }
    }
}
