using MempalaceSched.Containers;
using MempalaceSched.Errors;

namespace MempalaceSched.Schedules;

/// <summary>Reads the container settings of a request: name, user and engine belong together.</summary>
internal static class ContainerRequest
{
    /// <summary>The name of the parameter that names the container.</summary>
    public const string Container = "Container";

    /// <summary>The name of the parameter that names the user in the container.</summary>
    public const string User = "ContainerUser";

    /// <summary>The name of the parameter that names the engine's client.</summary>
    public const string Engine = "ContainerEngine";

    /// <summary>Whether the schedule will run in a container.</summary>
    public static bool IsFor(ScheduleRequest request, ContainerTarget? old) =>
        request.Text(Container) is { } name ? name.Length > 0 : old is not null;

    /// <summary>The container that a request specifies; null for this machine.</summary>
    /// <param name="request">The request. Its engine is already an absolute path.</param>
    /// <param name="old">The current container; null for none.</param>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>, <c>OptionConflict</c>.</exception>
    public static ContainerTarget? Read(ScheduleRequest request, ContainerTarget? old)
    {
        var (givenUser, givenEngine) = (request.Text(User), request.Text(Engine));
        var name = request.Text(Container) ?? old?.Name;
        if (string.IsNullOrEmpty(name))
        {
            if (!string.IsNullOrEmpty(givenUser) || (old is null && !string.IsNullOrEmpty(givenEngine)))
                throw Error.OptionConflict(
                    $"-{User} and -{Engine} require a container, and none is specified.",
                    $"Specify the container with -{Container}."
                );
            return null;
        }
        if (!ContainerTarget.IsName(name))
            throw Error.ValueNotRepresentable(
                $"-{Container}",
                name,
                "a container name consists of letters, digits, '_', '.' and '-', and starts with a letter or digit",
                "To list the names, run `docker ps` or `podman ps`."
            );
        var user = givenUser ?? old?.User;
        if (!string.IsNullOrEmpty(user) && !ContainerTarget.IsUser(user))
            throw Error.ValueNotRepresentable(
                $"-{User}",
                user,
                "it must be the name or number of an account, optionally followed by a colon and a group",
                "Specify a user such as coder or 1000:1000."
            );
        return new ContainerTarget(
            name,
            string.IsNullOrEmpty(user) ? null : user,
            string.IsNullOrEmpty(givenEngine) ? old!.Engine : givenEngine
        );
    }
}
