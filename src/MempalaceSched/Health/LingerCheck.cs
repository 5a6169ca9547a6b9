namespace MempalaceSched.Health;

/// <summary>Whether anything runs while the user is logged out.</summary>
internal sealed class LingerCheck : ICheck
{
    public string Name => "linger";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            !subject.Scheduler.Traits.SupportsLinger ? Verdict.Skip($"{subject.Scheduler.Title} has no such thing.")
            : subject.Scheduler.Query.LingerWarning is { } why
                ? Verdict.Warn(why, $"Or: Repair-MempalaceSchedule {subject.Name} -EnableLinger")
            : Verdict.Pass("It runs while you are logged out too.")
        );
}
