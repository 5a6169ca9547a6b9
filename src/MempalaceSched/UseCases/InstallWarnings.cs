using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>
/// Warns about what an install found on the machine or in the container, and what the runs would do with it.
/// </summary>
internal sealed class InstallWarnings(IReporter reporter)
{
    /// <summary>Warns about a schedule for this machine.</summary>
    public void Write(ScheduleDefinition definition, HostEnvironment machine)
    {
        var found = SourceCatalog.For(definition.Source).Stores?.Choose(StoreView.Of(machine));
        var isChosen = found?.Store.Path == definition.Store?.Path;
        Write(definition, PalaceView.Of(machine), isChosen ? found?.Others ?? [] : []);
        var release = MempalaceRelease.Parse(definition.MempalaceVersion);
        if (definition.Source == MineSource.Gemini && GeminiFormat.Check(release, definition.Store!) is { } gemini)
            reporter.Warning($"{gemini.Problem} {gemini.Recommendation}");
    }

    /// <summary>Warns about a schedule for a container that was looked into.</summary>
    public void Write(ScheduleDefinition definition, ContainerFacts facts, IReadOnlyList<string> otherStores)
    {
        Write(definition, facts.PalaceView, otherStores);
        if (definition.Source == MineSource.Gemini && GeminiFormat.CheckInContainer(facts.Release) is { } gemini)
            reporter.Warning($"{gemini.Problem} {gemini.Recommendation}");
    }

    /// <summary>Warns about a schedule for this machine or for a container.</summary>
    /// <param name="definition">The schedule.</param>
    /// <param name="view">What the location of the palace depends on.</param>
    /// <param name="otherStores">The stores that exist and were not chosen.</param>
    private void Write(ScheduleDefinition definition, PalaceView view, IReadOnlyList<string> otherStores)
    {
        foreach (var warning in ReleaseNotes.WarningsFor(MempalaceRelease.Parse(definition.MempalaceVersion)?.Number))
            reporter.Warning(warning);
        if (otherStores.Count > 0)
            reporter.Warning(
                $"The schedule '{definition.Name}' mines '{definition.Store!.Path}', which was written last. It does "
                    + $"not mine {string.Join(", ", otherStores.Select(store => $"'{store}'"))}."
                    + (
                        SourceCatalog.For(definition.Source).Stores?.Variable is { } variable
                            ? $" To choose another one, set {variable} and install the schedule again."
                            : ""
                    )
            );
        if (PalaceLocation.HiddenBy(definition.Palace, view) is { } hidden)
            reporter.Warning(
                $"The palace of the schedule '{definition.Name}' would be '{definition.Palace}', which does not exist "
                    + $"yet. It would hide the existing palace '{hidden}' from mempalace 3.10 and later, so runs will "
                    + $"fail. To use the existing palace, run {PalaceLocation.SetCommand(definition.Name, hidden)}"
            );
    }
}
