using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;

namespace MempalaceSched.Host;

/// <summary>Runs one command line: engine, module, pipeline, exit code.</summary>
internal sealed class HostRunner
{
    private readonly CommandLine line;
    private readonly ConsoleStreams streams = new();
    private readonly ErrorOutput errors;

    /// <summary>Prepares to run a command line.</summary>
    public HostRunner(CommandLine line)
    {
        this.line = line;
        errors = new ErrorOutput(streams);
    }

    /// <summary>Runs it and tells the exit code.</summary>
    public int Run()
    {
        EngineEnvironment.Prepare();
        using Interruption interruption = new();
        streams.OutputClosed += () => interruption.Request(ExitCodes.OutputClosed);

        // Opened first and closed last: whatever happens in between, what stands on standard output is one whole array.
        using JsonOutput? json = line.Json ? new JsonOutput(streams, errors) : null;
        ConsoleHost host = new(
            new ConsoleUserInterface(streams, new Questions(streams, interruption.Token), errors, line.Json)
        );
        using Runspace? runspace = EngineSession.Open(host, streams, errors);
        if (runspace is not null && interruption.ExitCode is null)
            Run(runspace, json, interruption.Token);

        streams.ClearProgress();
        return interruption.ExitCode ?? host.RequestedExitCode ?? (errors.Any ? ExitCodes.Error : ExitCodes.Success);
    }

    private void Run(Runspace runspace, JsonOutput? json, CancellationToken cancellation)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        if (!AddCommand(shell))
            return;
        shell.Streams.Error.DataAdded += (_, _) =>
        {
            foreach (ErrorRecord error in shell.Streams.Error.ReadAll())
                errors.Write(error);
        };

        ErrorRecord? last;
        using (CancellationTokenRegistration stop = cancellation.Register(() => shell.BeginStop(null, null)))
            last = json is null ? PrintText(shell) : Invoke(shell, json.Write);
        if (last is not null)
            errors.Write(last);
    }

    private static ErrorRecord? PrintText(PowerShell shell)
    {
        using TextOutput text = new();
        return Invoke(shell, text.Write);
    }

    /// <summary>Runs the pipeline; the error that ended it, if one did.</summary>
    private static ErrorRecord? Invoke(PowerShell shell, Action<PSObject> write)
    {
        using PSDataCollection<PSObject> output = [];
        output.DataAdded += (_, _) =>
        {
            foreach (PSObject item in output.ReadAll())
                write(item);
        };

        try
        {
            shell.Invoke<PSObject>(null, output, new PSInvocationSettings { AddToHistory = false });
            return null;
        }
        catch (PipelineStoppedException)
        {
            return null; // asked for; the exit code tells
        }
        catch (RuntimeException exception)
        {
            return exception.ErrorRecord;
        }
    }

    private bool AddCommand(PowerShell shell)
    {
        switch (line.Action)
        {
            case HostAction.Command:
                shell.AddScript(CommandText.FromWords(line.Words));
                return true;
            case HostAction.StandardInput:
                using (StreamReader reader = new(Console.OpenStandardInput(), Encoding.UTF8))
                    shell.AddScript(reader.ReadToEnd());
                return true;
            default:
                return AddFile(shell, Path.GetFullPath(line.File!));
        }
    }

    // As a script block and not as a path: 'exit N' in a script block ends the program with N, in a script file only the file.
    private bool AddFile(PowerShell shell, string path)
    {
        if (!File.Exists(path))
        {
            errors.Write("ScriptNotFound", $"There is no script {path}.");
            return false;
        }

        ScriptBlockAst script = Parser.ParseFile(path, out _, out ParseError[] problems);
        if (problems.Length > 0)
        {
            errors.Write(new ParseException(problems).ErrorRecord);
            return false;
        }

        shell
            .AddScript($"param($script) & $script{CommandText.Arguments(line.Words)}")
            .AddArgument(script.GetScriptBlock());
        return true;
    }
}
