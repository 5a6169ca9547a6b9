using System.Globalization;
using MempalaceSched.Errors;

namespace MempalaceSched.Health;

/// <summary>Whether the scheduler answers queries.</summary>
internal sealed class SchedulerCheck : ICheck
{
    public string Name => "scheduler";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            subject.Scheduler.Unavailable is { } why
                ? Verdict.Fail($"{Error.AtStart(subject.Title)} is not available: {why.Reason}", why.Recommendation)
            : subject.IsReachable ? Verdict.Pass($"{Error.AtStart(subject.Title)} answers.")
            : Verdict.Fail(
                $"{Error.AtStart(subject.Title)} did not answer: {subject.Live.Detail}",
                $"Correct the reported problem, then run Test-MempalaceSchedule {subject.Name} again."
            )
        );
}

/// <summary>Whether the process that starts the runs is running.</summary>
internal sealed class DaemonCheck : ICheck
{
    public string Name => "daemon";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            !subject.IsReachable ? Verdict.Skip("The scheduler did not answer.")
            : subject.Live.State == ScheduleState.NotRunning
                ? Verdict.Fail(
                    $"{Error.AtStart(subject.Title)} is not running.",
                    string.Join(' ', subject.Scheduler.Query.Warnings())
                )
            : Verdict.Pass($"{Error.AtStart(subject.Title)} is running.")
        );
}

/// <summary>Whether the scheduler has the schedule, in the version that is on the disk.</summary>
internal sealed class RegisteredCheck : ICheck
{
    public string Name => "registered";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (!subject.IsReachable)
            return Verdict.Skip("The scheduler did not answer.");
        if (subject.Live.Difference.Length > 0)
            return Verdict.Fail(
                $"{Error.AtStart(subject.Title)} differs from the definition: {subject.Live.Difference}.",
                subject.Repair
            );
        if (!subject.Definition.Enabled || subject.Live.State == ScheduleState.Disabled)
            return Verdict.Skip(
                $"The schedule is disabled. To enable it, run Enable-MempalaceSchedule {subject.Name}."
            );
        if (subject.Live.State == ScheduleState.Missing)
            return Verdict.Fail(
                $"{Error.AtStart(subject.Title)} does not have the schedule: {subject.Live.Detail}.",
                subject.Repair
            );
        var isCurrent = await subject
            .Scheduler.Query.IsCurrentVersionAsync(subject.Definition, cancellation)
            .ConfigureAwait(false);
        return isCurrent
            ? Verdict.Pass($"{Error.AtStart(subject.Title)} has the schedule.")
            : Verdict.Fail(
                $"{Error.AtStart(subject.Title)} has another version of the schedule than the disk.",
                subject.Repair
            );
    }
}

/// <summary>Whether runs start while the user is logged out.</summary>
internal sealed class LingerCheck : ICheck
{
    public string Name => "linger";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            !subject.Scheduler.Traits.SupportsLinger ? Verdict.Skip($"{Error.AtStart(subject.Title)} has no lingering.")
            : subject.Scheduler.Query.LingerWarning is { } why
                ? Verdict.Warn(why, $"To enable lingering, run Repair-MempalaceSchedule {subject.Name} -EnableLinger.")
            : Verdict.Pass("The schedule also runs while you are logged out.")
        );
}

/// <summary>Whether the scheduler has a next run.</summary>
internal sealed class NextRunCheck : ICheck
{
    public string Name => "next run";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            !subject.IsReachable ? Verdict.Skip("The scheduler did not answer.")
            : !subject.Schedule.Enabled && subject.Live.State != ScheduleState.Missing
                ? Verdict.Skip("The schedule is disabled.")
            : subject.Schedule.NextRun is not { } next
                ? Verdict.Fail($"{Error.AtStart(subject.Title)} reports no next run.", subject.Repair)
            : subject.Live.State == ScheduleState.NotRunning
                ? Verdict.Warn(
                    $"{Text(next)}, if {subject.Title} is running by then.",
                    string.Join(' ', subject.Scheduler.Query.Warnings())
                )
            : Verdict.Pass($"{Text(next)}.")
        );

    private static string Text(DateTimeOffset time) =>
        time.ToLocalTime().ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
