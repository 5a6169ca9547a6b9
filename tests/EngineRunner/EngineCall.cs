using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace MempalaceSched.Tests.Engine;

/// <summary>Runs one script in a runspace of its own.</summary>
internal static class EngineCall
{
    public static EngineResponse Run(EngineRequest request)
    {
        SetEnvironment(request.Environment);
        var host = new RecordingHost(request.Answers);
        var state = InitialSessionState.CreateDefault2();
        if (request.Module is { } module)
            state.ImportPSModule([module]);
        state.ThrowOnRunspaceOpenError = true;
        using var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(request.Script);

        var response = new EngineResponse();
        var clock = new Stopwatch();
        using var ended = new CancellationTokenSource();
        var stopper = request.StopOnceThereIs is { } path
            ? StopOnceThereIs(path, shell, clock, ended.Token)
            : Task.CompletedTask;
        try
        {
            foreach (var item in shell.Invoke())
            {
                response.Output.Add(item?.ToString() ?? "");
                response.Types.Add(item?.BaseObject.GetType().FullName ?? "");
            }
        }
        catch (PipelineStoppedException)
        {
            // told by the state below
        }
        catch (RuntimeException e)
        {
            response.Ended = Told(e.ErrorRecord);
        }
        response.SecondsToStop = clock.Elapsed.TotalSeconds;
        ended.Cancel();
        stopper.Wait();
        response.Stopped = shell.InvocationStateInfo.State == PSInvocationState.Stopped;
        response.Errors.AddRange(shell.Streams.Error.Select(Told));
        response.Warnings.AddRange(shell.Streams.Warning.Select(record => record.Message));
        response.Verbose.AddRange(shell.Streams.Verbose.Select(record => record.Message));
        response.Progress.AddRange(
            shell.Streams.Progress.Select(record =>
                $"{record.Activity}:{(record.PercentComplete < 0 ? "" : $" {record.PercentComplete}%")} {record.StatusDescription} ({record.RecordType})"
            )
        );
        response.Host = host.Text;
        return response;
    }

    private static Task StopOnceThereIs(string path, PowerShell shell, Stopwatch clock, CancellationToken ended) =>
        Task.Run(
            () =>
            {
                while (!File.Exists(path))
                    if (ended.WaitHandle.WaitOne(50))
                        return;
                clock.Start();
                shell.Stop();
            },
            CancellationToken.None
        );

    private static void SetEnvironment(Dictionary<string, string> variables)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (!variables.ContainsKey((string)variable.Key))
                Environment.SetEnvironmentVariable((string)variable.Key, null);
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
    }

    private static EngineError Told(ErrorRecord record) =>
        new(
            record.FullyQualifiedErrorId,
            record.ErrorDetails?.Message ?? record.Exception.Message,
            record.CategoryInfo.Category.ToString(),
            record.TargetObject?.ToString() ?? "",
            record.ErrorDetails?.RecommendedAction
        );
}
