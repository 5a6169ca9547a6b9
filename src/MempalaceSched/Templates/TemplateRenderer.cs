using System.Collections.Concurrent;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;
using Scriban;

namespace MempalaceSched.Templates;

/// <summary>Renders the files of a schedule from templates: the user's own where there are any, else those in this folder.</summary>
internal static class TemplateRenderer
{
    /// <summary>Far more than any schedule needs; a loop in a user's template that does not end is to be a fault.</summary>
    private const int MostLoops = 100_000;

    private static readonly ConcurrentDictionary<(string Origin, string Text), Template> Parsed = new();

    /// <summary>The functions that templates have beside those of Scriban.</summary>
    public static IReadOnlyList<string> FunctionNames => [.. Functions().Keys.Order(StringComparer.Ordinal)];

    /// <summary>Renders one template. An unknown name in it is a fault, never an empty text.</summary>
    /// <param name="templateName">The template.</param>
    /// <param name="values">Its variables.</param>
    /// <param name="templates">Where it is looked for.</param>
    /// <param name="mark">The line by which the file is known as ours, with <c>{{ name }}</c> in it; null where there is none.</param>
    /// <exception cref="MempalaceException"><c>TemplateInvalid</c>: the user's own template, by file, line and column.</exception>
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
            throw Fault.TemplateWithoutMark(templates.PathOf(templateName), mark);
        return text;
    }

    private static string Render(Context context, string templateName)
    {
        try
        {
            return context.Parse(templateName).Render(context);
        }
        catch (ScriptRuntimeException e) when (e.GetBaseException() is MempalaceException fault)
        {
            throw fault; // of a part
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
        globals.Import("unit_glob", UnitText.GlobLiteral);
        globals.Import("unit_word", UnitText.Word);
        globals.Import("html", HtmlText.Escape);
        globals.Import("xml", (string value) => System.Security.SecurityElement.Escape(value));
        return globals;
    }

    private static MempalaceException Invalid(SourceSpan span, string what, Exception? cause = null) =>
        Fault.TemplateInvalid(span.FileName ?? "", span.Start.Line + 1, span.Start.Column + 1, what, cause);

    /// <summary>One rendering: finds the parts that are included, and knows whether any text of the user's is among them.</summary>
    private sealed class Context : TemplateContext, ITemplateLoader
    {
        private readonly TemplateSource templates;

        public Context(TemplateSource templates)
        {
            this.templates = templates;
            (TemplateLoader, LoopLimit, LimitToString, AutoIndent) = (this, MostLoops, 0, false);
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
