using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>
/// Runs programs. All code that starts a program uses this interface, except for the embedded scheduler.
/// </summary>
internal interface IProcessRunner
{
    /// <summary>Runs a program and waits for it to exit. If the call is canceled, the program is killed.</summary>
    /// <exception cref="MempalaceException">
    /// <c>ProgramNotStarted</c> or <c>ProgramTimedOut</c>: the program could not be started, or exceeded its time
    /// limit.
    /// </exception>
    Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation);

    /// <summary>
    /// Runs a program and waits for it to exit. If the call is canceled, the program gets TERM, and the call still
    /// waits for it. There is no time limit.
    /// </summary>
    Task<ProcessResult> RunGentlyAsync(ProcessCommand command, CancellationToken cancellation);

    /// <summary>
    /// Runs a program, and passes on each line of its standard output and standard error as it arrives.
    /// </summary>
    /// <returns>The exit code.</returns>
    Task<int> StreamAsync(ProcessCommand command, Action<string> line, CancellationToken cancellation);
}
