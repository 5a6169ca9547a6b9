using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>A command that only asks whether a mine makes sense now. The launcher asks the same by itself, so a guard need not be taken over.</summary>
/// <param name="pipeline">The command.</param>
internal sealed class Guard(IReadOnlyList<ShellCommand> pipeline)
{
    /// <summary>The guard that a pipeline is; null when it is none.</summary>
    public static Guard? Of(IReadOnlyList<ShellCommand> pipeline) =>
        IsOfEngine(pipeline) || IsOfFile(pipeline) ? new Guard(pipeline) : null;

    /// <summary>Refuses a guard that asks for something else than what the command needs: its program, its sessions, its container.</summary>
    /// <exception cref="NotUnderstoodException">It asks for something else.</exception>
    public void Check(AdoptedCommand command, HostEnvironment environment)
    {
        var asked = pipeline.SelectMany(part => part.Words).ToList();
        if (IsOfEngine(pipeline))
        {
            if (
                command.Container is { } container
                && asked.Any(word => word[(word.LastIndexOf('=') + 1)..].Trim('^', '$', '/', '?') == container.Name)
            )
                return;
            throw new NotUnderstoodException("it looks for another container than the one that it mines in");
        }
        var path = Path(pipeline[0])!;
        var store = SourceCatalog.Of(command.Source).Store(environment)?.Path;
        if (path != command.Command[0] && path != store)
            throw new NotUnderstoodException($"it looks whether there is '{path}'");
    }

    private static bool IsOfEngine(IReadOnlyList<ShellCommand> pipeline) =>
        pipeline[0]
            is {
                Program: "docker" or "podman",
                Words: [_, "ps" or "inspect", ..] or [_, "container", "ls" or "list" or "ps" or "inspect", ..]
            }
        && pipeline.Skip(1).All(part => part.Program is "grep" or "fgrep" or "egrep");

    private static bool IsOfFile(IReadOnlyList<ShellCommand> pipeline) =>
        pipeline is [var only] && Path(only) is not null;

    private static string? Path(ShellCommand command) =>
        command switch
        {
            { Program: "test", Words: [_, "-e" or "-f" or "-x" or "-r" or "-s" or "-d", var path] } => path,
            { Program: "[", Words: [_, "-e" or "-f" or "-x" or "-r" or "-s" or "-d", var path, "]"] } => path,
            { Words: ["command", "-v", var path] } => path,
            _ => null,
        };
}
