namespace MempalaceSched.Health;

/// <summary>Whether the files of the schedule are as its definition has them.</summary>
internal sealed class FilesCheck : ICheck
{
    public string Name => "files";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var drift = new DriftReader(subject.Services.OwnFiles).Read(subject.Definition, subject.Scheduler);
        if (drift.Count > 0 && drift.All(each => each.IsOutdated))
            return Task.FromResult(
                Verdict.Warn(
                    $"An older launcher is installed: {string.Join("; ", drift.Select(each => each.What))}.",
                    $"To replace it: Repair-MempalaceSchedule {subject.Name}"
                )
            );
        return Task.FromResult(
            drift.Count == 0
                ? Verdict.Pass("All files are as they were written.")
                : Verdict.Fail(
                    string.Join(' ', drift.Select(each => each.What + ".")),
                    $"Repair-MempalaceSchedule {subject.Name} puts them back; Get-MempalaceSchedule {subject.Name} -Verbose shows the difference."
                )
        );
    }
}
