using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace MempalaceSched.Host;

/// <summary>Opens a runspace that has the module loaded and does everything on the calling thread.</summary>
internal static class EngineSession
{
    /// <summary>Opens it; none, with the error written, if the module cannot be loaded.</summary>
    public static Runspace? Open(PSHost host, ConsoleStreams streams, ErrorOutput errors)
    {
        string module;
        try
        {
            module = ModuleLocation.Find();
        }
        catch (FileNotFoundException missing)
        {
            errors.Write(
                "ModuleNotFound",
                missing.Message,
                $"Set {ModuleLocation.Variable} to the path of MempalaceSched.psd1, or install the whole folder again."
            );
            return null;
        }

        PSStyle.Instance.OutputRendering = streams.UseColor ? OutputRendering.Host : OutputRendering.PlainText;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([module]);

        // Looking for a command in every module on the machine is slow, and a surprise: what runs is the module and the engine.
        state.Variables.Add(
            new SessionStateVariableEntry("PSModuleAutoLoadingPreference", PSModuleAutoLoadingPreference.None, "")
        );

        Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
        try
        {
            using (EngineEnvironment.WhileOpening())
                runspace.Open();
        }
        catch (RuntimeException exception)
        {
            Report(exception, module, errors);
            runspace.Dispose();
            return null;
        }

        runspace.SessionStateProxy.InvokeCommand.PreCommandLookupAction += EngineEnvironment.BeforeHelp;
        Runspace.DefaultRunspace = runspace;
        return runspace;
    }

    private static void Report(RuntimeException exception, string module, ErrorOutput errors)
    {
        ErrorRecord[] records = exception is RunspaceOpenModuleLoadException load ? [.. load.ErrorRecords] : [];
        foreach (ErrorRecord record in records.DefaultIfEmpty(exception.ErrorRecord))
            errors.Write(record);
        errors.Write(
            "ModuleNotLoaded",
            $"The module {module} could not be loaded.",
            $"Install the whole folder again, or set {ModuleLocation.Variable} to the path of a working MempalaceSched.psd1."
        );
    }
}
