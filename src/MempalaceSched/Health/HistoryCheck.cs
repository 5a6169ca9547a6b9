using MempalaceSched.Platform;

namespace MempalaceSched.Health;

/// <summary>Whether the history can be read, and runs can be written down.</summary>
internal sealed class HistoryCheck : ICheck
{
    /// <summary>How many runs it takes to believe that the rest can be read too.</summary>
    private const int Enough = 100;

    public string Name => "history";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var state = subject.Services.Paths.StateOf(subject.Name);
        var history = Path.Combine(state, "history.jsonl");
        var folder = CheckSubject.NearestFolder(state);
        if (!FileAccessRight.CanWrite(folder) || (File.Exists(history) && !FileAccessRight.CanWrite(history)))
            return Task.FromResult(
                Verdict.Fail(
                    $"'{(folder == state && File.Exists(history) ? history : folder)}' cannot be written to, and without its history no run begins.",
                    "Check its owner and mode."
                )
            );
        if (!File.Exists(history))
            return Task.FromResult(Verdict.Pass("There is none yet."));
        var runs = subject.Services.History.Read(subject.Name).Take(Enough).Count();
        return Task.FromResult(
            runs > 0 || new FileInfo(history).Length == 0
                ? Verdict.Pass($"The newest {runs} runs in it can be read.")
                : Verdict.Fail(
                    $"No run can be read in '{history}'.",
                    "Move the file away; the next run begins a new one."
                )
        );
    }
}
