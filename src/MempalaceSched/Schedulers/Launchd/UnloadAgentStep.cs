using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Takes an agent out of launchd, in whichever domain it is, and waits until it is gone. It stands before the change of its plist: so its undo
/// comes when the old plist is back, and loads that.
/// </summary>
/// <param name="Launchctl">launchctl.</param>
/// <param name="Agent">The agent, as it is or is to be.</param>
/// <param name="Foreign">What to do about an agent of that label that is somebody else's.</param>
internal sealed record UnloadAgentStep(Launchctl Launchctl, LaunchAgent Agent, ForeignAgent Foreign) : CustomStep
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(LaunchAgent.ExitTimeOut + 10);
    private readonly List<(string Domain, string PlistPath)> unloaded = [];

    public override string Description => $"run {Launchctl.Command("bootout", $"{Launchctl.Gui}/{Agent.Label}")}";

    public override async Task<string> PreviewAsync(CancellationToken cancellation)
    {
        var steps = new List<string>();
        foreach (var target in Launchctl.Domains.Select(domain => $"{domain}/{Agent.Label}"))
            if (await Launchctl.PrintAsync(target, cancellation).ConfigureAwait(false) is not null)
                steps.Add($"run {Launchctl.Command("bootout", target)}");
        return string.Join('\n', steps);
    }

    public override async Task DoAsync(IReporter reporter, CancellationToken cancellation)
    {
        foreach (var domain in Launchctl.Domains)
        {
            var target = $"{domain}/{Agent.Label}";
            if (await Launchctl.PrintAsync(target, cancellation).ConfigureAwait(false) is not { } print)
                continue;
            var fields = LaunchctlPrint.Fields(print);
            if (!fields.ContainsKey("state"))
                throw Fault.SchedulerCommandFailed(
                    Launchctl.Command("print", target),
                    new ProcessResult(0, "", "what it says is not understood"),
                    "See whether launchctl is the one of the system: `type launchctl`."
                );
            var path = fields.GetValueOrDefault("path", Agent.PlistPath);
            if (
                Foreign != ForeignAgent.Replace
                && FileState.Read(path) is { } plist
                && !plist.Contains(Agent.Mark, StringComparison.Ordinal)
            )
            {
                if (Foreign == ForeignAgent.Refuse)
                    throw Fault.ScheduleExists(path, Agent.Name);
                reporter.Warning(
                    $"{target} is loaded from '{path}', which does not carry our mark, and was left alone."
                );
                continue;
            }
            unloaded.Add((domain, path));
            if (fields.GetValueOrDefault("state") == "running")
                reporter.Warning(
                    $"'{Agent.Name}' is running. launchd cannot let go of an agent without stopping it, so that run is ended; its history will say Interrupted."
                );
            reporter.Verbose($"run {Launchctl.Command("bootout", target)}");
            await UnloadAsync(Launchctl, target, cancellation).ConfigureAwait(false);
        }
    }

    public override async Task UndoAsync()
    {
        foreach (var (domain, path) in unloaded.Where(old => File.Exists(old.PlistPath)))
            if (
                await Launchctl.PrintAsync($"{domain}/{Agent.Label}", CancellationToken.None).ConfigureAwait(false)
                is null
            )
                await Launchctl.DemandAsync(CancellationToken.None, "bootstrap", domain, path).ConfigureAwait(false);
    }

    /// <summary>Takes out a service that is in, and waits until it is gone: bootout comes back before that.</summary>
    public static async Task UnloadAsync(Launchctl launchctl, string target, CancellationToken cancellation)
    {
        var command = Launchctl.Command("bootout", target);
        var result = await launchctl.RunAsync(cancellation, "bootout", target).ConfigureAwait(false);
        if (result.ExitCode is not (0 or Launchctl.NoSuchProcess or Launchctl.InProgress or Launchctl.NoService))
            throw Launchctl.Failed(command, result);
        for (
            var until = DateTime.UtcNow + Patience;
            await launchctl.PrintAsync(target, cancellation).ConfigureAwait(false) is not null;

        )
        {
            if (DateTime.UtcNow > until)
                throw Fault.SchedulerCommandFailed(
                    command,
                    new ProcessResult(result.ExitCode, "", $"it is still there after {Patience.TotalSeconds:0} s"),
                    $"A run that does not end keeps it. End it (`launchctl kill KILL {target}`) and try again."
                );
            await Task.Delay(Beat, cancellation).ConfigureAwait(false);
        }
    }
}
