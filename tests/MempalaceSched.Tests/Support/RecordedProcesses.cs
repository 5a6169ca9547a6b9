using MempalaceSched.Platform;

namespace MempalaceSched.Tests.Support;

/// <summary>Records commands and returns the results that the test provides, without starting a process.</summary>
internal sealed class RecordedProcesses(Func<ProcessCommand, ProcessResult>? answer = null) : IProcessRunner
{
    public static readonly ProcessResult Done = new(0, "", "");

    public List<string> Commands { get; } = [];

    public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Commands.Add(command.ToString());
        return Task.FromResult(answer?.Invoke(command) ?? Done);
    }

    public Task<ProcessResult> RunGentlyAsync(ProcessCommand command, CancellationToken cancellation) =>
        RunAsync(command, cancellation);

    public Task<int> StreamAsync(ProcessCommand command, Action<string> line, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
