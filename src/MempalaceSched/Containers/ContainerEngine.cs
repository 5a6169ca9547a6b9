using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Processes;
using MempalaceSched.Scheduling;
using MempalaceSched.Launcher;

namespace MempalaceSched.Containers;

/// <summary>A container engine, by way of its client: docker, podman, or another that takes the same words.</summary>
internal sealed class ContainerEngine(HostEnvironment environment, IProcessRunner processes)
{
    private static readonly string[] Known = ["docker", "podman"];

    private const string HowToInstall = "Install docker or podman, or name the client with -ContainerEngine.";

    /// <summary>The client of an engine, by absolute path.</summary>
    /// <param name="asked">A name or path; null for docker, or podman where there is no docker.</param>
    /// <param name="currentFolder">What a relative path is relative to.</param>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public string Find(string? asked, string currentFolder)
    {
        if (asked is not null)
            return CommandResolver.Resolve(asked, environment, currentFolder, HowToInstall);
        foreach (var client in Known)
        {
            try
            {
                return CommandResolver.Resolve(client, environment, currentFolder, HowToInstall);
            }
            catch (MempalaceException e) when (e.Kind == FaultKind.NotFound)
            {
                // the next one
            }
        }
        throw Fault.CommandNotFound(
            string.Join("' or '", Known),
            CommandResolver.SearchPath(environment),
            HowToInstall
        );
    }

    /// <summary>The state of the container of a schedule, in the engine's own word; null when there is none of its name.</summary>
    /// <exception cref="MempalaceException"><c>EngineUnavailable</c>.</exception>
    public async Task<string?> StateAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        var container = definition.Container!;
        var result = await processes
            .RunAsync(
                Command(definition, "container", "inspect", "--format", EngineWords.InspectFormat, container.Name),
                cancellation
            )
            .ConfigureAwait(false);
        var group = result.ExitCode == 0 ? "" : await GroupAsync(definition, cancellation).ConfigureAwait(false);
        return EngineAnswer.State(container.Name, container.Engine, result, group);
    }

    /// <summary>Looks into a running container, as the user of the schedule.</summary>
    /// <exception cref="MempalaceException"><c>ContainerNotUsable</c>: nothing can be run in it as that user.</exception>
    public async Task<InsideFacts> LookInsideAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        var container = definition.Container!;
        string[] user = container.User is { } name ? ["-u", name] : [];
        var command = Command(
            definition,
            ["exec", .. user, container.Name, "/bin/sh", "-c", LauncherProgram.LookInside, "sh", definition.Command[0]]
        ) with
        {
            RawOutput = true,
        };
        var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
        return (result.ExitCode == 0 ? InsideFacts.Read(result.Output) : null)
            ?? throw Fault.ContainerNotUsable(container.Title, result.Said);
    }

    /// <summary>A command of the client, in the surroundings that the launcher will have.</summary>
    private static ProcessCommand Command(ScheduleDefinition definition, params string[] words) =>
        new(definition.Container!.Engine, words)
        {
            Environment = ContainerSettings.EngineVariables.ToDictionary(
                name => name,
                name => definition.Surroundings.GetValueOrDefault(name)
            ),
        };

    /// <summary>The group that owns the socket of the engine: docker, unless the socket says otherwise.</summary>
    private async Task<string> GroupAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        const string scheme = "unix://";
        var host = definition.Surroundings.GetValueOrDefault("DOCKER_HOST");
        var socket =
            host is null ? "/var/run/docker.sock"
            : host.StartsWith(scheme, StringComparison.Ordinal) ? host[scheme.Length..]
            : null;
        if (socket is null || !Path.Exists(socket))
            return "docker";
        var words = (
            await processes.RunAsync(new ProcessCommand("ls", "-ld", socket), cancellation).ConfigureAwait(false)
        ).Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 3 ? words[3] : "docker";
    }
}
