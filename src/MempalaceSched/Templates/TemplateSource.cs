using System.Collections.Concurrent;
using System.Reflection;
using MempalaceSched.Changes;
using MempalaceSched.Errors;

namespace MempalaceSched.Templates;

/// <summary>
/// The templates to use: those in the user's own folder, and the built-in ones for all names that are not in this
/// folder.
/// </summary>
/// <remarks>
/// The folder is one of <see cref="Platform.StandardPaths"/>, and all rendering uses these paths. Install, drift
/// detection and export therefore always agree. Files for another machine are rendered with the paths of that machine
/// and the templates of this one.
/// </remarks>
/// <param name="folder">The user's own folder, which does not have to exist.</param>
internal sealed class TemplateSource(string folder)
{
    private static readonly ConcurrentDictionary<string, string> BuiltInTexts = new(StringComparer.Ordinal);

    /// <summary>The names of all templates, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(IsTemplate).Order(StringComparer.Ordinal)];

    /// <summary>The text of a built-in template.</summary>
    public static string BuiltIn(string name) => BuiltInTexts.GetOrAdd(name, ReadBuiltIn);

    /// <summary>The path of the user's own template of a name, whether or not it exists.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>The text of a template, and its file; null for a built-in template.</summary>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public (string Text, string? File) Find(string name)
    {
        var path = PathOf(name);
        // The rendered files need line feeds, even if an editor on Windows saved the template.
        return Path.Exists(path) && FileState.Read(path) is { } own
            ? (own.Replace("\r\n", "\n", StringComparison.Ordinal), path)
            : (BuiltIn(name), null);
    }

    /// <summary>
    /// The files in the user's folder that do not have the name of a template. They are never used, so a name is
    /// probably misspelled.
    /// </summary>
    public IReadOnlyList<string> Strays() =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFileSystemEntries(folder).Where(IsStray).Order(StringComparer.Ordinal)]
            : [];

    private static bool IsStray(string path) =>
        Path.GetFileName(path) is var name && !name.StartsWith('.') && !Names.Contains(name);

    private static bool IsTemplate(string resource) => Path.GetExtension(resource) is ".scriban" or ".css";

    private static string ReadBuiltIn(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no template '{name}' in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
