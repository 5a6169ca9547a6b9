using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Operations;

/// <summary>Has the scheduler of a schedule run a script that looks whether a mine would find there all that it needs. Nothing is left of it.</summary>
internal sealed class ProbeOperation(Workbench bench, ScheduleDefinition definition)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What the script found, by key.</summary>
    /// <exception cref="MempalaceException">The scheduler did not run it.</exception>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(CancellationToken cancellation)
    {
        var scheduler = bench.Schedulers.Of(definition.Scheduler);
        if (scheduler.Unavailable is { } why)
            throw Fault.SchedulerUnavailable(scheduler.Title, why.Found, why.WayOut);
        var id = $"mempalace-probe-{Guid.NewGuid():N}"[..28];
        var folder = Path.Combine(bench.Paths.State, "." + id); // no schedule has a name with a dot
        var probe = new Probe(id, definition, Path.Combine(folder, "probe"), Path.Combine(folder, "result"));
        var above = FileState.MissingFolders(bench.Paths.State);
        try
        {
            FileState.MakeFolders(folder);
            File.SetUnixFileMode(folder, Private | UnixFileMode.UserExecute);
            FileState.Replace(probe.Script, ProbeScript.Render(definition, bench.Paths, probe.Result), Private);
            await scheduler.ProbeAsync(probe, bench.Reporter, cancellation).ConfigureAwait(false);
            return Read(FileState.Read(probe.Result) ?? throw Fault.ProbeNotRun(definition.Name, scheduler.Title));
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            foreach (var made in above)
                FileState.DeleteIfEmpty(made);
        }
    }

    private static Dictionary<string, string> Read(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
