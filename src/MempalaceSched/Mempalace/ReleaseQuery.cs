using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>Asks the installed mempalace for its release. Each program is asked once.</summary>
/// <param name="processes">Starts the program.</param>
internal sealed class ReleaseQuery(IProcessRunner processes)
{
    /// <summary>The name of the program.</summary>
    public const string Program = "mempalace";

    /// <summary>Python needs several seconds for its first start from a slow disk.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, MempalaceRelease?> known = new(StringComparer.Ordinal);

    /// <summary>Whether a command starts mempalace itself, and not a wrapper.</summary>
    public static bool IsMempalace(string program) => Path.GetFileName(program) == Program;

    /// <summary>
    /// The release of the mempalace that a command starts: the command itself, or the <c>mempalace</c> on PATH, which
    /// the wrappers call. Null if there is none, or if it does not tell its release.
    /// </summary>
    /// <param name="command">The program of the schedule, by path or name.</param>
    /// <param name="machine">The machine, whose PATH is searched.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<MempalaceRelease?> AskAsync(
        string? command,
        HostEnvironment machine,
        CancellationToken cancellation
    )
    {
        if (machine.IsOtherMachine || Find(command, machine) is not { } program)
            return null;
        if (!known.TryGetValue(program, out var release))
            known[program] = release = await RunAsync(program, cancellation).ConfigureAwait(false);
        return release;
    }

    /// <summary>The path of the mempalace that a command starts; null if it does not exist.</summary>
    public static string? Find(string? command, HostEnvironment machine) =>
        command is not null && IsMempalace(command) && CommandResolver.IsPath(command)
            ? Executable(AbsolutePath.From(command, machine.Home, machine.Home))
            : CommandResolver
                .SearchPath(machine)
                .Select(folder => Path.Combine(folder, Program))
                .FirstOrDefault(CommandResolver.IsExecutable);

    private static string? Executable(string path) => CommandResolver.IsExecutable(path) ? path : null;

    private async Task<MempalaceRelease?> RunAsync(string program, CancellationToken cancellation)
    {
        try
        {
            var result = await processes
                .RunAsync(new ProcessCommand(program, "--version") { TimeLimit = Limit }, cancellation)
                .ConfigureAwait(false);
            return result.ExitCode == 0 ? MempalaceRelease.Parse(result.Output) : null;
        }
        catch (MempalaceException)
        {
            return null; // It cannot be started, or does not answer. The doctor reports that.
        }
    }
}
