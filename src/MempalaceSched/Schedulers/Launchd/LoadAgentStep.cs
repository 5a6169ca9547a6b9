using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Loads an agent whose plist is written, and looks whether it is what was written.</summary>
/// <param name="Launchctl">launchctl.</param>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="Agent">What is to be loaded.</param>
internal sealed record LoadAgentStep(Launchctl Launchctl, string Domain, LaunchAgent Agent) : CustomStep
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(LaunchAgent.ExitTimeOut + 10);

    private string Target => $"{Domain}/{Agent.Label}";

    public override string Description => $"run {Launchctl.Command("bootstrap", Domain, Agent.PlistPath)}";

    public override Task<string> PreviewAsync(CancellationToken cancellation) => Task.FromResult(Description);

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation)
    {
        reporter.Verbose(Description);
        await BootstrapAsync(cancellation).ConfigureAwait(false);
        var print = (await Launchctl.DemandAsync(cancellation, "print", Target).ConfigureAwait(false)).Output;
        if (Agent.DifferenceFrom(print) is { } difference)
            throw Fault.InstallNotVerified(Agent.Label, "launchd", difference);
    }

    public override async Task UndoAsync()
    {
        if (
            await Launchctl.PrintAsync(Target, CancellationToken.None).ConfigureAwait(false) is { } print
            && Agent.IsAt(LaunchctlPrint.Fields(print).GetValueOrDefault("path"))
        ) // somebody else's stays
            await UnloadAgentStep.UnloadAsync(Launchctl, Target, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>bootstrap fails for many reasons under few numbers; what is there then says which of them it was.</summary>
    private async Task BootstrapAsync(CancellationToken cancellation)
    {
        var command = Launchctl.Command("bootstrap", Domain, Agent.PlistPath);
        for (var until = DateTime.UtcNow + Patience; ; )
        {
            var result = await Launchctl
                .RunAsync(cancellation, "bootstrap", Domain, Agent.PlistPath)
                .ConfigureAwait(false);
            if (result.ExitCode == 0)
                return;
            if (result.ExitCode is not (Launchctl.InputOutput or Launchctl.InProgress or Launchctl.AlreadyLoaded))
                throw Launchctl.Failed(command, result);

            var print = await Launchctl.PrintAsync(Target, cancellation).ConfigureAwait(false);
            if (print is null)
                throw Launchctl.Failed(command, result);
            var fields = LaunchctlPrint.Fields(print);
            if (fields.GetValueOrDefault("state") is not ("SIGTERMed" or "SIGKILLed"))
            {
                if (Agent.IsAt(fields.GetValueOrDefault("path")))
                    return; // somebody was faster
                throw Launchctl.Failed(command, result);
            }
            if (DateTime.UtcNow > until)
                throw Launchctl.Failed(command, result);
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);
        }
    }
}
