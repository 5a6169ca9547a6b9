using System.Management.Automation;

namespace MempalaceSched.Host;

/// <summary>Prints objects through the engine's own formatting, as they come.</summary>
/// <remarks>
/// A pipeline of its own rather than the last command of the user's: formatting holds the first rows of a table back to
/// measure them, and a terminating error in the user's pipeline would take them along.
/// </remarks>
internal sealed class TextOutput : IDisposable
{
    private readonly SteppablePipeline pipeline = ScriptBlock.Create("Out-Default").GetSteppablePipeline();

    /// <summary>Starts formatting in the default runspace.</summary>
    public TextOutput() => pipeline.Begin(expectInput: true);

    /// <summary>Prints one object, at once or with those that follow.</summary>
    public void Write(PSObject item) => pipeline.Process(item);

    /// <summary>Prints what was held back.</summary>
    public void Dispose()
    {
        try
        {
            pipeline.End();
        }
        catch (PipelineStoppedException)
        {
            // Stopped in the middle; nobody waits for the rest.
        }

        pipeline.Dispose();
    }
}
