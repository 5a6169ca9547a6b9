using System.Runtime.CompilerServices;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Plans the property lists of schedules, and how launchd unloads and loads them.</summary>
internal sealed class LaunchdPlanner(Launchctl launchctl, StandardPaths paths) : ISchedulePlanner
{
    private readonly ConditionalWeakTable<ScheduleDefinition, IReadOnlyList<WriteFile>> files = []; // rendered once

    /// <summary>Whether the user has a graphical login; null until launchd was asked.</summary>
    public bool? HasGraphicalLogin { get; private set; }

    /// <summary>
    /// Finds out which domain the agent belongs to. Without a graphical login, over ssh, only the user's exists.
    /// </summary>
    public async Task<ScheduleDefinition> CompleteAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        HasGraphicalLogin ??= await launchctl.PrintAsync(launchctl.Gui, cancellation).ConfigureAwait(false) is not null;
        return definition with { BackgroundSession = HasGraphicalLogin is false };
    }

    public IReadOnlyList<WriteFile> FilesFor(ScheduleDefinition definition) =>
        files.GetValue(definition, each => [new LaunchAgent(each, paths).Plist()]);

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    )
    {
        if (options.EnableLinger)
            throw Error.OptionConflict("-EnableLinger applies to systemd only, not to launchd.", "Omit -EnableLinger.");
        var written = definitions.SelectMany(FilesFor).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var foreign = options
            .AdoptedBy(definitions)
            .SelectMany(adopted => RemoveForeign(adopted.Job.Handle, adopted.Job.Files[0], written));
        var action = options.Force ? ForeignAgentAction.Replace : ForeignAgentAction.Refuse;
        return new([
            new MakeFolder(paths.MacLogs),
            .. foreign,
            .. definitions.SelectMany(definition => Install(definition, action)),
        ]);
    }

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) =>
        new([
            .. definitions
                .Select(definition => new LaunchAgent(definition, paths))
                .SelectMany(agent =>
                    new ChangeStep[]
                    {
                        // All domains of a user share one list of disabled labels, and the user's own always exists.
                        new SetAgentEnabled(launchctl.User, agent.Label, Enabled: true),
                        new UnloadAgent(agent.Identity, ForeignAgentAction.Leave),
                        new DeleteFile(agent.PlistPath, agent.Mark),
                    }
                ),
        ]);

    public bool Replaces(ScheduleDefinition old, ScheduleDefinition definition) =>
        new LaunchAgent(old, paths).Label == new LaunchAgent(definition, paths).Label;

    public IReadOnlyList<string> LogsFor(ScheduleDefinition definition) =>
        [paths.MacLog(definition.Name), paths.MacErrorLog(definition.Name)];

    /// <summary>
    /// launchd reads a plist only when it loads it, so an update must unload the old version, write the file, and load
    /// the new one. An undo runs in reverse: it unloads the new version, restores the old plist, and loads that.
    /// </summary>
    private IEnumerable<ChangeStep> Install(ScheduleDefinition definition, ForeignAgentAction foreign)
    {
        var agent = new LaunchAgent(definition, paths);
        var domain = launchctl.DomainFor(definition);
        var plist = FilesFor(definition)[0];
        // First, because the list of disabled labels survives every plist, and a disabled label cannot be loaded.
        yield return new SetAgentEnabled(domain, agent.Label, definition.Enabled);
        yield return new UnloadAgent(agent.Identity, foreign);
        yield return plist;
        if (definition.Enabled)
            yield return new LoadAgent(domain, agent.Identity, agent.Expected, plist.Content);
    }

    /// <summary>
    /// Unloads an agent that the user made by hand, and deletes its plist unless ours is written there.
    /// </summary>
    private static IEnumerable<ChangeStep> RemoveForeign(string label, string plist, HashSet<string> written)
    {
        yield return new UnloadAgent(new AgentIdentity(label, label, plist, ""), ForeignAgentAction.Replace);
        if (!written.Contains(plist))
            yield return new SetAsideFile(plist);
    }
}
