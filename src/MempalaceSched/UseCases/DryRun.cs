using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Runs the command's own dry run, directly and not through the scheduler.</summary>
internal sealed class DryRun(Services services, ScheduleDefinition definition)
{
    /// <summary>Runs it.</summary>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="line">Receives each line of its output.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="MempalaceException">
    /// <c>DryRunNotSupported</c>, <c>LauncherMissing</c>; <c>DryRunFailed</c> after all lines.
    /// </exception>
    public async Task RunAsync(TimeSpan timeout, Action<string> line, CancellationToken cancellation)
    {
        var launcher = services.Paths.Launcher(definition.Name);
        if (SourceCatalog.For(definition.Source).Shape == CommandShape.Opaque)
            throw Error.NoDryRun(definition.Name);
        if (!File.Exists(launcher))
            throw Error.LauncherMissing(definition.Name, launcher);
        var command = new ProcessCommand("/bin/sh", launcher, "--dry-run") { TimeLimit = timeout, KeepsLocale = true };
        var code = await services.Processes.StreamAsync(command, line, cancellation).ConfigureAwait(false);
        if (code != 0)
            throw Error.DryRunFailed(definition.Name, code);
    }
}
