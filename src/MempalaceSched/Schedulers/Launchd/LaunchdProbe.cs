using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Templates;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Runs a probe as an agent that starts when it is loaded. Its plist is outside of LaunchAgents, so no login loads it
/// again.
/// </summary>
internal sealed class LaunchdProbe(Launchctl launchctl, StandardPaths paths) : IProbeRunner
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public async Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation)
    {
        var domain = launchctl.DomainFor(probe.Definition);
        var label = $"{probe.Definition.LabelPrefix}.{probe.Id}";
        var plist = probe.Script + ".plist";
        var templates = new TemplateSource(paths.Templates);
        FileState.Replace(plist, TemplateRenderer.Render("probe.plist.scriban", Values(probe, label), templates), Mode);
        try
        {
            await launchctl.RequireAsync(cancellation, "bootstrap", domain, plist).ConfigureAwait(false);
            await probe.WaitAsync(Timeout, reporter, cancellation).ConfigureAwait(false);
        }
        finally
        {
            var target = $"{domain}/{label}";
            if (await launchctl.PrintAsync(target, CancellationToken.None).ConfigureAwait(false) is not null)
                await launchctl.UnloadAsync(target, CancellationToken.None).ConfigureAwait(false);
        }
        if (!probe.IsDone)
            throw Error.ProbeNotRun(probe.Definition.Name, "launchd");
    }

    /// <summary>The variables of the template.</summary>
    public static IReadOnlyDictionary<string, object?> Values(Probe probe, string label) =>
        new Dictionary<string, object?>
        {
            ["label"] = label,
            ["script"] = probe.Script,
            ["background_session"] = probe.Definition.BackgroundSession,
        };
}
