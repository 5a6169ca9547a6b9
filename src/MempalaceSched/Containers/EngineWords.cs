namespace MempalaceSched.Containers;

/// <summary>What is asked of an engine: the same words for docker and podman, at install and in the launcher.</summary>
internal static class EngineWords
{
    /// <summary>Prints the name of a container (docker puts a slash before it), its state, and when it was started.</summary>
    public const string InspectFormat = "{{.Name}} {{.State.Status}} {{.State.StartedAt}}";

    /// <summary>Prints the names of containers.</summary>
    public const string NamesFormat = "{{.Names}}";

    /// <summary>A name as the inside of a regular expression: of the characters that it can have, only the dot means something there.</summary>
    public static string Pattern(string name) => name.Replace(".", "[.]", StringComparison.Ordinal);

    /// <summary>The filter that this name passes and no other: without it, engines look for a part of the name.</summary>
    public static string ExactName(string name) => $"name=^/?{Pattern(name)}$";
}
