using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>What to do about a loaded agent with our label whose plist does not carry our mark.</summary>
internal enum ForeignAgentAction
{
    /// <summary>Report an error and change nothing.</summary>
    Refuse,

    /// <summary>Unload it, because <c>-Force</c> was specified.</summary>
    Replace,

    /// <summary>Leave it loaded, with a warning.</summary>
    Leave,
}

/// <summary>
/// Removes a label from the list of disabled labels, or adds it. That list survives the plist: a label in it cannot be
/// loaded, and a plist whose label is not in it is loaded at every login.
/// </summary>
/// <param name="Domain">The domain of the agent.</param>
/// <param name="Label">The label.</param>
/// <param name="Enabled">Whether the label is to be enabled.</param>
internal sealed record SetAgentEnabled(string Domain, string Label, bool Enabled) : ChangeStep
{
    public override string Description =>
        $"run {Launchctl.Command(AgentEnabledUndo.Verb(Enabled), $"{Domain}/{Label}")}";

    public override async Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        await IsEnabledAsync(context, cancellation).ConfigureAwait(false) == Enabled ? "" : Description;

    public override async Task<IReadOnlyList<UndoStep>> CaptureAsync(
        ChangeContext context,
        CancellationToken cancellation
    ) =>
        await IsEnabledAsync(context, cancellation).ConfigureAwait(false) is { } before && before != Enabled
            ? [new AgentEnabledUndo(Domain, Label, before)]
            : [];

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        context.Reporter.Verbose(Description);
        await Launchctl
            .For(context)
            .RequireAsync(cancellation, AgentEnabledUndo.Verb(Enabled), $"{Domain}/{Label}")
            .ConfigureAwait(false);
    }

    /// <summary>Whether the label is enabled; null when launchctl does not say so in a known format.</summary>
    private async Task<bool?> IsEnabledAsync(ChangeContext context, CancellationToken cancellation)
    {
        var result = await Launchctl
            .For(context)
            .RunAsync(cancellation, "print-disabled", Domain)
            .ConfigureAwait(false);
        return result.ExitCode == 0 ? !LaunchctlPrint.Disabled(result.Output)?.Contains(Label) : null;
    }
}

/// <summary>Enables or disables a label as it was before.</summary>
internal sealed record AgentEnabledUndo(string Domain, string Label, bool Enabled) : UndoStep
{
    public override string Description => $"run {Launchctl.Command(Verb(Enabled), $"{Domain}/{Label}")}";

    public static string Verb(bool enabled) => enabled ? "enable" : "disable";

    public override Task UndoAsync(ChangeContext context) =>
        Launchctl.For(context).RequireAsync(CancellationToken.None, Verb(Enabled), $"{Domain}/{Label}");
}

/// <summary>
/// Unloads an agent from whichever domain it is in, and waits until it is gone. Its place is before the change of the
/// plist, so that its undo runs after the old plist has been restored, and loads that.
/// </summary>
/// <param name="Agent">The agent.</param>
/// <param name="Foreign">What to do when the loaded agent is not ours.</param>
internal sealed record UnloadAgent(AgentIdentity Agent, ForeignAgentAction Foreign) : ChangeStep
{
    public override string Description => $"run {Launchctl.Command("bootout", Agent.Label)}";

    public override async Task<string> PreviewAsync(ChangeContext context, CancellationToken cancellation) =>
        string.Join(
            '\n',
            (await LoadedAsync(Launchctl.For(context), cancellation).ConfigureAwait(false)).Select(loaded =>
                $"run {Launchctl.Command("bootout", $"{loaded.Domain}/{Agent.Label}")}"
            )
        );

    public override async Task<IReadOnlyList<UndoStep>> CaptureAsync(
        ChangeContext context,
        CancellationToken cancellation
    ) =>
        [
            .. (await LoadedAsync(Launchctl.For(context), cancellation).ConfigureAwait(false)).Select(
                loaded => new LoadAgentAgain(
                    loaded.Domain,
                    Agent.Label,
                    loaded.Fields.GetValueOrDefault("path", Agent.PlistPath)
                )
            ),
        ];

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        var launchctl = Launchctl.For(context);
        foreach (var (domain, fields) in await LoadedAsync(launchctl, cancellation).ConfigureAwait(false))
        {
            var target = $"{domain}/{Agent.Label}";
            if (!fields.TryGetValue("state", out var state))
                throw ProcessErrors.Failed(
                    Launchctl.Command("print", target),
                    new ProcessResult(0, "", "its output has an unknown format"),
                    "Run `type launchctl` and check that it is the launchctl of the system."
                );
            if (IsForeign(context, target, fields.GetValueOrDefault("path", Agent.PlistPath)))
                continue;
            if (state == "running")
                context.Reporter.Warning(
                    $"A run of '{Agent.Name}' is in progress. launchd cannot unload an agent without stopping it, "
                        + "so the run is stopped and its outcome is Interrupted. "
                        + "Start it again with Start-MempalaceMine."
                );
            context.Reporter.Verbose($"run {Launchctl.Command("bootout", target)}");
            await launchctl.UnloadAsync(target, cancellation).ConfigureAwait(false);
        }
    }

    private bool IsForeign(ChangeContext context, string target, string path)
    {
        if (
            Foreign == ForeignAgentAction.Replace
            || FileState.Read(path) is not { } plist
            || plist.Contains(Agent.Mark, StringComparison.Ordinal)
        )
            return false;
        if (Foreign == ForeignAgentAction.Refuse)
            throw Error.ScheduleExists(path, Agent.Name);
        context.Reporter.Warning(
            $"'{target}' was not unloaded, because its plist '{path}' does not carry the mark of this module."
        );
        return true;
    }

    /// <summary>The domains in which the agent is loaded, with what <c>print</c> says about it there.</summary>
    private async Task<List<(string Domain, IReadOnlyDictionary<string, string> Fields)>> LoadedAsync(
        Launchctl launchctl,
        CancellationToken cancellation
    )
    {
        var loaded = new List<(string, IReadOnlyDictionary<string, string>)>();
        foreach (var domain in launchctl.Domains)
            if (await launchctl.PrintAsync($"{domain}/{Agent.Label}", cancellation).ConfigureAwait(false) is { } print)
                loaded.Add((domain, LaunchctlPrint.Fields(print)));
        return loaded;
    }
}

/// <summary>Loads an agent again that was unloaded.</summary>
/// <param name="Domain">The domain that it was in.</param>
/// <param name="Label">Its label.</param>
/// <param name="PlistPath">Its plist.</param>
internal sealed record LoadAgentAgain(string Domain, string Label, string PlistPath) : UndoStep
{
    public override string Description => $"run {Launchctl.Command("bootstrap", Domain, PlistPath)}";

    public override async Task UndoAsync(ChangeContext context)
    {
        var launchctl = Launchctl.For(context);
        if (
            File.Exists(PlistPath)
            && await launchctl.PrintAsync($"{Domain}/{Label}", CancellationToken.None).ConfigureAwait(false) is null
        )
            await launchctl.RequireAsync(CancellationToken.None, "bootstrap", Domain, PlistPath).ConfigureAwait(false);
    }
}

/// <summary>Loads an agent from its plist, and checks that launchd has exactly what was written.</summary>
/// <param name="Domain">The domain of the agent.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Expected">What launchd must report about it.</param>
/// <param name="Plist">The text of its plist.</param>
internal sealed record LoadAgent(string Domain, AgentIdentity Agent, ExpectedAgent Expected, string Plist) : ChangeStep
{
    public override string Description => $"run {Launchctl.Command("bootstrap", Domain, Agent.PlistPath)}";

    public override Task<IReadOnlyList<UndoStep>> CaptureAsync(ChangeContext context, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<UndoStep>>([new UnloadNewAgent(Domain, Agent, Plist)]);

    public override async Task ApplyAsync(
        ChangeContext context,
        IReadOnlyList<UndoStep> undo,
        CancellationToken cancellation
    )
    {
        context.Reporter.Verbose(Description);
        var (launchctl, target) = (Launchctl.For(context), $"{Domain}/{Agent.Label}");
        await launchctl.LoadAsync(Domain, Agent, cancellation).ConfigureAwait(false);
        var print = await launchctl.RequireAsync(cancellation, "print", target).ConfigureAwait(false);
        if (Expected.DifferenceFrom(print.Output) is { } difference)
            throw Error.InstallNotVerified(Agent.Label, "launchd", difference);
    }
}

/// <summary>
/// Unloads an agent that a plan has loaded. If its plist is not the new one, the agent was never loaded from it, and
/// the one that is loaded stays.
/// </summary>
/// <param name="Domain">The domain of the agent.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Plist">The text of the new plist.</param>
internal sealed record UnloadNewAgent(string Domain, AgentIdentity Agent, string Plist) : UndoStep
{
    public override string Description => $"run {Launchctl.Command("bootout", $"{Domain}/{Agent.Label}")}";

    public override async Task UndoAsync(ChangeContext context)
    {
        var (launchctl, target) = (Launchctl.For(context), $"{Domain}/{Agent.Label}");
        if (
            FileState.Read(Agent.PlistPath) == Plist
            && await launchctl.PrintAsync(target, CancellationToken.None).ConfigureAwait(false) is { } print
            && Agent.IsAt(LaunchctlPrint.Fields(print).GetValueOrDefault("path"))
        )
            await launchctl.UnloadAsync(target, CancellationToken.None).ConfigureAwait(false);
    }
}
