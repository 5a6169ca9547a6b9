namespace MempalaceSched.Health;

/// <summary>Whether what runs schedules at their times is running itself.</summary>
internal sealed class DaemonCheck : ICheck
{
    public string Name => "daemon";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            !subject.IsReachable ? Verdict.Skip("The scheduler cannot be asked.")
            : subject.Live.State == ScheduleState.NotRunning
                ? Verdict.Fail(
                    $"{subject.Scheduler.Title} does not run.",
                    string.Join(' ', subject.Scheduler.Query.Warnings())
                )
            : Verdict.Pass($"{subject.Scheduler.Title} runs.")
        );
}
