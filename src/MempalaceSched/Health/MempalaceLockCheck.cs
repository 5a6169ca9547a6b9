using MempalaceSched.Platform;

namespace MempalaceSched.Health;

/// <summary>Whether mempalace itself is at work in a palace. Only the kernel's lock counts: its lock files stay when it has ended.</summary>
internal sealed class MempalaceLockCheck : IHostCheck
{
    public string Name => "lock of mempalace";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var folder = Path.Combine(subject.Home, ".mempalace", "locks");
        if (!Directory.Exists(folder))
            return Task.FromResult(Verdict.Pass("mempalace has never locked anything."));
        if (!LockHolders.IsSupported)
            return Task.FromResult(Verdict.Skip("Who holds it cannot be told here without taking it."));
        var holders = LockHolders.Find([.. Directory.EnumerateFiles(folder)]);
        var found = string.Join(", ", holders.Select(holder => $"PID {holder.Pid} holds '{holder.Path}'"));
        return Task.FromResult(
            holders.Count == 0 ? Verdict.Pass("mempalace holds no lock.")
            : subject.Schedule.State == ScheduleState.Running ? Verdict.Pass($"{found}, while the schedule mines.")
            : Verdict.Warn(
                $"{found}. If that is this palace, a mine now would be Busy.",
                "Wait for it to end. Never delete the file: the lock is the kernel's."
            )
        );
    }
}
