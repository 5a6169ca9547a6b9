using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>Starts the launcher of a schedule and waits for it.</summary>
internal interface ILaunch
{
    /// <param name="definition">The schedule.</param>
    /// <param name="occurrence">The occurrence that it runs for.</param>
    /// <param name="stop">Ends the run in good order.</param>
    /// <returns>The run as its history has it.</returns>
    Task<MineRun> RunAsync(ScheduleDefinition definition, DateTimeOffset occurrence, CancellationToken stop);
}
