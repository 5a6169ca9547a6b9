using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Runs a probe as an agent that starts when it is loaded, and is taken out again whatever happens. Its plist lies where no login finds it.</summary>
internal static class LaunchdProbe
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(
        Launchctl launchctl,
        string domain,
        Probe probe,
        TemplateSource templates,
        IReporter reporter,
        CancellationToken cancellation
    )
    {
        var label = $"{probe.Definition.LabelPrefix}.{probe.Id}";
        var plist = probe.Script + ".plist";
        FileState.Replace(plist, TemplateRenderer.Render("probe.plist.scriban", Values(probe, label), templates), Mode);
        try
        {
            await launchctl.DemandAsync(cancellation, "bootstrap", domain, plist).ConfigureAwait(false);
            await probe.WaitAsync(Patience, reporter, cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (
                await launchctl.PrintAsync($"{domain}/{label}", CancellationToken.None).ConfigureAwait(false)
                is not null
            )
                await UnloadAgentStep
                    .UnloadAsync(launchctl, $"{domain}/{label}", CancellationToken.None)
                    .ConfigureAwait(false);
        }
        if (!probe.IsDone)
            throw Fault.ProbeNotRun(probe.Definition.Name, "launchd");
    }

    /// <summary>The variables of its template.</summary>
    public static IReadOnlyDictionary<string, object?> Values(Probe probe, string label) =>
        new Dictionary<string, object?>
        {
            ["label"] = label,
            ["script"] = probe.Script,
            ["background_session"] = probe.Definition.BackgroundSession,
        };
}
