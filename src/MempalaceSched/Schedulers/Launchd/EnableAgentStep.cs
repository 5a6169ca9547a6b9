using MempalaceSched.Changes;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Takes a label out of the list of those that are disabled. That list outlives the plist: a label that is in it cannot be loaded, and one that
/// stays in it after a removal would surprise whoever installs it next.
/// </summary>
internal sealed record EnableAgentStep(Launchctl Launchctl, string Domain, string Label) : CustomStep
{
    private bool wasDisabled;

    private string Target => $"{Domain}/{Label}";

    public override string Description => $"run {Launchctl.Command("enable", Target)}";

    public override async Task<string> PreviewAsync(CancellationToken cancellation) =>
        await IsDisabledAsync(cancellation).ConfigureAwait(false) is false ? "" : Description;

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation)
    {
        var disabled = await IsDisabledAsync(cancellation).ConfigureAwait(false);
        wasDisabled = disabled is true;
        reporter.Verbose(Description);
        await Launchctl.DemandAsync(cancellation, "enable", Target).ConfigureAwait(false);
    }

    public override async Task UndoAsync()
    {
        if (wasDisabled) await Launchctl.DemandAsync(CancellationToken.None, "disable", Target).ConfigureAwait(false);
    }

    private async Task<bool?> IsDisabledAsync(CancellationToken cancellation)
    {
        var result = await Launchctl.RunAsync(cancellation, "print-disabled", Domain).ConfigureAwait(false);
        return result.ExitCode == 0 ? LaunchctlPrint.Disabled(result.Output)?.Contains(Label) : null;
    }
}
