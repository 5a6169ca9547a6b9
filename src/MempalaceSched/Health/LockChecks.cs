using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Health;

/// <summary>
/// Whether the locks of the schedule and of its palace are free, and if not, who holds them. The check never takes a
/// lock to find out: a launcher that started at that moment would find the lock held, and its run would be Busy.
/// </summary>
internal sealed class LockCheck : ICheck
{
    /// <summary>How long after its time limit a run may need to end.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromMinutes(5);

    public string Name => "lock";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(
            RunMarker.Read(subject.Services.Paths, subject.Name) is { } run ? InProgress(subject, run)
            : LockHolders.IsSupported ? FindHolders(subject)
            : Verdict.Skip("No run is in progress. This system cannot tell who holds the palace lock.")
        );

    private static Verdict InProgress(CheckSubject subject, RunMarker run)
    {
        var found = $"A run has been in progress since {Text(run.Started)} (PID {run.Pid}).";
        var limit = subject.Definition.TimeLimit;
        return limit > TimeSpan.Zero && subject.Now - run.Started > limit + TimeToStop
            ? Verdict.Warn(
                $"{found} It has exceeded its time limit.",
                $"To see its log, run Get-MempalaceMineLog {subject.Name}. "
                    + $"To stop it, run Stop-MempalaceMine {subject.Name}."
            )
            : Verdict.Pass(found);
    }

    private static Verdict FindHolders(CheckSubject subject)
    {
        var locks = subject.Services.Paths.Locks;
        var own = Path.Combine(locks, $"schedule-{subject.Name}.lock");
        var palace = Path.Combine(locks, PalaceLocation.LockName(subject.Definition.Palace));
        var holders = LockHolders.Find(subject.Definition.Container is null ? [palace, own] : [own]);
        if (holders.Count == 0)
            return Verdict.Pass("The locks of the schedule and its palace are free.");
        var found = holders.Select(holder => $"PID {holder.Pid} holds '{holder.Path}'").Distinct();
        return Verdict.Warn(
            $"{string.Join(", ", found)}. {OtherRuns(subject)}.",
            "The run of another schedule ends by itself. A run that starts before then waits for some minutes, and is "
                + "then Busy and tried again."
        );
    }

    private static string OtherRuns(CheckSubject subject)
    {
        var runs = subject
            .Services.Definitions.Names()
            .Select(name => (Name: name, Run: RunMarker.Read(subject.Services.Paths, name)))
            .Where(other => other.Run is not null)
            .Select(other => $"A run of '{other.Name}' has been in progress since {Text(other.Run!.Started)}");
        return string.Join(". ", runs.DefaultIfEmpty("No run of a schedule is in progress"));
    }

    private static string Text(DateTimeOffset time) => $"{time.ToLocalTime():yyyy-MM-dd HH:mm:ss}";
}

/// <summary>
/// Whether a process holds mempalace's own lock of this palace. Its lock files remain when it has ended, so only the
/// kernel's locks count.
/// </summary>
internal sealed class MempalaceLockCheck : IHostCheck
{
    public string Name => "mempalace lock";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var file = PalaceLock.PathFor(subject.Home, subject.Definition.Palace);
        if (!File.Exists(file))
            return Task.FromResult(Verdict.Pass("mempalace has not locked this palace yet."));
        if (!LockHolders.IsSupported)
            return Task.FromResult(Verdict.Skip("This system cannot tell who holds the lock of the palace."));
        var holders = LockHolders.Find([file]).Select(holder => PalaceHolder.Describe(holder.Pid)).Distinct().ToList();
        if (holders.Count == 0)
            return Task.FromResult(Verdict.Pass("No process holds mempalace's lock of the palace."));
        var found = $"The palace is held by {string.Join(" and ", holders.Select(holder => holder.Text))}.";
        if (subject.Schedule.State == ScheduleState.Running)
            return Task.FromResult(Verdict.Pass($"{found} A run of this schedule is in progress."));
        var isMine =
            Path.GetFileName(subject.Definition.Command[0]) == "mempalace"
            && subject.Definition.MineCommand.Words().Contains("mine");
        return Task.FromResult(
            holders.All(holder => holder.MinesFor(isMine))
                ? Verdict.Pass($"{found} Runs mine through it.")
                : Verdict.Warn(
                    $"{found} A run that starts now is Busy.",
                    holders.First(holder => !holder.MinesFor(isMine)).Recommendation
                )
        );
    }
}
