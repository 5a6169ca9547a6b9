using MempalaceSched.Errors;
using MempalaceSched.Templates;

namespace MempalaceSched.Report;

/// <summary>The page of a report: one HTML file that needs no network access and contains no scripts.</summary>
internal static class ReportPage
{
    /// <summary>The element that identifies a page of this module, so that only such a page is overwritten.</summary>
    public const string Mark = "<meta name=\"generator\" content=\"MempalaceSched\" />";

    /// <summary>Renders the page.</summary>
    /// <param name="report">The content.</param>
    /// <param name="templates">The templates to use.</param>
    /// <exception cref="MempalaceException">
    /// <c>TemplateInvalid</c> or <c>TemplateWithoutMark</c>: a template of the user has an error.
    /// </exception>
    public static string Render(ReportModel report, TemplateSource templates)
    {
        var page = TemplateRenderer.Render("report.html.scriban", Values(report), templates);
        return page.Contains(Mark, StringComparison.Ordinal)
            ? page
            : throw Error.TemplateWithoutMark(templates.PathOf("report.html.scriban"), "{{ mark }}");
    }

    /// <summary>The variables of the template and of its style sheet.</summary>
    public static IReadOnlyDictionary<string, object?> Values(ReportModel? report) =>
        new Dictionary<string, object?> { ["report"] = report, ["mark"] = Mark };
}
