namespace MempalaceSched.Health;

/// <summary>Whether the scheduler has the schedule, and just as it was written.</summary>
internal sealed class TakenOverCheck : ICheck
{
    public string Name => "taken over";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var repair = $"Repair-MempalaceSchedule {subject.Name}";
        if (!subject.IsReachable)
            return Verdict.Skip("The scheduler cannot be asked.");
        if (subject.Live.Difference.Length > 0)
            return Verdict.Fail($"{subject.Live.Difference}.", repair);
        if (!subject.Definition.Enabled || subject.Live.State == ScheduleState.Disabled)
            return Verdict.Skip($"It is disabled. Enable-MempalaceSchedule {subject.Name} has it run again.");
        if (subject.Live.State == ScheduleState.Missing)
            return Verdict.Fail($"{subject.Scheduler.Title} does not have it: {subject.Live.Detail}.", repair);
        return await subject
            .Scheduler.Query.IsCurrentVersionAsync(subject.Definition, cancellation)
            .ConfigureAwait(false)
            ? Verdict.Pass($"{subject.Scheduler.Title} has it.")
            : Verdict.Fail($"{subject.Scheduler.Title} has another version of it than the one on the disk.", repair);
    }
}
