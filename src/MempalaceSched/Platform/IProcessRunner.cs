using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>The one door to other programs.</summary>
internal interface IProcessRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="MempalaceException">It could not be started, or took longer than its time limit.</exception>
    Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation);

    /// <summary>Runs a program to its end; when it is cancelled, the program is told to end (TERM) and waited for.</summary>
    Task<ProcessResult> RunGentlyAsync(ProcessCommand command, CancellationToken cancellation);

    /// <summary>Runs a program to its end and hands on each line, of output and error alike, as it comes.</summary>
    /// <returns>Its exit code.</returns>
    Task<int> StreamAsync(ProcessCommand command, Action<string> line, CancellationToken cancellation);
}
