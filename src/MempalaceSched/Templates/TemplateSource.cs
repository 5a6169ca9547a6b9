using System.Collections.Concurrent;
using System.Reflection;
using MempalaceSched.Changes;
using MempalaceSched.Errors;

namespace MempalaceSched.Templates;

/// <summary>The templates that count: those in the user's own folder, and the built-in ones for all names that are not there.</summary>
/// <param name="folder">The user's own folder, there or not.</param>
internal sealed class TemplateSource(string folder)
{
    private static readonly ConcurrentDictionary<string, string> BuiltInTexts = new(StringComparer.Ordinal);

    /// <summary>The names of all templates, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(IsTemplate).Order(StringComparer.Ordinal)];

    /// <summary>The text of a built-in template.</summary>
    public static string BuiltIn(string name) => BuiltInTexts.GetOrAdd(name, ReadBuiltIn);

    /// <summary>Where the user's own template of a name lies, or would.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>The text that counts, and the file that it is from; null for a built-in one.</summary>
    /// <exception cref="MempalaceException"><c>FileFailed</c>.</exception>
    public (string Text, string? File) Find(string name)
    {
        var path = PathOf(name);
        // A template that an editor on Windows has written is meant for the same files, which have line feeds alone.
        return Path.Exists(path) && FileState.Read(path) is { } own
            ? (own.Replace("\r\n", "\n", StringComparison.Ordinal), path)
            : (BuiltIn(name), null);
    }

    /// <summary>The files in the user's folder that have the name of no template, so that nothing ever reads them.</summary>
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
