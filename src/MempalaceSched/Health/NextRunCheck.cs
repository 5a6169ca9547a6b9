using System.Globalization;

namespace MempalaceSched.Health;

/// <summary>Whether the scheduler has a next run.</summary>
internal sealed class NextRunCheck : ICheck
{
    public string Name => "next run";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            !subject.IsReachable ? Verdict.Skip("The scheduler cannot be asked.")
            : !subject.Schedule.Enabled && subject.Live.State != ScheduleState.Missing ? Verdict.Skip("It is disabled.")
            : subject.Schedule.NextRun is not { } next
                ? Verdict.Fail($"{subject.Scheduler.Title} names none.", $"Repair-MempalaceSchedule {subject.Name}")
            : subject.Live.State == ScheduleState.NotRunning
                ? Verdict.Warn(
                    $"{Text(next)}, if {subject.Scheduler.Title} runs by then.",
                    string.Join(' ', subject.Scheduler.Query.Warnings())
                )
            : Verdict.Pass($"{Text(next)}.")
        );

    private static string Text(DateTimeOffset time) =>
        time.ToLocalTime().ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
