using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MempalaceSched.Calendars;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Launch agents of launchd. What launchd lacks (random delay, catch-up after power-off) the launcher does.</summary>
internal sealed partial class LaunchdScheduler(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    TimeProvider time
) : IScheduler
{
    private readonly Launchctl launchctl = new(environment, processes);
    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> files = []; // rendered once
    private bool? hasGui;

    public SchedulerKind Kind => SchedulerKind.Launchd;

    public string Title => "launchd";

    public Unavailability? Unavailable =>
        environment.Platform == PlatformKind.MacOS
            ? null
            : new("launchd is for macOS only.", "Use another scheduler with -Scheduler.");

    public bool StartWaits => false;

    /// <summary>Finds out which domain the agent belongs to: without a graphical login, over ssh, there is only the one of the user.</summary>
    public async Task<ScheduleDefinition> CompleteAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        hasGui ??= await launchctl.PrintAsync(launchctl.Gui, cancellation).ConfigureAwait(false) is not null;
        return definition with { BackgroundSession = hasGui is false };
    }

    public IReadOnlyList<WriteFile> FilesOf(ScheduleDefinition definition) =>
        files.GetValue(definition, each => [Agent(each).Plist()]);

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    )
    {
        if (options.EnableLinger)
            throw Fault.OptionConflict("-EnableLinger is for systemd; launchd has no such thing.", "Leave it out.");
        var written = definitions.Select(definition => Agent(definition).PlistPath).ToHashSet(StringComparer.Ordinal);
        var foreign = options
            .AdoptedBy(definitions)
            .Select(adopted => adopted.Job)
            .SelectMany(job =>
                written.Contains(job.Files[0])
                    ? new ChangeStep[] { new UnloadForeignStep(launchctl, job.Handle, job.Files[0]) }
                    : [new UnloadForeignStep(launchctl, job.Handle, job.Files[0]), new SetAsideFile(job.Files[0])]
            );
        return new([
            new MakeFolder(paths.MacLogs),
            .. foreign,
            .. definitions.SelectMany(definition =>
                Steps(definition, options.Force ? ForeignAgent.Replace : ForeignAgent.Refuse)
            ),
        ]);
    }

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) =>
        new([
            .. definitions
                .Select(Agent)
                .SelectMany(agent =>
                    new ChangeStep[]
                    {
                        new SwitchAgentStep(launchctl, launchctl.User, agent.Label, On: true), // one list for all domains of a user, and this one is always there
                        new UnloadAgentStep(launchctl, agent, ForeignAgent.Leave),
                        new DeleteFile(agent.PlistPath, agent.Mark),
                    }
                ),
        ]);

    public bool TakesPlaceOf(ScheduleDefinition old, ScheduleDefinition definition) =>
        Agent(old).Label == Agent(definition).Label;

    public IReadOnlyList<string> LogsOf(ScheduleDefinition definition) =>
        [paths.MacLog(definition.Name), paths.MacErrorLog(definition.Name)];

    public async Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var domains = await LoadedAsync(cancellation).ConfigureAwait(false);
        return definitions.ToDictionary(definition => definition.Name, definition => Read(definition, domains));
    }

    /// <summary>The plists of ours; a copy under another name, which somebody made for an agent of their own, is theirs.</summary>
    public Task<IReadOnlyList<Trace>> FindTracesAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Trace>>([
            .. MarkedFiles
                .In(paths.LaunchAgents, AnyMark(), "*.plist")
                .Where(trace => trace.Where.EndsWith($".{trace.Name}.plist", StringComparison.Ordinal))
                .Select(trace =>
                    trace with
                    {
                        LabelPrefix = Path.GetFileName(trace.Where)[
                            ..^(trace.Name.Length + ".".Length + ".plist".Length)
                        ],
                    }
                ),
        ]);

    public Task<IReadOnlyList<ForeignJob>> FindForeignAsync(CancellationToken cancellation) =>
        new ForeignAgents(environment, paths).FindAsync(() => LoadedAsync(cancellation));

    public async Task<bool> HasThisVersionAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        var agent = Agent(definition);
        return await launchctl.PrintAsync($"{DomainOf(definition)}/{agent.Label}", cancellation).ConfigureAwait(false)
                is { } print
            && agent.DifferenceFrom(print) is null;
    }

    public Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation) =>
        LaunchdProbe.RunAsync(
            launchctl,
            DomainOf(probe.Definition),
            probe,
            new TemplateSource(paths.Templates),
            reporter,
            cancellation
        );

    /// <summary>An agent that is disabled is not loaded, and what is not loaded cannot be kicked; its launcher runs all the same.</summary>
    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        definition.Enabled
            ? Launchctl.Command("kickstart", "-p", $"{DomainOf(definition)}/{Agent(definition).Label}")
            : LauncherCommand.Manual(paths.Launcher(definition.Name));

    public ProcessCommand? StopCommand(ScheduleDefinition definition) =>
        definition.Enabled
            ? Launchctl.Command("kill", "SIGTERM", $"{DomainOf(definition)}/{Agent(definition).Label}")
            : null;

    public bool SaysRunning(ProcessResult result) => result.ExitCode == Launchctl.AlreadyLoaded;

    public string WayOut(ScheduleDefinition definition, ProcessResult result) =>
        result.ExitCode == 0
            ? $"`launchctl print {DomainOf(definition)}/{Agent(definition).Label}` and {paths.MacErrorLog(definition.Name)} say more."
            : Launchctl.WayOut(result.ExitCode);

    public IReadOnlyList<string> Caveats() =>
        hasGui is false
            ?
            [
                $"There is no graphical login, so launchd has it in the background session of this user ({launchctl.User}). Installed again from a graphical login, it moves there.",
            ]
            : [];

    private async Task<LoadedAgents> LoadedAsync(CancellationToken cancellation)
    {
        var gui = launchctl.PrintAsync(launchctl.Gui, cancellation);
        var user = launchctl.PrintAsync(launchctl.User, cancellation);
        var disabled = launchctl.RunAsync(cancellation, "print-disabled", launchctl.User);
        await Task.WhenAll(gui, user, disabled).ConfigureAwait(false);
        return new LoadedAgents(
            await gui.ConfigureAwait(false),
            await user.ConfigureAwait(false),
            (await disabled.ConfigureAwait(false)).Output
        );
    }

    private LaunchAgent Agent(ScheduleDefinition definition) => new(definition, paths);

    private string DomainOf(ScheduleDefinition definition) =>
        definition.BackgroundSession ? launchctl.User : launchctl.Gui;

    /// <summary>In this order each undo meets what it needs: the new one goes, the old plist comes back, then it is loaded.</summary>
    private IEnumerable<ChangeStep> Steps(ScheduleDefinition definition, ForeignAgent foreign)
    {
        var agent = Agent(definition);
        yield return new SwitchAgentStep(launchctl, DomainOf(definition), agent.Label, definition.Enabled);
        yield return new UnloadAgentStep(launchctl, agent, foreign);
        yield return FilesOf(definition)[0];
        if (definition.Enabled)
            yield return new LoadAgentStep(launchctl, DomainOf(definition), agent);
    }

    private LiveState Read(ScheduleDefinition definition, LoadedAgents agents)
    {
        var label = Agent(definition).Label;
        if (!agents.AreKnown)
            return new LiveState
            {
                State = ScheduleState.Unknown,
                Detail = "what launchctl print says of the user's domains is not understood",
            };
        if (agents.PidOf(label) is not { } pid)
            return !definition.Enabled || agents.IsDisabled(label)
                ? new LiveState { State = ScheduleState.Disabled, Detail = "it is disabled" }
                : LiveState.Missing with
                {
                    Detail = "it is not loaded",
                };
        return new LiveState
        {
            State = pid > 0 ? ScheduleState.Running : ScheduleState.Waiting,
            IsAccepted = true,
            NextRun = Occurrences.Next(definition.Recurrence, time.GetUtcNow(), time.LocalTimeZone),
            Detail = "it is loaded",
            Difference = (definition.Enabled, agents.IsDisabled(label)) switch
            {
                (false, _) => "it is disabled, but launchd has it loaded",
                (true, true) => "it is loaded, but its label is disabled: it would not be loaded at the next login",
                _ => "",
            },
        };
    }

    [GeneratedRegex(@"<key>X-Mempalace-Schedule</key>\s*<string>([^<]+)</string>", RegexOptions.CultureInvariant)]
    private static partial Regex AnyMark();
}
