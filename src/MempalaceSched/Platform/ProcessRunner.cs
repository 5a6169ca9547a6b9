using System.ComponentModel;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using MempalaceSched.Errors;

namespace MempalaceSched.Platform;

/// <summary>Runs programs with CliWrap.</summary>
internal sealed class ProcessRunner : IProcessRunner
{
    private static readonly TimeSpan SecondSignalDelay = TimeSpan.FromSeconds(2);

    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellation)
    {
        if (command.RawOutput)
            return await RunRawAsync(command, cancellation).ConfigureAwait(false);
        var result = await LimitedAsync(
                command,
                token => Prepare(command).ExecuteBufferedAsync(token).Task,
                cancellation
            )
            .ConfigureAwait(false);
        return new ProcessResult(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    public async Task<ProcessResult> RunGentlyAsync(ProcessCommand command, CancellationToken cancellation)
    {
        try
        {
            var running = Prepare(command).ExecuteBufferedAsync(CancellationToken.None);
            // A shell that is just about to wait for its child handles the first signal only after the child has
            // exited. A second signal interrupts the wait.
            using var secondSignal = new Timer(_ => Signal.Terminate(running.ProcessId));
            await using var onCancel = cancellation
                .Register(() =>
                {
                    Signal.Terminate(running.ProcessId);
                    secondSignal.Change(SecondSignalDelay, Timeout.InfiniteTimeSpan);
                })
                .ConfigureAwait(false);
            var result = await running.Task.ConfigureAwait(false);
            return new ProcessResult(result.ExitCode, result.StandardOutput, result.StandardError);
        }
        catch (Win32Exception e)
        {
            throw Error.ProgramNotStarted(command.ToString(), e);
        }
    }

    public async Task<int> StreamAsync(ProcessCommand command, Action<string> line, CancellationToken cancellation)
    {
        var pipe = PipeTarget.ToDelegate(line);
        var prepared = Prepare(command).WithStandardOutputPipe(pipe).WithStandardErrorPipe(pipe);
        var result = await LimitedAsync(command, token => prepared.ExecuteAsync(token).Task, cancellation)
            .ConfigureAwait(false);
        return result.ExitCode;
    }

    private static async Task<ProcessResult> RunRawAsync(ProcessCommand command, CancellationToken cancellation)
    {
        using var output = new MemoryStream();
        var error = new StringBuilder();
        var prepared = Prepare(command)
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error));
        var result = await LimitedAsync(command, token => prepared.ExecuteAsync(token).Task, cancellation)
            .ConfigureAwait(false);
        return new ProcessResult(
            result.ExitCode,
            Encoding.Latin1.GetString(output.GetBuffer(), 0, (int)output.Length),
            error.ToString()
        );
    }

    private static Command Prepare(ProcessCommand command) =>
        Cli.Wrap(command.Program)
            .WithArguments(command.Arguments)
            .WithEnvironmentVariables(variables =>
            {
                if (!command.KeepsLocale)
                    variables.Set("LC_ALL", "C");
                foreach (var (name, value) in command.Environment)
                    variables.Set(name, value);
            })
            .WithValidation(CommandResultValidation.None);

    private static async Task<T> LimitedAsync<T>(
        ProcessCommand command,
        Func<CancellationToken, Task<T>> run,
        CancellationToken cancellation
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(command.TimeLimit);
        try
        {
            return await run(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Error.ProgramTimedOut(command.ToString(), command.TimeLimit);
        }
        catch (Win32Exception e)
        {
            throw Error.ProgramNotStarted(command.ToString(), e);
        }
    }
}
