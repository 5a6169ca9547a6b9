using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Processes;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Launch agents of launchd. What launchd lacks (random delay, catch-up after power-off) the launcher does.</summary>
internal sealed class LaunchdScheduler(HostEnvironment environment, StandardPaths paths, IProcessRunner processes, TimeProvider time) : IScheduler
{
    private readonly Launchctl launchctl = new(environment, processes);

    public SchedulerKind Kind => SchedulerKind.Launchd;

    public string Title => "launchd";

    public Unavailability? Unavailable => environment.Platform == PlatformKind.MacOS ? null : new("launchd is for macOS only.", "Use another scheduler with -Scheduler.");

    public bool StartWaits => false;

    /// <summary>Finds out which domain the agent belongs to: without a graphical login, over ssh, there is only the one of the user.</summary>
    public async Task<ScheduleDefinition> CompleteAsync(ScheduleDefinition definition, CancellationToken cancellation) =>
        definition with { BackgroundSession = !await launchctl.HasGuiAsync(cancellation).ConfigureAwait(false) };

    public IReadOnlyList<WriteFile> FilesOf(ScheduleDefinition definition) => [LaunchAgent.Render(definition, paths)];

    public ChangePlan PlanInstall(IReadOnlyList<ScheduleDefinition> definitions, IReadOnlySet<string> active, InstallOptions options)
    {
        if (options.EnableLinger) throw Fault.OptionConflict("-EnableLinger is for systemd; launchd has no such thing.", "Leave it out.");
        var steps = new List<ChangeStep> { new MakeFolder(paths.MacLogs) };
        foreach (var definition in definitions)
        {
            var load = new LoadAgentStep(launchctl, definition.BackgroundSession ? launchctl.User : launchctl.Gui, LaunchAgent.Label(definition),
                LaunchAgent.PathOf(definition, paths), paths.Launcher(definition.Name), CalendarIntervals.Of(definition.Recurrence, definition.At));
            steps.Add(new ReloadOldAgentStep(load));
            steps.AddRange(FilesOf(definition));
            if (definition.Enabled) steps.Add(load);
            else steps.Add(new UnloadAgentStep(launchctl, LaunchAgent.Label(definition), LaunchAgent.PathOf(definition, paths)));
        }
        return new ChangePlan(steps);
    }

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) => new([.. definitions.SelectMany(definition => new ChangeStep[]
    {
        new UnloadAgentStep(launchctl, LaunchAgent.Label(definition), LaunchAgent.PathOf(definition, paths)),
        new DeleteFile(LaunchAgent.PathOf(definition, paths), LaunchAgent.Mark(definition.Name)),
    })]);

    public async Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(IReadOnlyCollection<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        var gui = await launchctl.RunAsync(cancellation, "print", launchctl.Gui).ConfigureAwait(false);
        var user = await launchctl.RunAsync(cancellation, "print", launchctl.User).ConfigureAwait(false);
        var services = LaunchctlPrint.Services(gui.Output).Concat(LaunchctlPrint.Services(user.Output))
            .GroupBy(service => service.Key, service => service.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(), StringComparer.Ordinal);
        var disabled = LaunchctlPrint.Disabled(gui.Output).Concat(LaunchctlPrint.Disabled(user.Output)).ToHashSet(StringComparer.Ordinal);
        var readable = gui.ExitCode == 0 || user.ExitCode == 0;
        return definitions.ToDictionary(definition => definition.Name, definition => Read(definition, services, disabled, readable));
    }

    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        Launchctl.Command("kickstart", "-p", $"{(definition.BackgroundSession ? launchctl.User : launchctl.Gui)}/{LaunchAgent.Label(definition)}");

    public IReadOnlyList<string> Caveats() => [];

    private LiveState Read(ScheduleDefinition definition, Dictionary<string, int> services, HashSet<string> disabled, bool readable)
    {
        var label = LaunchAgent.Label(definition);
        if (!readable) return new LiveState { State = ScheduleState.Unknown, Detail = "launchctl print says nothing about the domains of this user" };
        if (!definition.Enabled || disabled.Contains(label)) return new LiveState { State = ScheduleState.Disabled, Detail = "it is disabled" };
        if (!services.TryGetValue(label, out var pid)) return LiveState.Missing with { Detail = "it is not loaded" };
        return new LiveState
        {
            State = pid > 0 ? ScheduleState.Running : ScheduleState.Waiting,
            IsAccepted = true,
            NextRun = Occurrences.Next(definition.Recurrence, time.GetUtcNow(), time.LocalTimeZone),
            Detail = "it is loaded",
        };
    }
}
