using MempalaceSched.Platform;

namespace MempalaceSched.Health;

/// <summary>Whether the files of the schedule match its definition.</summary>
internal sealed class FilesCheck : ICheck
{
    public string Name => "files";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var drift = new DriftReader(subject.Services.OwnFiles).Read(subject.Definition, subject.Scheduler);
        return Task.FromResult(Compare(subject, drift));
    }

    private static Verdict Compare(CheckSubject subject, IReadOnlyList<Drift> drift)
    {
        if (drift.Count == 0)
            return Verdict.Pass("All files match the definition.");
        var problems = drift.Select(each => each.Problem);
        if (drift.All(each => each.IsOutdated))
            return Verdict.Warn(
                $"Another version of the launcher is installed: {string.Join("; ", problems)}.",
                $"To replace it, run Repair-MempalaceSchedule {subject.Name}."
            );
        return Verdict.Fail(
            string.Join(' ', problems.Select(problem => problem + ".")),
            $"{subject.Repair} To see the differences, run Get-MempalaceSchedule {subject.Name} -Verbose."
        );
    }
}

/// <summary>Whether the history can be read and written.</summary>
internal sealed class HistoryCheck : ICheck
{
    /// <summary>How many of the newest runs are read. A damaged history shows in these as well.</summary>
    private const int RunsToRead = 100;

    public string Name => "history";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var state = subject.Services.Paths.StateOf(subject.Name);
        var history = Path.Combine(state, "history.jsonl");
        var folder = CheckSubject.NearestFolder(state);
        return Task.FromResult(
            !FileAccessRight.CanWrite(folder) ? NotWritable(folder)
            : !File.Exists(history) ? Verdict.Pass("There is no history yet.")
            : !FileAccessRight.CanWrite(history) ? NotWritable(history)
            : Read(subject, history)
        );
    }

    private static Verdict NotWritable(string path) =>
        Verdict.Fail(
            $"'{path}' is not writable. A run that cannot write its history does not start.",
            "Check its owner and mode."
        );

    private static Verdict Read(CheckSubject subject, string history)
    {
        var runs = subject.Services.History.Read(subject.Name).Take(RunsToRead).Count();
        return runs > 0 || new FileInfo(history).Length == 0
            ? Verdict.Pass($"Runs read from the history: {runs}.")
            : Verdict.Fail(
                $"'{history}' contains no run that can be read.",
                "Move the file away. The next run starts a new one."
            );
    }
}
