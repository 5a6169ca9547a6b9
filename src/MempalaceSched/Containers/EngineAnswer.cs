using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Containers;

/// <summary>What the answers of engines mean. docker and podman end with other codes for the same things, so the words decide.</summary>
internal static class EngineAnswer
{
    private static readonly string[] NoContainer =
    [
        "no such container",
        "no such object",
        "no container with name or id",
    ];

    private static readonly string[] NoPermission = ["permission denied"];

    private static readonly string[] NotRunning =
    [
        "cannot connect to the docker daemon",
        "cannot connect to podman",
        "unable to connect to podman",
        "error during connect",
        "connection refused",
        "failed to connect to the docker api",
    ];

    /// <summary>The state of a container in the engine's own word, such as running or paused; null when there is none of this name.</summary>
    /// <param name="container">Its name.</param>
    /// <param name="client">The client, for messages.</param>
    /// <param name="result">The answer to the question for <see cref="EngineWords.InspectFormat"/>.</param>
    /// <param name="group">The group that owns the engine's socket.</param>
    /// <exception cref="MempalaceException"><c>EngineUnavailable</c>.</exception>
    public static string? State(string container, string client, ProcessResult result, string group)
    {
        if (result.ExitCode == 0)
        {
            var words = result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // Engines take the beginning of an id for a name, too.
            return words.Length >= 2 && words[0].TrimStart('/') == container ? words[1] : null;
        }
        if (Says(result, NoContainer))
            return null;
        throw Unavailable(client, result, group);
    }

    /// <summary>Why an engine gives no answer, and what is to be done.</summary>
    public static MempalaceException Unavailable(string client, ProcessResult result, string group)
    {
        // First of all, since ssh may be denied something, too.
        if (Says(result, NotRunning))
            return Error.EngineUnavailable(
                client,
                result.ErrorText,
                "Start it (`sudo systemctl start docker`, Docker Desktop, `podman machine start`), or see whether DOCKER_HOST and DOCKER_CONTEXT are right."
            );
        return Says(result, NoPermission)
            ? Error.EngineUnavailable(
                client,
                result.ErrorText,
                $"Its socket belongs to the group '{group}'. `sudo usermod -aG {group} \"$USER\"` puts you into it; then log in again, and have your user manager started again (`loginctl terminate-user \"$USER\"`, or a reboot)."
            )
            : Error.EngineUnavailable(
                client,
                result.ErrorText,
                $"Run `{Shell.Word(client)} ps` by hand and mend what it says."
            );
    }

    private static bool Says(ProcessResult result, string[] words) =>
        words.Any(word => (result.Error + result.Output).Contains(word, StringComparison.OrdinalIgnoreCase));
}
