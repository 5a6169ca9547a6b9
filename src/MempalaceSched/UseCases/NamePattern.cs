namespace MempalaceSched.UseCases;

/// <summary>A name as the user typed it, which can contain wildcards.</summary>
/// <param name="Text">The text.</param>
/// <param name="HasWildcards">Whether it contains wildcards. A literal name that matches nothing is an error.</param>
/// <param name="Matches">Whether a name matches the wildcards.</param>
internal sealed record NamePattern(string Text, bool HasWildcards, Func<string, bool> Matches)
{
    /// <summary>A pattern without wildcards.</summary>
    public static NamePattern Literal(string name) => new(name, false, other => other == name);

    /// <summary>
    /// The names that the pattern selects, in order. A literal name is returned whether or not it is known.
    /// </summary>
    public IEnumerable<string> Expand(IReadOnlyList<string> known) =>
        HasWildcards ? known.Where(Matches) : [Text.ToLowerInvariant()];
}
