using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Disables timers that a plan has enabled. A timer whose file is gone has already been disabled.</summary>
/// <param name="Timers">The timers.</param>
internal sealed record DisableTimers(IReadOnlyList<string> Timers) : UndoStep
{
    public override string Description =>
        $"run systemctl --user disable --now --no-reload -- {string.Join(' ', Timers)}";

    public override async Task UndoAsync(ChangeContext context)
    {
        var present = Timers.Where(timer => File.Exists(Path.Combine(context.Paths.SystemdUnits, timer))).ToList();
        if (present.Count == 0)
            return;
        var command = new UserManager(context.Environment).Systemctl([
            "disable",
            "--now",
            "--no-reload",
            "--",
            .. present,
        ]);
        var result = await context.Processes.RunAsync(command, CancellationToken.None).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw ProcessErrors.Failed(command, result, UserManager.Recommendation);
    }
}

/// <summary>Makes the user manager run while the user is logged out.</summary>
internal sealed record EnableLinger : ChangeStep
{
    private static readonly ProcessCommand Command = new("loginctl", "enable-linger");

    public override string Description => $"run {Command}";

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>(
            new UserManager(context.Environment).Lingers ? [] : [new DisableLinger()]
        );

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        context.Reporter.Verbose(Description);
        var result = await context.Processes.RunAsync(Command, cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw Error.LingerNotEnabled(context.Environment.UserName, result.ErrorText);
    }
}

/// <summary>
/// Disables lingering again, if it is enabled: a user who may not enable it may not disable it either.
/// </summary>
internal sealed record DisableLinger : UndoStep
{
    private static readonly ProcessCommand Command = new("loginctl", "disable-linger");

    public override string Description => $"run {Command}";

    public override async Task UndoAsync(ChangeContext context)
    {
        if (new UserManager(context.Environment).Lingers)
            await new CommandUndo(Command, UserManager.Recommendation).UndoAsync(context).ConfigureAwait(false);
    }
}

/// <summary>
/// Plans the removal of timers that the user made by hand: the timers are stopped, and their links and files are
/// deleted. A copy of each file is kept. <c>systemctl disable</c> is not used, because it deletes a unit that is itself
/// a link, and an undo could not restore that exactly.
/// </summary>
internal sealed class ForeignTimerSteps(StandardPaths paths, UserManager manager)
{
    /// <summary>The steps before our files are written.</summary>
    /// <param name="adopted">The timers to remove, each with the name of the schedule that replaces it.</param>
    /// <param name="written">The paths of our own files, which may be the same.</param>
    public IEnumerable<ChangeStep> Before(
        IReadOnlyList<(string Name, ForeignJob Job)> adopted,
        IReadOnlySet<string> written
    )
    {
        var active = adopted.Where(one => one.Job.IsActive).Select(one => one.Job.Handle).ToArray();
        if (active.Length > 0)
            yield return new RunCommand(
                manager.Systemctl(["stop", "--", .. active]),
                new CommandUndo(manager.Systemctl(["start", "--", .. active]), UserManager.Recommendation),
                UserManager.Recommendation
            );

        // In an undo, the manager must reload after the files are restored and before the timers are started.
        if (adopted.Count > 0)
            yield return new OnUndo(new CommandUndo(manager.Systemctl("daemon-reload"), UserManager.Recommendation));
        foreach (var (name, job) in adopted)
        {
            foreach (var link in job.Links)
                yield return new DeleteFile(link, "");
            foreach (var file in job.Files.Where(file => !written.Contains(file)))
                yield return new SetAsideFile(file);
            foreach (
                var folder in job
                    .Files.Select(file => Path.GetDirectoryName(file)!)
                    .Where(folder => folder != paths.SystemdUnits)
                    .Distinct()
            )
                yield return new DeleteEmptyFolder(folder);
            if (written.Contains(job.Files[0]))
                continue;
            // The new timer inherits the stamp, so that a run that is only waiting for its random delay is not lost.
            var stamp = SystemdUnits.StampOfTimer(paths, job.Handle);
            yield return new MoveFile(stamp, SystemdUnits.Stamp(paths, name));
            yield return new DeleteFile(stamp, "");
        }
    }

    /// <summary>The steps after the manager has read the unit files again.</summary>
    public IEnumerable<ChangeStep> After(
        IReadOnlyList<(string Name, ForeignJob Job)> adopted,
        IReadOnlySet<string> written
    )
    {
        var gone = adopted
            .SelectMany(one => one.Job.Files)
            .Where(file => !written.Contains(file) && Path.GetDirectoryName(file) == paths.SystemdUnits)
            .Select(file => Path.GetFileName(file)!)
            .ToArray();
        if (gone.Length > 0)
            yield return new RunCommand(
                manager.Systemctl(["reset-failed", "--", .. gone]),
                null,
                UserManager.Recommendation
            )
            {
                MayFail = true,
            };
    }
}
