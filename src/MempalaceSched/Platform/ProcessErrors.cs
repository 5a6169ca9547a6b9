using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>Errors about commands that were run.</summary>
internal static class ProcessErrors
{
    /// <summary>A command failed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="result">Its result.</param>
    /// <param name="recommendation">What to do about it.</param>
    public static MempalaceException Failed(ProcessCommand command, ProcessResult result, string recommendation) =>
        Error.SchedulerCommandFailed(command.ToString(), result.ExitCode, result.ErrorText, recommendation);
}
