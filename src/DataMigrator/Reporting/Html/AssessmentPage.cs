using DataMigrator.Mapping.Assessing;

namespace DataMigrator.Reporting.Html;

/// <summary>assessment.html: one file without script or network, in the look of the reports. All that comes from the org is escaped.</summary>
internal static class AssessmentPage
{
    private const int MostValues = 20;

    public static void Write(AssessmentReport report, Stream output)
    {
        using var html = new HtmlWriter(output);
        Head(html, report);
        Summary(html, report.Assessment);
        html.Markup("<section id=\"what\" aria-labelledby=\"what-title\">\n<h2 id=\"what-title\">What is there</h2>\n<div class=\"columns\">\n");
        var assessment = report.Assessment;
        Tallies(html, "By year", "Year", assessment.ByYear, assessment.Read);
        Tallies(html, "By type", "Type", assessment.ByType, assessment.Read);
        Tallies(html, "By subtype", "TaskSubtype", assessment.BySubtype, assessment.Read);
        Tallies(html, "By vendor", "Vendor", assessment.ByPreset, assessment.Read);
        Tallies(html, "By state of the owner", "Owner", assessment.ByOwner, assessment.Read);
        html.Markup("</div>\n</section>\n");
        Reasons(html, assessment);
        html.Markup("<section id=\"method\" aria-labelledby=\"method-title\">\n<h2 id=\"method-title\">How times and numbers would be found</h2>\n<div class=\"columns\">\n");
        Tallies(html, "Start of the call", "Found in", assessment.StartSources, assessment.Mapped + assessment.Merged);
        Tallies(html, "From number", "Found in", assessment.FromSources, assessment.Mapped + assessment.Merged);
        Tallies(html, "To number", "Found in", assessment.ToSources, assessment.Mapped + assessment.Merged);
        html.Markup("</div>\n</section>\n");
        Unmapped(html, assessment.Unmapped);
        Presets(html, report.Presets);
        Forecast(html, assessment.Forecast);
        html.Markup("<section id=\"fields\" aria-labelledby=\"fields-title\">\n<h2 id=\"fields-title\">Which fields are filled</h2>\n");
        Tallies(html, "Fields that the mapping reads", "Field", [.. assessment.Filled.Where(f => f.Count > 0)], assessment.Read);
        NotRead(html, report);
        html.Markup("</section>\n</main>\n</body>\n</html>\n");
        html.Flush();
    }

    private static void Head(HtmlWriter html, AssessmentReport report)
    {
        HtmlPage.Head(html, $"Assessment of call logs, {Display.Instant(report.At)}", script: null);
        html.Markup("<body>\n<a class=\"skip\" href=\"#main\">Skip to the assessment</a>\n");
        html.Write(
            $"""
            <header>
            <p class="eyebrow">Call log migration · Task to VoiceCall</p>
            <h1>Assessment</h1>
            <dl class="facts">
            <div><dt>Made</dt><dd>{Display.Instant(report.At)}</dd></div>
            <div><dt>Range</dt><dd>{report.Range.Field}: {(report.Range.From is { } from ? Display.Instant(from) : "beginning")} to {(report.Range.To is { } to ? Display.Instant(to) : "open end")}</dd></div>
            <div><dt>Source org</dt><dd>{report.SourceOrg ?? "embedded org"}</dd></div>
            <div><dt>Target org</dt><dd>{report.TargetOrg ?? "embedded org"}</dd></div>
            <div><dt>Mapping</dt><dd>{report.Mapping}, version {report.MappingVersion[..Math.Min(16, report.MappingVersion.Length)]}</dd></div>
            </dl>
            <nav aria-label="Sections"><a href="#what">What is there</a> <a href="#reasons">Reasons</a> <a href="#method">Method</a> <a href="#unmapped">Unmapped values</a> <a href="#presets">Presets</a> <a href="#forecast">Forecast</a> <a href="#fields">Fields</a></nav>
            </header>
            <main id="main">

            """);
    }

    private static void Summary(HtmlWriter html, Assessment assessment) => html.Write(
        $"""
        <section class="verdict {(assessment.Rejected * 20 > assessment.Read ? "attention" : "good")}" aria-labelledby="summary-title">
        <h2 id="summary-title">{assessment.Mapped} of {assessment.Read} rows would become calls</h2>
        <p>{assessment.Skipped} are no calls of their own and are skipped; {assessment.Rejected} would be rejected. {assessment.Merged} of the skipped log the call of another Task; {assessment.Chained} calls follow another leg; {assessment.SeveralLegs} Tasks tell of several legs and stay one call each. The calls hold {Display.Duration(assessment.DurationSeconds)} of talk. Nothing was written to any org.</p>
        </section>

        """);

    private static void Tallies(HtmlWriter html, string title, string what, IReadOnlyList<Tally> rows, long total)
    {
        html.Write($"<div><h3>{title}</h3>\n");
        if (rows.Count == 0)
        {
            html.Markup("<p>None.</p></div>\n");
            return;
        }

        html.Write($"<table><caption class=\"sr\">{title}</caption><thead><tr><th scope=\"col\">{what}</th><th scope=\"col\" class=\"num\">Rows</th><th scope=\"col\" class=\"num\">Share</th></tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Write($"<tr><th scope=\"row\"><bdi>{Display.Value(row.Name)}</bdi></th><td class=\"num\">{row.Count}</td><td class=\"num\">{Display.Share(row.Count, total)}</td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n");
    }

    private static void Reasons(HtmlWriter html, Assessment assessment)
    {
        html.Markup("<section id=\"reasons\" aria-labelledby=\"reasons-title\">\n<h2 id=\"reasons-title\">Skipped and rejected</h2>\n");
        html.Markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Skipped and rejected\"><table>\n<thead><tr><th scope=\"col\">Reason</th><th scope=\"col\">Door</th><th scope=\"col\">Field</th><th scope=\"col\">Rule</th><th scope=\"col\" class=\"num\">Rows</th><th scope=\"col\">Example</th></tr></thead>\n<tbody>\n");
        foreach (var reason in assessment.Reasons)
        {
            html.Write($"<tr><th scope=\"row\"><bdi>{Display.Value(reason.Reason)}</bdi></th><td>{reason.Kind}</td><td>{reason.Field}</td><td>{reason.Rule}</td><td class=\"num\">{reason.Count}</td><td class=\"id\">{reason.Example}</td></tr>\n");
        }

        html.Markup("</tbody></table></div>\n</section>\n");
    }

    private static void Unmapped(HtmlWriter html, IReadOnlyList<UnmappedValues> lists)
    {
        html.Markup("<section id=\"unmapped\" aria-labelledby=\"unmapped-title\">\n<h2 id=\"unmapped-title\">Values that no list has</h2>\n");
        html.Markup(lists.Count == 0 ? "<p>None.</p>\n" : "<div class=\"columns\">\n");
        foreach (var list in lists)
        {
            var rest = list.Values.Skip(MostValues).Sum(v => v.Count) + list.Others;
            Tallies(html, $"{list.List} ({list.Site})", "Value", [.. list.Values.Take(MostValues), .. rest > 0 ? new[] { new Tally("(others)", rest) } : []], list.Values.Sum(v => v.Count) + list.Others);
        }

        html.Markup(lists.Count == 0 ? "</section>\n" : "</div>\n</section>\n");
    }

    private static void Presets(HtmlWriter html, IReadOnlyList<AssessedPreset> presets)
    {
        html.Markup("<section id=\"presets\" aria-labelledby=\"presets-title\">\n<h2 id=\"presets-title\">Presets that fit</h2>\n");
        html.Markup(presets.Count == 0 ? "<p>None: the default mapping reads what standard Open CTI adapters write.</p>\n</section>\n" : "<dl class=\"facts\">\n");
        foreach (var preset in presets)
        {
            html.Write($"<div><dt>{preset.Name}</dt><dd><bdi>{Display.Value(string.Join(", ", preset.Evidence.Take(3)))}</bdi></dd></div>\n");
        }

        html.Markup(presets.Count == 0 ? string.Empty : "</dl>\n</section>\n");
    }

    private static void NotRead(HtmlWriter html, AssessmentReport report)
    {
        if (report.NotRead is { } fields)
        {
            Tallies(html, "Fields with a value that the mapping does not read", "Field", fields, report.Assessment.Read);
        }
        else
        {
            html.Markup("<p>Fields that the mapping does not read: the org can't count them over so many rows.</p>\n");
        }
    }

    private static void Forecast(HtmlWriter html, CostForecast forecast) => html.Write(
        $"""
        <section id="forecast" aria-labelledby="forecast-title">
        <h2 id="forecast-title">What the migration would take</h2>
        <dl class="facts">
        <div><dt>API requests</dt><dd>{forecast.ApiRequests} ({forecast.ExtractionRequests} to read, {forecast.LookupRequests} for lookups, {forecast.LoadingRequests} to load)</dd></div>
        <div><dt>Bulk batches</dt><dd>{forecast.Batches}</dd></div>
        <div><dt>Data storage</dt><dd>{Display.Bytes(forecast.StorageBytes)}</dd></div>
        <div><dt>Time, without triggers on VoiceCall</dt><dd>{Display.Duration(forecast.DurationSeconds)}</dd></div>
        </dl>
        </section>

        """);
}
