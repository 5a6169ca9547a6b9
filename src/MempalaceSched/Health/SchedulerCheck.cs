namespace MempalaceSched.Health;

/// <summary>Whether the scheduler can be asked from here.</summary>
internal sealed class SchedulerCheck : ICheck
{
    public string Name => "scheduler";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            subject.Scheduler.Unavailable is { } why
                ? Verdict.Fail($"{subject.Scheduler.Title} cannot be used here: {why.Reason}", why.Recommendation)
            : subject.IsReachable ? Verdict.Pass($"{subject.Scheduler.Title} can be used here.")
            : Verdict.Fail(
                $"{subject.Scheduler.Title} cannot be asked: {subject.Live.Detail}",
                "Mend what it says, and test again."
            )
        );
}
