using System.Collections.Concurrent;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace MempalaceSched.Templates;

/// <summary>Renders the files of a schedule from the user's own templates or the built-in ones.</summary>
internal static class TemplateRenderer
{
    /// <summary>
    /// The maximum number of loop iterations. No schedule needs as many, so a user's template that exceeds it contains
    /// an endless loop.
    /// </summary>
    private const int MaxIterations = 100_000;

    // The cache key is the text of the template. An edit therefore takes effect at once, and nothing is parsed twice.
    private static readonly ConcurrentDictionary<(string Origin, string Text), Template> Parsed = new();

    /// <summary>Raised before a template is parsed, with its file, or its name if it is built in.</summary>
    internal static event Action<string>? Parsing;

    /// <summary>The names of the functions that this module adds to those of Scriban, sorted.</summary>
    public static IReadOnlyList<string> FunctionNames => [.. Functions().Keys.Order(StringComparer.Ordinal)];

    /// <summary>Renders a template. An unknown variable in it is an error.</summary>
    /// <param name="templateName">The name of the template.</param>
    /// <param name="values">The variables of the template.</param>
    /// <param name="templates">The templates to use.</param>
    /// <param name="mark">
    /// The line that identifies the file as a file of this module, with <c>{{ name }}</c> for the name of the schedule;
    /// null if the file has no such line.
    /// </param>
    /// <exception cref="MempalaceException">
    /// <c>TemplateInvalid</c>: a template of the user has an error; the message contains the file, line and column.
    /// <c>TemplateWithoutMark</c>: the rendered file lacks the mark.
    /// </exception>
    public static string Render(
        string templateName,
        IReadOnlyDictionary<string, object?> values,
        TemplateSource templates,
        string? mark = null
    )
    {
        var context = new Context(templates);
        var globals = Functions();
        foreach (var (name, value) in values)
            globals.Add(name, value);
        context.PushGlobal(globals);
        var text = Render(context, templateName);
        if (
            mark?.Replace("{{ name }}", (string)values["name"]!, StringComparison.Ordinal) is { } line
            && !text.Contains(line + "\n", StringComparison.Ordinal)
        )
            throw Error.TemplateWithoutMark(templates.PathOf(templateName), mark);
        return text;
    }

    private static string Render(Context context, string templateName)
    {
        try
        {
            return context.Parse(templateName).Render(context);
        }
        catch (ScriptRuntimeException e) when (e.GetBaseException() is MempalaceException error)
        {
            throw error; // from an included template
        }
        catch (ScriptRuntimeException e) when (context.HasOwn)
        {
            throw Invalid(e.Span, e.OriginalMessage, e);
        }
    }

    private static ScriptObject Functions()
    {
        var globals = new ScriptObject();
        globals.Import("sh", Shell.Quote);
        globals.Import("md_code", MarkdownText.Code);
        globals.Import("sh_word", Shell.Word);
        globals.Import("sh_end", Shell.EndOf);
        globals.Import("sh_words", (IEnumerable<string> words) => string.Join(' ', words.Select(Shell.Quote)));
        globals.Import("unit_value", UnitText.Value);
        globals.Import("unit_word", UnitText.Word);
        globals.Import("html", HtmlText.Escape);
        globals.Import("xml", (string value) => System.Security.SecurityElement.Escape(value));
        return globals;
    }

    private static MempalaceException Invalid(SourceSpan span, string what, Exception? cause = null) =>
        Error.TemplateInvalid(span.FileName ?? "", span.Start.Line + 1, span.Start.Column + 1, what, cause);

    /// <summary>
    /// The context of one rendering. It loads included templates and records whether any of them is the user's.
    /// </summary>
    private sealed class Context : TemplateContext, ITemplateLoader
    {
        private readonly TemplateSource templates;

        public Context(TemplateSource templates)
        {
            this.templates = templates;
            (TemplateLoader, LoopLimit, LimitToString, AutoIndent) = (this, MaxIterations, 0, false);
            (StrictVariables, EnableRelaxedMemberAccess, EnableRelaxedIndexerAccess) = (true, false, false);
        }

        public bool HasOwn { get; private set; }

        public Template Parse(string name)
        {
            var (text, file) = templates.Find(name);
            HasOwn |= file is not null;
            return Parsed.GetOrAdd(
                (file ?? name, text),
                static source =>
                {
                    Parsing?.Invoke(source.Origin);
                    var template = Template.Parse(source.Text, source.Origin);
                    if (!template.HasErrors)
                        return template;
                    var first = template.Messages.First(message => message.Type == ParserMessageType.Error);
                    throw Invalid(first.Span, first.Message);
                }
            );
        }

        public string? GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) =>
            TemplateSource.Names.Contains(templateName)
                ? templateName
                : throw Invalid(callerSpan, $"there is no template '{templateName}' to include");

        public string? Load(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
            templates.Find(templatePath).Text;

        public ValueTask<string?> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
            new(Load(context, callerSpan, templatePath));

        protected override Template CreateTemplate(string templatePath, ScriptNode? callerContext) =>
            Parse(templatePath);
    }
}
