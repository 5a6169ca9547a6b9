using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Shell;

/// <summary>
/// A command that only tests whether a run is possible, for example <c>command -v mempalace-session</c>. It is not
/// imported, because the launcher performs the same tests.
/// </summary>
/// <param name="pipeline">The command.</param>
internal sealed class Precondition(IReadOnlyList<ShellCommand> pipeline)
{
    /// <summary>The precondition that a pipeline tests; null if it is another command.</summary>
    public static Precondition? From(IReadOnlyList<ShellCommand> pipeline) =>
        TestsContainer(pipeline) || TestsFile(pipeline) ? new Precondition(pipeline) : null;

    /// <summary>
    /// Rejects a precondition that tests anything other than the program, the store or the container of a command.
    /// </summary>
    /// <exception cref="NotUnderstoodException">It tests something else.</exception>
    public void Check(AdoptedCommand command, HostEnvironment environment)
    {
        if (TestsContainer(pipeline))
        {
            if (
                command.Container is { } container
                && pipeline
                    .SelectMany(part => part.Words)
                    .Any(word => word[(word.LastIndexOf('=') + 1)..].Trim('^', '$', '/', '?') == container.Name)
            )
                return;
            throw new NotUnderstoodException("it tests another container than the one in which it runs");
        }
        var path = TestedPath(pipeline[0])!;
        if (path != command.Command[0] && !SourceCatalog.For(command.Source).CanHaveStore(path, environment))
            throw new NotUnderstoodException(
                $"it tests '{path}', which is neither its program nor the store of its source"
            );
    }

    private static bool TestsContainer(IReadOnlyList<ShellCommand> pipeline) =>
        pipeline[0]
            is {
                Program: "docker" or "podman",
                Words: [_, "ps" or "inspect", ..] or [_, "container", "ls" or "list" or "ps" or "inspect", ..]
            }
        && pipeline.Skip(1).All(part => part.Program is "grep" or "fgrep" or "egrep");

    private static bool TestsFile(IReadOnlyList<ShellCommand> pipeline) =>
        pipeline is [var only] && TestedPath(only) is not null;

    private static string? TestedPath(ShellCommand command) =>
        command switch
        {
            { Program: "test", Words: [_, "-e" or "-f" or "-x" or "-r" or "-s" or "-d", var path] } => path,
            { Program: "[", Words: [_, "-e" or "-f" or "-x" or "-r" or "-s" or "-d", var path, "]"] } => path,
            { Words: ["command", "-v", var path] } => path,
            _ => null,
        };
}
