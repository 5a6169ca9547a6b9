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
            "Wait until the process has ended. A run that starts before then waits for some minutes, and is then Busy."
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
/// Whether mempalace itself holds a lock. Its lock files remain when it has ended, so only the kernel's locks count.
/// </summary>
internal sealed class MempalaceLockCheck : IHostCheck
{
    public string Name => "mempalace lock";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var folder = Path.Combine(subject.Home, ".mempalace", "locks");
        if (!Directory.Exists(folder))
            return Task.FromResult(Verdict.Pass("mempalace has not used locks yet."));
        if (!LockHolders.IsSupported)
            return Task.FromResult(Verdict.Skip("This system cannot tell who holds the locks of mempalace."));
        var holders = LockHolders.Find([.. Directory.EnumerateFiles(folder)]);
        var found = string.Join(", ", holders.Select(holder => $"PID {holder.Pid} holds '{holder.Path}'"));
        return Task.FromResult(
            holders.Count == 0 ? Verdict.Pass("mempalace holds no lock.")
            : subject.Schedule.State == ScheduleState.Running
                ? Verdict.Pass($"{found}. A run of this schedule is in progress.")
            : Verdict.Warn(
                $"{found}. If this is the lock of the schedule's palace, a run that starts now is Busy.",
                "Wait until the process has ended. Do not delete the file, because the kernel owns the lock."
            )
        );
    }
}
