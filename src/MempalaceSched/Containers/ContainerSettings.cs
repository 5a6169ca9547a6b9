using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Containers;

/// <summary>What a request says of a container, refused where no engine would take it, and what a schedule in one is like.</summary>
internal static class ContainerSettings
{
    /// <summary>What an engine's client goes by. Schedulers have none of it, and the mine gets none of it.</summary>
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

    /// <summary>The place inside as the sources see it: its home is <c>~</c>, and of its variables nothing is known.</summary>
    public static readonly HostEnvironment Inside = new()
    {
        Platform = PlatformKind.Linux,
        UserId = 0,
        UserName = "",
        Home = "~",
        Variables = new Dictionary<string, string>(),
    };

    /// <summary>The palace of a request that does not say any, while nobody could look inside.</summary>
    public const string DefaultPalace = "~/.mempalace/palace";

    /// <summary>The container that a request asks for.</summary>
    /// <param name="request">What was said. Its engine is an absolute path already.</param>
    /// <param name="old">The container so far; null for none.</param>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>, <c>OptionConflict</c>.</exception>
    public static ContainerTarget? Target(ScheduleRequest request, ContainerTarget? old)
    {
        var name = request.Container ?? old?.Name;
        if (string.IsNullOrEmpty(name))
        {
            if (
                !string.IsNullOrEmpty(request.ContainerUser)
                || (old is null && !string.IsNullOrEmpty(request.ContainerEngine))
            )
                throw Fault.OptionConflict(
                    "-ContainerUser and -ContainerEngine belong to a container, and none is named.",
                    "Name it with -Container."
                );
            return null;
        }
        if (!ContainerTarget.IsName(name))
            throw Fault.ValueNotRepresentable(
                "-Container",
                name,
                "the name of a container is letters, digits, '_', '.' and '-', and begins with a letter or digit",
                "`docker ps` or `podman ps` shows the names."
            );
        var user = request.ContainerUser ?? old?.User;
        if (!string.IsNullOrEmpty(user) && !ContainerTarget.IsUser(user))
            throw Fault.ValueNotRepresentable(
                "-ContainerUser",
                user,
                "it is not the name or number of an account, with or without a group after a colon",
                "Give one such as coder or 1000:1000."
            );
        return new ContainerTarget(
            name,
            string.IsNullOrEmpty(user) ? null : user,
            string.IsNullOrEmpty(request.ContainerEngine) ? old!.Engine : request.ContainerEngine
        );
    }

    /// <summary>A palace inside, absolute or below <c>~</c>.</summary>
    public static string Palace(string palace) =>
        palace is "~" || palace.StartsWith("~/", StringComparison.Ordinal) ? palace.TrimEnd('/')
        : Path.IsPathRooted(palace) ? PalaceLocation.Absolute(palace, "/", "/")
        : throw Fault.ValueNotRepresentable(
            "The palace",
            palace,
            "in a container there is no current folder",
            "Give a path inside, from / or ~/ on."
        );

    /// <summary>A program inside: it is looked up there, at each run.</summary>
    public static string Program(string program) =>
        program.StartsWith('/')
        || program.StartsWith("~/", StringComparison.Ordinal)
        || !program.Contains('/', StringComparison.Ordinal)
            ? program
            : throw Fault.ValueNotRepresentable(
                "The command",
                program,
                "in a container there is no current folder",
                "Give its name, or its path inside, from / or ~/ on."
            );
}
