using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Containers;

/// <summary>
/// Paths in a container, as far as they are known on the host. If the container is running at install, the home folder,
/// the store and the palace are saved as absolute paths. Otherwise they begin with <c>~/</c>, and each run resolves
/// them in the container.
/// </summary>
internal static class ContainerPaths
{
    /// <summary>The palace if none was specified and the container was not running at install.</summary>
    public const string DefaultPalace = PalaceLocation.OldDefault;

    /// <summary>
    /// The container as sources see it: its home folder is <c>~</c>, and its variables and files are unknown.
    /// </summary>
    public static readonly HostEnvironment Inside = new()
    {
        Platform = PlatformKind.Linux,
        UserId = 0,
        UserName = "",
        Home = "~",
        Variables = new Dictionary<string, string>(),
        IsOtherMachine = true,
    };

    /// <summary>
    /// Environment variables that tell an engine's client which engine to use. Schedulers do not pass them on.
    /// </summary>
    public static readonly string[] EngineVariables =
    [
        "DOCKER_HOST",
        "DOCKER_CONTEXT",
        "DOCKER_CONFIG",
        "DOCKER_TLS_VERIFY",
        "DOCKER_CERT_PATH",
        "CONTAINER_HOST",
        "CONTAINER_CONNECTION",
        "XDG_RUNTIME_DIR",
    ];

    /// <summary>A palace in the container: absolute, or below <c>~</c>.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static string CheckPalace(string palace)
    {
        if (palace is "~" || palace.StartsWith("~/", StringComparison.Ordinal))
            return palace.TrimEnd('/');
        return Path.IsPathRooted(palace)
            ? AbsolutePath.From(palace, "/", "/")
            : throw NotRelative("The palace", palace, "Specify a path in the container that starts with / or ~/.");
    }

    /// <summary>A program in the container: a name, or a path that starts with <c>/</c> or <c>~/</c>.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static string CheckProgram(string program)
    {
        var isName = !program.Contains('/', StringComparison.Ordinal);
        return isName || program[0] == '/' || program.StartsWith("~/", StringComparison.Ordinal)
            ? program
            : throw NotRelative(
                "The command",
                program,
                "Specify its name, or a path in the container that starts with / or ~/."
            );
    }

    private static MempalaceException NotRelative(string what, string value, string recommendation) =>
        Error.ValueNotRepresentable(what, value, "relative paths have no meaning in a container", recommendation);
}
