using MempalaceSched.Errors;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Operations;

/// <summary>What a repair can do about a schedule.</summary>
internal sealed class RepairOperation(Workbench bench, bool enableLinger)
{
    /// <summary>Whether putting the schedule in place again mends it. What that cannot mend is said, with what does.</summary>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public async Task<bool> MendsAsync(ScheduleDefinition definition, Schedule schedule, CancellationToken cancellation)
    {
        switch (schedule.Health)
        {
            case ScheduleHealth.Missing or ScheduleHealth.Drifted or ScheduleHealth.Outdated:
            case ScheduleHealth.LingerOff when enableLinger:
                return true;
            case ScheduleHealth.CommandGone:
                throw Fault.CommandGone(
                    definition.Name,
                    definition.HostProgram,
                    definition.Container is null ? "-Command" : "-ContainerEngine"
                );
            case ScheduleHealth.Healthy or ScheduleHealth.Disabled:
                // What the scheduler has loaded may still be older than the file that it is to come from; only a question for each tells.
                if (
                    definition.Enabled
                    && !await bench
                        .Schedulers.Of(definition.Scheduler)
                        .HasThisVersionAsync(definition, cancellation)
                        .ConfigureAwait(false)
                )
                    return true;
                bench.Reporter.Verbose($"'{definition.Name}' is {schedule.Health}; nothing is changed.");
                return false;
            default:
                bench.Reporter.Warning(
                    $"'{definition.Name}' is {schedule.Health}, and no repair mends that. {schedule.HealthDetail}"
                );
                return false;
        }
    }
}
