using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Timers of the systemd user manager.</summary>
internal sealed class SystemdScheduler(HostEnvironment environment, StandardPaths paths, IProcessRunner processes)
    : IScheduler
{
    private const string SeeLog = "`systemctl --user status` and `journalctl --user` say more.";
    private readonly UserManager manager = new(environment);
    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> files = []; // rendered once

    public SchedulerKind Kind => SchedulerKind.Systemd;

    public string Title => "systemd";

    public Unavailability? Unavailable => manager.Unavailable;

    /// <summary>Refuses a name that would put our unit in front of one that the machine has.</summary>
    public Task<ScheduleDefinition> CompleteAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        foreach (var unit in new[] { SystemdUnits.Service(definition.Name), SystemdUnits.Timer(definition.Name) })
            if (
                UserManager.VendorFolders.Select(folder => Path.Combine(folder, unit)).FirstOrDefault(File.Exists) is
                { } other
            )
                throw Fault.UnitShadowed(definition.Name, other);
        return Task.FromResult(definition);
    }

    public IReadOnlyList<WriteFile> FilesOf(ScheduleDefinition definition) =>
        files.GetValue(definition, each => SystemdUnits.Render(each, paths));

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    )
    {
        var names = definitions.Where(definition => definition.Enabled).Select(definition => definition.Name).ToList();
        var (adopted, written) = (
            options.AdoptedBy(definitions),
            definitions.SelectMany(FilesOf).Select(file => file.Path).ToHashSet(StringComparer.Ordinal)
        );
        var foreign = new ForeignTimerSteps(paths, Systemctl, SeeLog);
        var steps = new List<ChangeStep>(foreign.Before(adopted, written))
        {
            // First, so that it is undone last: the manager reads the files again once they are as they were.
            new RunCommand(null, Systemctl("daemon-reload"), SeeLog),
        };
        steps.AddRange(definitions.SelectMany(FilesOf));
        steps.AddRange(names.Select(name => new ByProduct(Stamp(name))));
        steps.AddRange(
            Disable(
                definitions.Where(definition => !definition.Enabled).Select(definition => definition.Name).ToList(),
                active
            )
        );

        // One command for all: it links the timers, has the manager read all units again, and starts the timers.
        var added = names
            .Where(name => !active.Contains(name) || adopted.Any(one => one.Job.Handle == SystemdUnits.Timer(name)))
            .ToList();
        if (names.Count > 0)
            steps.Add(
                new RunCommand(
                    Systemctl(["enable", "--now", "--", .. names.Select(SystemdUnits.Timer)]),
                    added.Count == 0
                        ? null
                        : Systemctl(["disable", "--now", "--no-reload", "--", .. added.Select(SystemdUnits.Timer)]),
                    environment["XDG_CONFIG_HOME"] is { } folder
                        ? $"{SeeLog} Does the manager know that XDG_CONFIG_HOME is '{folder}'? `systemctl --user show-environment` has to name it, "
                            + "or it looks for units elsewhere; environment.d(5) tells how."
                        : SeeLog
                )
            );
        steps.AddRange(foreign.After(adopted, written));
        if (options.EnableLinger && !manager.Lingers)
            steps.Add(
                new RunCommand(
                    new ProcessCommand("loginctl", "enable-linger"),
                    new ProcessCommand("loginctl", "disable-linger"),
                    SeeLog
                )
                {
                    Failure = result => Fault.LingerNotEnabled(environment.UserName, result.Said),
                }
            );
        return new ChangePlan(steps);
    }

    /// <summary>With the old stamp a persistent timer would run as soon as it is started.</summary>
    public ChangePlan PlanResume(ScheduleDefinition definition) => new([new DeleteFile(Stamp(definition.Name), "")]);

    /// <summary>Stops the timers, and takes their links away, so that they stay stopped when the machine starts again.</summary>
    private IEnumerable<ChangeStep> Disable(List<string> names, IReadOnlySet<string> active)
    {
        if (names.Count == 0)
            yield break;
        var running = names.Where(active.Contains).Select(SystemdUnits.Timer).ToList();
        yield return new RunCommand(
            Systemctl(["disable", "--now", "--", .. names.Select(SystemdUnits.Timer)]),
            running.Count == 0 ? null : Systemctl(["enable", "--now", "--no-reload", "--", .. running]),
            SeeLog
        );
    }

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var names = definitions.Select(definition => definition.Name).ToList();
        var timers = names.Select(SystemdUnits.Timer).ToList();
        var steps = new List<ChangeStep>();

        // The timers first, while the manager still knows their files: the other way round it keeps them as failed.
        // A timer whose file somebody has deleted cannot be disabled in the ordinary way; stopping it is enough then.
        var present = timers.Where(timer => File.Exists(Path.Combine(paths.SystemdUnits, timer))).ToList();
        var gone = timers.Except(present).ToList();
        // On the way back only those that were enabled are so again.
        var enabled = present
            .Where(timer => Path.Exists(Path.Combine(paths.SystemdUnits, "timers.target.wants", timer)))
            .ToList();
        if (present.Count > 0)
            steps.Add(
                new RunCommand(
                    Systemctl(["disable", "--now", "--no-reload", "--", .. present]),
                    enabled.Count == 0 ? null : Systemctl(["enable", "--now", "--", .. enabled]),
                    SeeLog
                )
            );
        if (gone.Count > 0)
        {
            steps.Add(new RunCommand(Systemctl(["stop", "--", .. gone]), null, SeeLog) { MayFail = true });
            steps.AddRange(
                gone.Select(timer => new DeleteFile(Path.Combine(paths.SystemdUnits, "timers.target.wants", timer), ""))
            );
        }
        foreach (var name in names)
        {
            steps.Add(
                new DeleteFile(Path.Combine(paths.SystemdUnits, SystemdUnits.Timer(name)), SystemdUnits.Mark(name))
            );
            steps.Add(
                new DeleteFile(Path.Combine(paths.SystemdUnits, SystemdUnits.Service(name)), SystemdUnits.Mark(name))
            );
            // With the stamp left behind, a schedule of that name that is installed later would catch up at once.
            steps.Add(new DeleteFile(Stamp(name), ""));
        }
        foreach (var folder in new[] { paths.SystemdUnits, paths.SystemdStamps })
            steps.AddRange([new DeleteEmptyFolder(folder), new DeleteEmptyFolder(Path.GetDirectoryName(folder)!)]);
        steps.Add(new RunCommand(Systemctl("daemon-reload"), null, SeeLog));
        steps.Add(
            new RunCommand(
                Systemctl(["reset-failed", "--", .. timers, .. names.Select(SystemdUnits.Service)]),
                null,
                SeeLog
            )
            {
                MayFail = true,
            }
        );
        return new ChangePlan(steps);
    }

    public Task<IReadOnlyList<ForeignJob>> FindForeignAsync(CancellationToken cancellation) =>
        new ForeignTimers(environment, paths).FindAsync(async timers =>
        {
            var command = Systemctl(["show", "--property=Id,ActiveState", "--", .. timers]);
            var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
            if (result.ExitCode != 0)
                throw Fault.SchedulerCommandFailed(command, result, SeeLog);
            return UnitShow
                .Parse(result.Output)
                .Where(unit => unit.Value.GetValueOrDefault("ActiveState") == "active")
                .Select(unit => unit.Key)
                .ToHashSet(StringComparer.Ordinal);
        });

    public async Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var states = new Dictionary<string, LiveState>(StringComparer.Ordinal);
        if (definitions.Count == 0)
            return states;
        var names = definitions.Select(definition => definition.Name).ToList();

        // The timestamps are local text; in UTC they are the same on every machine and in every hour.
        var command = Systemctl([
            "show",
            "--property=Id,LoadState,ActiveState,SubState,UnitFileState,NextElapseUSecRealtime,ConditionResult,ConditionTimestamp,NeedDaemonReload",
            "--",
            .. names.SelectMany(name => new[] { SystemdUnits.Timer(name), SystemdUnits.Service(name) }),
        ]);
        command = command with
        {
            Environment = new Dictionary<string, string?>(command.Environment) { ["TZ"] = "UTC" },
        };
        var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw Fault.SchedulerCommandFailed(command, result, SeeLog);

        var units = UnitShow.Parse(result.Output);
        foreach (var definition in definitions)
        {
            var timer = units.GetValueOrDefault(SystemdUnits.Timer(definition.Name));
            var service = units.GetValueOrDefault(SystemdUnits.Service(definition.Name));
            states[definition.Name] = SystemdState.Read(timer, service) with
            {
                Difference = SystemdDifference.Of(definition.Enabled, timer, service),
            };
        }
        return states;
    }

    public Task<IReadOnlyList<Trace>> FindTracesAsync(CancellationToken cancellation) =>
        Task.FromResult(SystemdUnits.Find(paths));

    public Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation) =>
        new SystemdProbe(processes, Systemctl).RunAsync(probe, cancellation);

    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        Systemctl(
            wait
                ? ["start", "--", SystemdUnits.Service(definition.Name)]
                : ["start", "--no-block", "--", SystemdUnits.Service(definition.Name)]
        );

    public ProcessCommand StopCommand(ScheduleDefinition definition) =>
        Systemctl("stop", "--", SystemdUnits.Service(definition.Name));

    public string WayOut(ScheduleDefinition definition, ProcessResult result) =>
        $"`journalctl --user -t {definition.Name}` and Get-MempalaceSchedule {definition.Name} say more.";

    public string? LingerOff =>
        manager.Lingers
            ? null
            : $"Lingering is off for {environment.UserName}: nothing runs while you are logged out. To have it run then too: sudo loginctl enable-linger {environment.UserName} (or install with -EnableLinger).";

    public IReadOnlyList<string> Caveats() => LingerOff is { } caveat ? [caveat] : [];

    /// <summary>Where the manager keeps when the timer last ran; it makes the file when the timer is started.</summary>
    private string Stamp(string name) => Path.Combine(paths.SystemdStamps, $"stamp-{SystemdUnits.Timer(name)}");

    private ProcessCommand Systemctl(params string[] arguments)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (manager.RuntimeFolder is { } folder && folder != environment["XDG_RUNTIME_DIR"])
            variables["XDG_RUNTIME_DIR"] = folder;
        return new ProcessCommand("systemctl", ["--user", "--no-pager", .. arguments]) { Environment = variables };
    }
}
