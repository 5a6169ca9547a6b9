using MempalaceSched.Containers;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Health;

/// <summary>Whether the engine answers, the container runs, and the command is in it.</summary>
internal sealed class ContainerCheck : ICheck
{
    public string Name => "container";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (subject.Definition.Container is not { } container)
            return Verdict.Skip("It mines on this machine.");
        var engine = new ContainerEngine(subject.Services.Environment, subject.Services.Processes);
        var state = await engine
            .StateAsync(container, subject.Definition.Surroundings, cancellation)
            .ConfigureAwait(false);
        if (state is null)
            return Verdict.Warn(
                $"There is no container '{container.Name}': runs are skipped.",
                "Make it, or name another: Set-MempalaceSchedule -Container NAME"
            );
        if (state != "running")
            return Verdict.Warn(
                $"The container '{container.Name}' does not run ({state}): runs are skipped.",
                "Start it."
            );
        var facts = await engine
            .LookInsideAsync(
                container,
                subject.Definition.Surroundings,
                LauncherProgram.LookInside,
                subject.Definition.Command[0],
                cancellation
            )
            .ConfigureAwait(false);
        return facts.Program is { } program
            ? Verdict.Pass($"The container '{container.Name}' runs, and '{program}' is in it.")
            : Verdict.Fail(
                $"'{subject.Definition.Command[0]}' is not in the container {container.Title}.",
                SourceCatalog.Of(subject.Definition.Source).HowToInstallInside
            );
    }
}
