using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Takes a label out of the list of those that are disabled, or puts it in. That list outlives the plist: a label that is in it cannot be loaded,
/// and one that stays in it after a removal would surprise whoever installs it next. A plist whose label is not in it is loaded at each login.
/// </summary>
internal sealed record SwitchAgentStep(Launchctl Launchctl, string Domain, string Label, bool On) : CustomStep
{
    private bool? wasOn;

    private string Target => $"{Domain}/{Label}";

    public override string Description => $"run {Launchctl.Command(Verb(On), Target)}";

    public override async Task<string> PreviewAsync(CancellationToken cancellation) =>
        await IsOnAsync(cancellation).ConfigureAwait(false) == On ? "" : Description;

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation)
    {
        wasOn = await IsOnAsync(cancellation).ConfigureAwait(false);
        reporter.Verbose(Description);
        await Launchctl.DemandAsync(cancellation, Verb(On), Target).ConfigureAwait(false);
    }

    public override async Task UndoAsync()
    {
        if (wasOn is { } on && on != On)
            await Launchctl.DemandAsync(CancellationToken.None, Verb(on), Target).ConfigureAwait(false);
    }

    private static string Verb(bool on) => on ? "enable" : "disable";

    private async Task<bool?> IsOnAsync(CancellationToken cancellation)
    {
        var result = await Launchctl.RunAsync(cancellation, "print-disabled", Domain).ConfigureAwait(false);
        return result.ExitCode == 0 ? !LaunchctlPrint.Disabled(result.Output)?.Contains(Label) : null;
    }
}
