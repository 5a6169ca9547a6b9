using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Containers;

/// <summary>
/// What the responses of engines mean. docker and podman have different exit codes for the same problem, so the text
/// decides.
/// </summary>
internal static class EngineResponse
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

    /// <summary>The state of a container as the engine names it; null if the container does not exist.</summary>
    /// <param name="container">The name of the container.</param>
    /// <param name="client">The client, for messages.</param>
    /// <param name="result">
    /// The result of <c>container inspect</c> with <see cref="EngineFormats.InspectFormat"/>.
    /// </param>
    /// <param name="group">The group that owns the engine's socket.</param>
    /// <exception cref="MempalaceException"><c>EngineUnavailable</c>.</exception>
    public static string? State(string container, string client, ProcessResult result, string group)
    {
        if (result.ExitCode == 0)
        {
            var words = result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // Engines also accept the beginning of an ID, so another container may have been inspected.
            return words.Length >= 2 && words[0].TrimStart('/') == container ? words[1] : null;
        }
        if (Contains(result, NoContainer))
            return null;
        throw Unavailable(client, result, group);
    }

    /// <summary>Why an engine does not answer, and what to do about it.</summary>
    public static MempalaceException Unavailable(string client, ProcessResult result, string group)
    {
        // This comes first: a connection through ssh can fail with "permission denied" as well.
        if (Contains(result, NotRunning))
            return Error.EngineUnavailable(
                client,
                result.ErrorText,
                "Start the container engine (`sudo systemctl start docker`, Docker Desktop, `podman machine start`), "
                    + "or check DOCKER_HOST and DOCKER_CONTEXT."
            );
        return Contains(result, NoPermission)
            ? Error.EngineUnavailable(
                client,
                result.ErrorText,
                $"Only the group '{group}' may use its socket. To join the group, run `sudo usermod -aG {group} "
                    + "\"$USER\"`, then `loginctl terminate-user \"$USER\"` (or restart the machine), and log in again."
            )
            : Error.EngineUnavailable(
                client,
                result.ErrorText,
                $"Run `{Shell.Word(client)} ps` and correct the problem that it reports."
            );
    }

    private static bool Contains(ProcessResult result, string[] words) =>
        words.Any(word => (result.Error + result.Output).Contains(word, StringComparison.OrdinalIgnoreCase));
}
