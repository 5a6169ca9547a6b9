using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Starts and stops runs through the service of a schedule.</summary>
internal sealed class SystemdRunControl(UserManager manager) : IRunControl
{
    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        manager.Systemctl(
            wait
                ? ["start", "--", SystemdUnits.Service(definition.Name)]
                : ["start", "--no-block", "--", SystemdUnits.Service(definition.Name)]
        );

    public ProcessCommand StopCommand(ScheduleDefinition definition) =>
        manager.Systemctl("stop", "--", SystemdUnits.Service(definition.Name));

    public string Recommendation(ScheduleDefinition definition, ProcessResult result) =>
        $"Run `journalctl --user -t {definition.Name}` and Get-MempalaceSchedule {definition.Name} for details.";
}
