using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>
/// Plans the unit files of schedules and the systemctl commands that enable and disable their timers.
/// </summary>
internal sealed class SystemdPlanner(HostEnvironment environment, StandardPaths paths, UserManager manager)
    : ISchedulePlanner
{
    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> files = []; // rendered once

    /// <summary>Rejects a name whose unit would take precedence over a unit of the machine.</summary>
    public Task<ScheduleDefinition> CompleteAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        foreach (var unit in new[] { SystemdUnits.Service(definition.Name), SystemdUnits.Timer(definition.Name) })
            if (
                UserManager.VendorFolders.Select(folder => Path.Combine(folder, unit)).FirstOrDefault(File.Exists) is
                { } other
            )
                throw Error.UnitShadowed(definition.Name, other);
        return Task.FromResult(definition);
    }

    public IReadOnlyList<WriteFile> FilesFor(ScheduleDefinition definition) =>
        files.GetValue(definition, each => SystemdUnits.Render(each, paths));

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    )
    {
        var enabled = definitions
            .Where(definition => definition.Enabled)
            .Select(definition => definition.Name)
            .ToList();
        var disabled = definitions.Select(definition => definition.Name).Except(enabled).ToList();
        var adopted = options.AdoptedBy(definitions);
        var written = definitions.SelectMany(FilesFor).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var foreign = new ForeignTimerSteps(paths, manager);
        List<ChangeStep> steps =
        [
            .. foreign.Before(adopted, written),
            // An undo removes the links first, then the files, and must reload the manager only after that. Undo steps
            // run in reverse order, so the reload comes first in the plan.
            new OnUndo(new CommandUndo(manager.Systemctl("daemon-reload"), UserManager.Recommendation)),
            .. definitions.SelectMany(FilesFor),
            .. enabled.Select(name => new ByProduct(SystemdUnits.Stamp(paths, name))),
        ];
        if (disabled.Count > 0)
            steps.Add(Disable(disabled, active));

        // `enable --now` is the only command that an install runs, for one schedule or for a hundred: it links the
        // timers, makes the manager read the units again, and starts the timers. A daemon-reload before it would reload
        // a second time, and reloads take most of the time.
        if (enabled.Count > 0)
        {
            var added = enabled
                .Where(name => !active.Contains(name) || adopted.Any(one => one.Job.Handle == SystemdUnits.Timer(name)))
                .Select(SystemdUnits.Timer)
                .ToList();
            steps.Add(
                new RunCommand(
                    manager.Systemctl(["enable", "--now", "--", .. enabled.Select(SystemdUnits.Timer)]),
                    added.Count == 0 ? null : new DisableTimers(added),
                    EnableRecommendation()
                )
            );
        }
        steps.AddRange(foreign.After(adopted, written));
        if (options.EnableLinger && !manager.Lingers)
            steps.Add(new EnableLinger());
        return new ChangePlan(steps);
    }

    /// <summary>With its old stamp, a persistent timer would run as soon as it is started.</summary>
    public ChangePlan PlanResume(ScheduleDefinition definition) =>
        new([new DeleteFile(SystemdUnits.Stamp(paths, definition.Name), "")]);

    public RetryStart RetryOf(ScheduleDefinition definition) =>
        new("systemd", SystemdUnits.Stamp(paths, definition.Name));

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var names = definitions.Select(definition => definition.Name).ToList();
        var timers = names.Select(SystemdUnits.Timer).ToList();
        var present = timers.Where(timer => File.Exists(Path.Combine(paths.SystemdUnits, timer))).ToList();
        var steps = new List<ChangeStep>();

        // Timers are disabled before their files are deleted. Otherwise the manager keeps them as failed units.
        if (present.Count > 0)
        {
            var enabled = present.Where(timer => Path.Exists(Link(timer))).ToArray();
            steps.Add(
                new RunCommand(
                    manager.Systemctl(["disable", "--now", "--no-reload", "--", .. present]),
                    enabled.Length == 0 ? null : Command(["enable", "--now", "--", .. enabled]),
                    UserManager.Recommendation
                )
            );
        }
        // A timer whose file was deleted by hand cannot be disabled, but it can be stopped.
        var gone = timers.Except(present).ToList();
        if (gone.Count > 0)
            steps.Add(Cleanup(["stop", "--", .. gone]));
        steps.AddRange(gone.Select(timer => new DeleteFile(Link(timer), "")));
        foreach (var name in names)
        {
            foreach (var unit in new[] { SystemdUnits.Timer(name), SystemdUnits.Service(name) })
                steps.Add(new DeleteFile(Path.Combine(paths.SystemdUnits, unit), SystemdUnits.Mark(name)));
            // Otherwise a persistent timer of the same name, installed months later, would run at once.
            steps.Add(new DeleteFile(SystemdUnits.Stamp(paths, name), ""));
        }
        foreach (var folder in new[] { paths.SystemdUnits, paths.SystemdStamps })
            steps.AddRange([new DeleteEmptyFolder(folder), new DeleteEmptyFolder(Path.GetDirectoryName(folder)!)]);
        steps.Add(new RunCommand(manager.Systemctl("daemon-reload"), null, UserManager.Recommendation));
        steps.Add(Cleanup(["reset-failed", "--", .. timers, .. names.Select(SystemdUnits.Service)]));
        return new ChangePlan(steps);
    }

    /// <summary>Stops timers and removes their links, so that they stay stopped after a reboot.</summary>
    private RunCommand Disable(List<string> names, IReadOnlySet<string> active)
    {
        var running = names.Where(active.Contains).Select(SystemdUnits.Timer).ToArray();
        return new RunCommand(
            manager.Systemctl(["disable", "--now", "--", .. names.Select(SystemdUnits.Timer)]),
            running.Length == 0 ? null : Command(["enable", "--now", "--no-reload", "--", .. running]),
            UserManager.Recommendation
        );
    }

    private string Link(string timer) => Path.Combine(paths.SystemdUnits, "timers.target.wants", timer);

    private CommandUndo Command(string[] arguments) => new(manager.Systemctl(arguments), UserManager.Recommendation);

    private RunCommand Cleanup(string[] arguments) =>
        new(manager.Systemctl(arguments), null, UserManager.Recommendation) { MayFail = true };

    private string EnableRecommendation() =>
        environment["XDG_CONFIG_HOME"] is { } folder
            ? $"{UserManager.Recommendation} If `systemctl --user show-environment` does not list XDG_CONFIG_HOME as "
                + $"'{folder}', the manager looks for units in another folder: set the variable as in environment.d(5)."
            : UserManager.Recommendation;
}
