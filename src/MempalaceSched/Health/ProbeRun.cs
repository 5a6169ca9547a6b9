using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>
/// Lets the scheduler of a schedule run a script that checks what a run would need. All of its files are deleted
/// afterwards.
/// </summary>
internal sealed class ProbeRun(Services services, ScheduleDefinition definition)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What the script found, by key.</summary>
    /// <exception cref="MempalaceException">The scheduler did not run the script.</exception>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(CancellationToken cancellation)
    {
        var scheduler = services.Schedulers.For(definition.Scheduler);
        if (scheduler.Unavailable is { } why)
            throw Error.SchedulerUnavailable(scheduler.Title, why.Reason, why.Recommendation);
        var id = $"mempalace-probe-{Guid.NewGuid():N}"[..28];
        // The name of a schedule cannot begin with a dot, so this folder cannot be the folder of a schedule.
        var folder = Path.Combine(services.Paths.State, "." + id);
        var probe = new Probe(id, definition, Path.Combine(folder, "probe"), Path.Combine(folder, "result"));
        var newFolders = FileState.MissingFolders(services.Paths.State);
        try
        {
            FileState.MakeFolders(folder);
            File.SetUnixFileMode(folder, OwnerOnly | UnixFileMode.UserExecute);
            FileState.Replace(probe.Script, ProbeScript.Render(definition, services.Paths, probe.Result), OwnerOnly);
            await scheduler.Probes.ProbeAsync(probe, services.Reporter, cancellation).ConfigureAwait(false);
            return Read(FileState.Read(probe.Result) ?? throw Error.ProbeNotRun(definition.Name, scheduler.Title));
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            foreach (var newFolder in newFolders)
                FileState.DeleteIfEmpty(newFolder);
        }
    }

    private static Dictionary<string, string> Read(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
