using MempalaceSched.Containers;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Operations;

/// <summary>Settles what a definition has to know of its container: asks the engine, and looks inside.</summary>
/// <param name="bench">The parts.</param>
/// <param name="planOnly">Whether only the plan is to be shown: what is in the way of an install is then a warning.</param>
internal sealed class ContainerOperation(Workbench bench, bool planOnly)
{
    private readonly ContainerEngine engine = new(bench.Environment, bench.Processes);

    /// <summary>The request with its engine by absolute path.</summary>
    /// <param name="request">What was said.</param>
    /// <param name="old">The definition so far; null for none.</param>
    /// <param name="target">The machine that it is for; null for this one.</param>
    /// <exception cref="MempalaceException"><c>CommandNotFound</c>.</exception>
    public ScheduleRequest WithEngine(ScheduleRequest request, ScheduleDefinition? old, HostEnvironment? target = null)
    {
        var asked = string.IsNullOrEmpty(request.ContainerEngine) ? null : request.ContainerEngine;
        var isInContainer = request.Container is { } name ? name.Length > 0 : old?.Container is not null;
        if (!isInContainer || (request.ContainerEngine is null && old?.Container is not null))
            return request;
        if (target is { IsElsewhere: true })
            return request with { ContainerEngine = Supposed(asked, target) };
        try
        {
            return request with { ContainerEngine = engine.Find(asked, request.CurrentFolder) };
        }
        catch (MempalaceException e) when (planOnly)
        {
            var supposed = Supposed(asked, bench.Environment);
            bench.Reporter.Warning($"{e.Message} '{supposed}' is taken for it.");
            return request with { ContainerEngine = supposed };
        }
    }

    /// <summary>The client where it cannot be looked for: by its name, in the usual folder.</summary>
    /// <param name="asked">What was said; null for nothing.</param>
    /// <param name="target">The machine.</param>
    public static string Supposed(string? asked, HostEnvironment target) =>
        Path.Combine(target.Platform == PlatformKind.MacOS ? "/usr/local/bin" : "/usr/bin", asked ?? "docker");

    /// <summary>The definition with what a look at its container has shown.</summary>
    /// <param name="built">The definition.</param>
    /// <param name="request">What was said.</param>
    /// <param name="old">The definition that is changed; null for an install.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="MempalaceException"><c>EngineUnavailable</c>, <c>ContainerNotUsable</c>, <c>CommandNotFound</c>.</exception>
    public async Task<ScheduleDefinition> CompleteAsync(
        ScheduleDefinition built,
        ScheduleRequest request,
        ScheduleDefinition? old,
        CancellationToken cancellation
    )
    {
        if (built.Container is not { } container || (old is not null && !IsAnother(built, old)))
            return built;
        try
        {
            var state = await engine.StateAsync(built, cancellation).ConfigureAwait(false);
            if (state == "running")
                return Settled(built, request, await engine.LookInsideAsync(built, cancellation).ConfigureAwait(false));
            bench.Reporter.Warning(
                state is null
                    ? $"There is no container '{container.Name}' yet. Runs are skipped until there is one; whether '{built.Command[0]}' is in it was not looked at."
                    : $"The container '{container.Name}' does not run ({state}). Runs are skipped while it does not; whether '{built.Command[0]}' is in it was not looked at."
            );
        }
        catch (MempalaceException e) when (planOnly)
        {
            bench.Reporter.Warning($"{e.Message} {e.WayOut} This is only the plan.");
        }
        return AsKnown(built, request);
    }

    private static bool IsAnother(ScheduleDefinition built, ScheduleDefinition old) =>
        built.Container != old.Container || built.Palace != old.Palace || !built.Command.SequenceEqual(old.Command);

    private static ScheduleDefinition Settled(ScheduleDefinition built, ScheduleRequest request, InsideFacts facts)
    {
        var profile = SourceCatalog.Of(built.Source);
        if (facts.Program is null)
            throw Fault.CommandNotInContainer(built.Command[0], built.Container!.Title, profile.HowToInstallInside);
        return built with
        {
            Palace =
                PalaceWasSaid(request) || Path.IsPathRooted(built.Palace) ? facts.AtHome(built.Palace) : facts.Palace,
            Store = facts.StoreOf(profile),
        };
    }

    /// <summary>What an earlier look into the same container has shown is kept: the same install twice changes nothing, whether or not it runs.</summary>
    private ScheduleDefinition AsKnown(ScheduleDefinition built, ScheduleRequest request)
    {
        if (
            bench.Definitions.FindReadable(built.Name) is not { } known
            || known.Container != built.Container
            || known.Source != built.Source
        )
            return built;
        var isSamePalace =
            !PalaceWasSaid(request)
            || (built.Palace.StartsWith('~') && known.Palace.EndsWith(built.Palace[1..], StringComparison.Ordinal));
        return built with { Store = known.Store, Palace = isSamePalace ? known.Palace : built.Palace };
    }

    private static bool PalaceWasSaid(ScheduleRequest request) => !string.IsNullOrEmpty(request.Palace);
}
