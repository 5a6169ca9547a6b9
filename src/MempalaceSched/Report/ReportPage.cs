using MempalaceSched.Errors;
using MempalaceSched.Templates;

namespace MempalaceSched.Report;

/// <summary>The page of a report: one file that needs nothing else, neither network nor scripts.</summary>
internal static class ReportPage
{
    /// <summary>What a page of ours says about itself.</summary>
    public const string Mark = "<meta name=\"generator\" content=\"MempalaceSched\" />";

    /// <exception cref="MempalaceException"><c>TemplateInvalid</c>: the user's own template.</exception>
    public static string Render(ReportModel report, TemplateSource templates)
    {
        var page = TemplateRenderer.Render("report.html.scriban", Values(report), templates);
        return page.Contains(Mark, StringComparison.Ordinal)
            ? page
            : throw Fault.TemplateWithoutMark(templates.PathOf("report.html.scriban"), "{{ mark }}");
    }

    /// <summary>The variables of its template and of the style sheet.</summary>
    public static IReadOnlyDictionary<string, object?> Values(ReportModel? report) =>
        new Dictionary<string, object?> { ["report"] = report, ["mark"] = Mark };
}
