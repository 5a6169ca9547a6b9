using System.Collections.Concurrent;
using System.Reflection;
using MempalaceSched.Processes;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace MempalaceSched.Templates;

/// <summary>Renders the files of a schedule from the templates in this folder.</summary>
internal static class TemplateRenderer
{
    private static readonly ConcurrentDictionary<string, Template> Parsed = new();

    /// <summary>Renders one template. An unknown name in it is a fault, never an empty text.</summary>
    public static string Render(string templateName, IReadOnlyDictionary<string, object?> values)
    {
        var globals = new ScriptObject();
        foreach (var (name, value) in values) globals.Add(name, value);
        globals.Import("sh", Shell.Quote);
        globals.Import("sh_words", (IEnumerable<string> words) => string.Join(' ', words.Select(Shell.Quote)));
        globals.Import("unit_value", UnitText.Value);
        globals.Import("unit_glob", UnitText.GlobLiteral);
        globals.Import("unit_word", UnitText.Word);
        globals.Import("xml", (string value) => System.Security.SecurityElement.Escape(value));

        var context = new TemplateContext { StrictVariables = true, TemplateLoader = Resources.Instance, LoopLimit = 0, LimitToString = 0, AutoIndent = false };
        context.PushGlobal(globals);
        return Parsed.GetOrAdd(templateName, Parse).Render(context);
    }

    private static Template Parse(string name)
    {
        var template = Template.Parse(Resources.Read(name), name);
        return template.HasErrors ? throw new InvalidOperationException(string.Join("; ", template.Messages)) : template;
    }

    /// <summary>The templates that are part of the assembly. Parts that are plain shell are included as they stand.</summary>
    private sealed class Resources : ITemplateLoader
    {
        public static readonly Resources Instance = new();

        public static string Read(string name)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"There is no template '{name}' in the assembly.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }

        public string GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) => templateName;

        public string Load(TemplateContext context, SourceSpan callerSpan, string templatePath) => Read(templatePath);

        public ValueTask<string?> LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) => new((string?)Read(templatePath));
    }
}
