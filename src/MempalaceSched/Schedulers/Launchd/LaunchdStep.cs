using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Processes;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Loads an agent whose plist is written, or a new version of it: out with the old, wait, enable, bootstrap, look.</summary>
/// <param name="Launchctl">launchctl.</param>
/// <param name="Domain">The domain that it belongs to.</param>
/// <param name="Label">Its label.</param>
/// <param name="PlistPath">Its property list.</param>
/// <param name="Launcher">The program that it must have.</param>
/// <param name="Intervals">The calendar entries that it must have.</param>
internal sealed record LoadAgentStep(
    Launchctl Launchctl, string Domain, string Label, string PlistPath, string Launcher, IReadOnlyList<IReadOnlyDictionary<string, int>> Intervals) : CustomStep
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private bool wasLoaded;

    public string Target => $"{Domain}/{Label}";

    public override string Description => $"run launchctl bootstrap {Domain} {PlistPath}";

    public override Task<string> PreviewAsync(CancellationToken cancellation) => Task.FromResult(Description);

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation)
    {
        wasLoaded = await UnloadAsync(Launchctl, Target, reporter, cancellation).ConfigureAwait(false);
        await LoadAsync(reporter, cancellation).ConfigureAwait(false);
        var print = await Launchctl.RunAsync(cancellation, "print", Target).ConfigureAwait(false);
        if (print.ExitCode != 0) throw Launchctl.Failed(Launchctl.Command("print", Target), print);
        if (!Shows(print.Output)) throw Fault.InstallNotVerified(Label, "launchd", "it has loaded something else than what was written.");
    }

    public override async Task UndoAsync()
    {
        await UnloadAsync(Launchctl, Target, null, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Loads the old version again, once its plist is back.</summary>
    public async Task ReloadOldAsync()
    {
        if (wasLoaded && File.Exists(PlistPath)) await Launchctl.RunAsync(CancellationToken.None, "bootstrap", Domain, PlistPath).ConfigureAwait(false);
    }

    /// <summary>Takes a service out, if it is in, and waits until it is gone: bootout comes back before that.</summary>
    /// <returns>Whether it was in.</returns>
    public static async Task<bool> UnloadAsync(Launchctl launchctl, string target, IReporter? reporter, CancellationToken cancellation)
    {
        if ((await launchctl.RunAsync(cancellation, "print", target).ConfigureAwait(false)).ExitCode != 0) return false;
        reporter?.Verbose($"run launchctl bootout {target}");
        var result = await launchctl.RunAsync(cancellation, "bootout", target).ConfigureAwait(false);
        if (result.ExitCode is not (0 or Launchctl.NoSuchProcess or Launchctl.InProgress or Launchctl.NoService))
            throw Launchctl.Failed(Launchctl.Command("bootout", target), result);
        for (var until = DateTime.UtcNow.AddSeconds(LaunchAgent.ExitTimeOut + 10); DateTime.UtcNow < until;)
        {
            if ((await launchctl.RunAsync(cancellation, "print", target).ConfigureAwait(false)).ExitCode is Launchctl.NoService or Launchctl.NoDomain) return true;
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);
        }
        throw Fault.SchedulerCommandFailed(Launchctl.Command("bootout", target), new ProcessResult(0, "", $"it is still there after {LaunchAgent.ExitTimeOut + 10} s"),
            "A run that does not end keeps it; Stop it by hand (launchctl kill KILL) and try again.");
    }

    private async Task LoadAsync(IReporter reporter, CancellationToken cancellation)
    {
        // enable before bootstrap: a label that was ever disabled cannot be loaded, and the store of those outlives the plist.
        var enable = await Launchctl.RunAsync(cancellation, "enable", Target).ConfigureAwait(false);
        if (enable.ExitCode != 0) throw Launchctl.Failed(Launchctl.Command("enable", Target), enable);

        var command = Launchctl.Command("bootstrap", Domain, PlistPath);
        for (var until = DateTime.UtcNow.AddSeconds(LaunchAgent.ExitTimeOut + 10); ;)
        {
            reporter.Verbose($"run {command}");
            var result = await Launchctl.RunAsync(cancellation, "bootstrap", Domain, PlistPath).ConfigureAwait(false);
            if (result.ExitCode == 0) return;
            if (result.ExitCode is not (Launchctl.InputOutput or Launchctl.AlreadyLoaded)) throw Launchctl.Failed(command, result);
            var print = await Launchctl.RunAsync(cancellation, "print", Target).ConfigureAwait(false);
            if (print.ExitCode != 0) throw Launchctl.Failed(command, result);
            var fields = LaunchctlPrint.Fields(print.Output);
            if (fields.GetValueOrDefault("path") == PlistPath && fields.GetValueOrDefault("state") is not ("SIGTERMed" or "SIGKILLed")) return; // somebody was faster
            if (DateTime.UtcNow > until) throw Launchctl.Failed(command, result);
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);
        }
    }

    private bool Shows(string output) =>
        LaunchctlPrint.Fields(output).GetValueOrDefault("path") == PlistPath
        && LaunchctlPrint.Block(output, "arguments") is [var program, ..] && program == Launcher
        && Normal(LaunchctlPrint.Descriptors(output)).SetEquals(Normal(Intervals));

    private static HashSet<string> Normal(IEnumerable<IReadOnlyDictionary<string, int>> intervals) =>
        [.. intervals.Select(interval => string.Join(',', interval.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}")))];
}

/// <summary>Takes an agent out of launchd, in whichever domain it is.</summary>
internal sealed record UnloadAgentStep(Launchctl Launchctl, string Label, string PlistPath) : CustomStep
{
    private readonly List<string> unloaded = [];

    public override string Description => $"run launchctl bootout {Launchctl.Gui}/{Label}";

    public override Task<string> PreviewAsync(CancellationToken cancellation) => Task.FromResult(Description);

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation)
    {
        foreach (var domain in new[] { Launchctl.Gui, Launchctl.User })
            if (await LoadAgentStep.UnloadAsync(Launchctl, $"{domain}/{Label}", reporter, cancellation).ConfigureAwait(false)) unloaded.Add(domain);
    }

    public override async Task UndoAsync()
    {
        foreach (var domain in unloaded)
            await Launchctl.RunAsync(CancellationToken.None, "bootstrap", domain, PlistPath).ConfigureAwait(false);
    }
}

/// <summary>Does nothing on the way forth. On the way back it stands behind the plist's own undo, and loads the old version again.</summary>
internal sealed record ReloadOldAgentStep(LoadAgentStep Load) : CustomStep
{
    public override string Description => "";

    public override Task<string> PreviewAsync(CancellationToken cancellation) => Task.FromResult("");

    public override Task DoAsync(IReporter reporter, CancellationToken cancellation) => Task.CompletedTask;

    public override Task UndoAsync() => Load.ReloadOldAsync();
}
