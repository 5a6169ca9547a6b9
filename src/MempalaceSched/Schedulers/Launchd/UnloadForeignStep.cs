using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Takes an agent that somebody has made by hand out of launchd, in whichever domain it is. It stands before the removal of its plist: so its undo
/// comes when the plist is back, and loads that.
/// </summary>
/// <param name="Launchctl">launchctl.</param>
/// <param name="Label">Its label.</param>
/// <param name="PlistPath">Its plist.</param>
internal sealed record UnloadForeignStep(Launchctl Launchctl, string Label, string PlistPath) : CustomStep
{
    private readonly List<string> unloaded = [];

    public override string Description => $"run {Launchctl.Command("bootout", $"{Launchctl.Gui}/{Label}")}";

    public override async Task<string> PreviewAsync(CancellationToken cancellation) =>
        string.Join(
            '\n',
            (await LoadedAsync(cancellation).ConfigureAwait(false)).Select(domain =>
                $"run {Launchctl.Command("bootout", $"{domain}/{Label}")}"
            )
        );

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation)
    {
        foreach (var domain in await LoadedAsync(cancellation).ConfigureAwait(false))
        {
            unloaded.Add(domain);
            reporter.Verbose($"run {Launchctl.Command("bootout", $"{domain}/{Label}")}");
            await UnloadAgentStep.UnloadAsync(Launchctl, $"{domain}/{Label}", cancellation).ConfigureAwait(false);
        }
    }

    public override async Task UndoAsync()
    {
        foreach (var domain in unloaded)
            if (await Launchctl.PrintAsync($"{domain}/{Label}", CancellationToken.None).ConfigureAwait(false) is null)
                await Launchctl
                    .DemandAsync(CancellationToken.None, "bootstrap", domain, PlistPath)
                    .ConfigureAwait(false);
    }

    private async Task<List<string>> LoadedAsync(CancellationToken cancellation)
    {
        var domains = new List<string>();
        foreach (var domain in Launchctl.Domains)
            if (await Launchctl.PrintAsync($"{domain}/{Label}", cancellation).ConfigureAwait(false) is not null)
                domains.Add(domain);
        return domains;
    }
}
