namespace MempalaceSched.Containers;

/// <summary>The formats and filters of queries to an engine. docker and podman accept the same ones.</summary>
internal static class EngineFormats
{
    /// <summary>
    /// Prints the name of a container (with a slash in front, in docker), its state, and when it started.
    /// </summary>
    public const string InspectFormat = "{{.Name}} {{.State.Status}} {{.State.StartedAt}}";

    /// <summary>Prints the names of containers.</summary>
    public const string NamesFormat = "{{.Names}}";

    /// <summary>
    /// A name as part of a regular expression. The dot is the only special character that names contain.
    /// </summary>
    public static string Pattern(string name) => name.Replace(".", "[.]", StringComparison.Ordinal);

    /// <summary>A filter for exactly this name. Without anchors, engines match parts of names.</summary>
    public static string ExactName(string name) => $"name=^/?{Pattern(name)}$";
}
