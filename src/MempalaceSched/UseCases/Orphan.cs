using MempalaceSched.Calendars;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Artefacts with the module's mark that belong to no definition, on one scheduler.</summary>
/// <param name="Name">The schedule that the mark names.</param>
/// <param name="Scheduler">The scheduler that has the files and entries.</param>
/// <param name="Artefacts">The files and entries.</param>
/// <param name="Owner">The scheduler that a schedule of this name is installed on now; null when there is none.</param>
internal sealed record Orphan(
    string Name,
    SchedulerKind Scheduler,
    IReadOnlyList<MarkedArtefact> Artefacts,
    SchedulerKind? Owner
)
{
    /// <summary>What was found, as a sentence.</summary>
    public string Description
    {
        get
        {
            var locations = string.Join(", ", Artefacts.Select(artefact => artefact.Location));
            return Owner is { } owner
                ? $"The schedule '{Name}' is installed on {owner}, and it also has: {locations}. Both can start runs."
                : $"There is no definition named '{Name}', but there is: {locations}.";
        }
    }

    /// <summary>What to do, as a sentence.</summary>
    public string Recommendation =>
        $"To remove it, run Repair-MempalaceSchedule {Name}."
        + (Owner is null ? " To keep the schedule, install it again." : "");

    /// <summary>A definition with what a removal needs. It is never written.</summary>
    public ScheduleDefinition Definition =>
        new()
        {
            Name = Name,
            Source = Source,
            Scheduler = Scheduler,
            At = IsCalendarKnown ? Recurrence.Parse(At).ToString() : "daily",
            Command = [],
            Palace = "",
            LabelPrefix = Artefacts
                .Select(artefact => artefact.LabelPrefix)
                .FirstOrDefault(prefix => prefix is not null),
            CapturedEnvironment = new Dictionary<string, string> { ["HOME"] = "", ["PATH"] = "" },
        };

    /// <summary>Whether the artefacts say when the schedule runs.</summary>
    public bool IsCalendarKnown => Recurrence.TryParse(At, out _);

    /// <summary>The source, as far as the artefacts' descriptions tell.</summary>
    public MineSource Source =>
        Enum.GetValues<MineSource>()
            .Where(source => source != MineSource.Custom)
            .FirstOrDefault(Mentions, MineSource.Custom);

    private string At => Artefacts.Select(artefact => artefact.At).FirstOrDefault(at => at.Length > 0) ?? "";

    private bool Mentions(MineSource source) =>
        Artefacts.Any(artefact =>
            artefact.Text.Contains(ScheduleDefinition.DescriptionFor(source), StringComparison.Ordinal)
        );
}
