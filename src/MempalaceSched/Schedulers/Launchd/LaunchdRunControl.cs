using MempalaceSched.Launcher;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Starts and stops runs of launch agents. launchctl returns as soon as the run has started.</summary>
internal sealed class LaunchdRunControl(Launchctl launchctl, StandardPaths paths) : IRunControl
{
    public bool StartWaits => false;

    /// <summary>
    /// The agent of a disabled schedule is not loaded and cannot be kickstarted, so its launcher is started directly.
    /// </summary>
    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        definition.Enabled
            ? Launchctl.Command("kickstart", "-p", Target(definition))
            : LauncherCommand.Manual(paths.Launcher(definition.Name));

    /// <summary>kickstart fails while the check at login is still running.</summary>
    public bool IsAlreadyRunning(ProcessResult result) => result.ExitCode == Launchctl.AlreadyLoaded;

    public ProcessCommand? StopCommand(ScheduleDefinition definition) =>
        definition.Enabled ? Launchctl.Command("kill", "SIGTERM", Target(definition)) : null;

    public string Recommendation(ScheduleDefinition definition, ProcessResult result) =>
        result.ExitCode == 0
            ? $"Run `launchctl print {Target(definition)}` and see {paths.MacErrorLog(definition.Name)} for details."
            : Launchctl.Recommendation(result.ExitCode);

    private string Target(ScheduleDefinition definition) =>
        $"{launchctl.DomainFor(definition)}/{new LaunchAgent(definition, paths).Label}";
}
