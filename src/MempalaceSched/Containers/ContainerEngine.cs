using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Containers;

/// <summary>
/// A container engine, reached through its client: docker, podman, or a client with the same commands.
/// </summary>
internal sealed class ContainerEngine(HostEnvironment environment, IProcessRunner processes)
{
    private const string HowToInstall =
        "Install docker or podman, or specify the engine's client with -ContainerEngine.";

    private static readonly string[] DefaultClients = ["docker", "podman"];

    /// <summary>The client of an engine, as an absolute path.</summary>
    /// <param name="given">A name or path; null for docker, or for podman if docker does not exist.</param>
    /// <param name="currentFolder">The folder that relative paths start from.</param>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public string Find(string? given, string currentFolder)
    {
        if (given is not null)
            return CommandResolver.Resolve(given, environment, currentFolder, HowToInstall);
        foreach (var client in DefaultClients)
        {
            try
            {
                return CommandResolver.Resolve(client, environment, currentFolder, HowToInstall);
            }
            catch (MempalaceException e) when (e.Kind == ErrorKind.NotFound)
            {
                // Try the next client.
            }
        }
        throw Error.CommandNotFound(
            string.Join("' or '", DefaultClients),
            CommandResolver.SearchPath(environment),
            HowToInstall
        );
    }

    /// <summary>
    /// The state of a container as the engine names it, such as <c>running</c>; null if it does not exist.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="variables">Environment variables of the launcher, which can select the engine.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="MempalaceException"><c>EngineUnavailable</c>.</exception>
    public async Task<string?> StateAsync(
        ContainerTarget container,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellation
    )
    {
        string[] inspect = ["container", "inspect", "--format", EngineFormats.InspectFormat, container.Name];
        var result = await processes
            .RunAsync(Command(container, variables, inspect), cancellation)
            .ConfigureAwait(false);
        var group = result.ExitCode == 0 ? "" : await SocketGroupAsync(variables, cancellation).ConfigureAwait(false);
        return EngineResponse.State(container.Name, container.Engine, result, group);
    }

    /// <summary>Runs a script in a running container, as the user of the schedule, and reads what it reports.</summary>
    /// <param name="container">The container.</param>
    /// <param name="variables">Environment variables of the launcher, which can select the engine.</param>
    /// <param name="script">The script that reports the facts.</param>
    /// <param name="program">The program to look for.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="MempalaceException"><c>ContainerNotUsable</c>: that user cannot run anything in it.</exception>
    public async Task<ContainerFacts> QueryInsideAsync(
        ContainerTarget container,
        IReadOnlyDictionary<string, string> variables,
        string script,
        string program,
        CancellationToken cancellation
    )
    {
        string[] user = container.User is { } name ? ["-u", name] : [];
        string[] words = ["exec", .. user, container.Name, "/bin/sh", "-c", script, "sh", program];
        var command = Command(container, variables, words) with { RawOutput = true };
        var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
        return (result.ExitCode == 0 ? ContainerFacts.Read(result.Output) : null)
            ?? throw Error.ContainerNotUsable(container.Title, result.ErrorText);
    }

    /// <summary>A command of the client, in the environment that the launcher will have.</summary>
    private static ProcessCommand Command(
        ContainerTarget container,
        IReadOnlyDictionary<string, string> variables,
        params string[] words
    ) =>
        new(container.Engine, words)
        {
            Environment = ContainerPaths.EngineVariables.ToDictionary(name => name, variables.GetValueOrDefault),
        };

    /// <summary>The group that owns the engine's socket: docker, unless the socket belongs to another group.</summary>
    private async Task<string> SocketGroupAsync(
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellation
    )
    {
        const string scheme = "unix://";
        var host = variables.GetValueOrDefault("DOCKER_HOST");
        var socket =
            host is null ? "/var/run/docker.sock"
            : host.StartsWith(scheme, StringComparison.Ordinal) ? host[scheme.Length..]
            : null;
        if (socket is null || !Path.Exists(socket))
            return "docker";
        var list = new ProcessCommand("ls", "-ld", socket);
        var listed = await processes.RunAsync(list, cancellation).ConfigureAwait(false);
        var words = listed.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 3 ? words[3] : "docker";
    }
}
