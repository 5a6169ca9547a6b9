using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Health;

/// <summary>Whether the locks of the schedule and of its palace are free, or who has them.</summary>
internal sealed class LockCheck : ICheck
{
    public string Name => "lock";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (RunMarker.Read(subject.Services.Paths, subject.Name) is { } run)
            return Task.FromResult(Mining(subject, run));
        if (!LockHolders.IsSupported)
            return Task.FromResult(
                Verdict.Skip(
                    "It mines not; who else holds the lock of the palace cannot be told here without taking it."
                )
            );
        var palace = Path.Combine(subject.Services.Paths.Locks, PalaceLocation.LockName(subject.Definition.Palace));
        var own = Path.Combine(subject.Services.Paths.Locks, $"schedule-{subject.Name}.lock");
        var holders = LockHolders.Find(subject.Definition.Container is null ? [palace, own] : [own]);
        if (holders.Count == 0)
            return Task.FromResult(Verdict.Pass("The locks of the schedule and of its palace are free."));
        var others = subject
            .Services.Definitions.Names()
            .Select(name => (Name: name, Run: RunMarker.Read(subject.Services.Paths, name)))
            .Where(other => other.Run is not null)
            .Select(other => $"'{other.Name}' mines since {other.Run!.Started.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        return Task.FromResult(
            Verdict.Warn(
                $"{string.Join(", ", holders.Select(holder => $"PID {holder.Pid} holds '{holder.Path}'").Distinct())}. {string.Join(", ", others.DefaultIfEmpty("No schedule mines now"))}.",
                "A run waits for it some minutes, and is Busy then. Wait for the holder to end."
            )
        );
    }

    private static Verdict Mining(CheckSubject subject, RunMarker run)
    {
        var found = $"It mines since {run.Started.ToLocalTime():yyyy-MM-dd HH:mm:ss} (PID {run.Pid}).";
        var limit = subject.Definition.TimeLimit;
        return limit > TimeSpan.Zero && subject.Now - run.Started > limit + TimeSpan.FromMinutes(5)
            ? Verdict.Warn(
                $"{found} Its time limit is over.",
                "See what it does: its log is in the folder of its state."
            )
            : Verdict.Pass(found);
    }
}
