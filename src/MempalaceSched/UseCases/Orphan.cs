using MempalaceSched.Calendars;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>What is left of a schedule, under one scheduler, that no definition knows of.</summary>
/// <param name="Name">The name that its mark says.</param>
/// <param name="Scheduler">The scheduler that has it. A launcher alone is all that the embedded scheduler would have.</param>
/// <param name="Traces">All that there is of it.</param>
/// <param name="Owner">The scheduler that a schedule of that name is under now; null when there is no definition of that name.</param>
internal sealed record Orphan(
    string Name,
    SchedulerKind Scheduler,
    IReadOnlyList<MarkedArtefact> Traces,
    SchedulerKind? Owner
)
{
    /// <summary>The calendar, where it is known; else empty.</summary>
    public string At => Traces.Select(trace => trace.At).FirstOrDefault(at => at.Length > 0) ?? "";

    /// <summary>What it mined, by what its files say.</summary>
    public MineSource Source =>
        Enum.GetValues<MineSource>()
            .Where(source => source != MineSource.Custom)
            .FirstOrDefault(
                source =>
                    Traces.Any(trace =>
                        trace.Text.Contains(ScheduleDefinition.DescriptionOf(source), StringComparison.Ordinal)
                    ),
                MineSource.Custom
            );

    /// <summary>What it is, in a sentence.</summary>
    public string What
    {
        get
        {
            var where = string.Join(", ", Traces.Select(trace => trace.Location));
            return Owner is { } owner
                ? $"The schedule '{Name}' is under {owner}; this is left over, and can run besides: {where}."
                : $"There is no definition of that name, but there is: {where}.";
        }
    }

    /// <summary>The way out, in a sentence.</summary>
    public string Mend =>
        $"Repair-MempalaceSchedule {Name} takes it away{(Owner is null ? "; to have it again, install it with its settings" : "")}.";

    /// <summary>As much of a definition as a scheduler needs to find and remove it. It is never written.</summary>
    public ScheduleDefinition Definition =>
        new()
        {
            Name = Name,
            Source = MineSource.Custom,
            Scheduler = Scheduler,
            At = Recurrence.TryParse(At, out var recurrence) ? recurrence.ToString() : "daily",
            Command = [],
            Palace = "",
            LabelPrefix = Traces.Select(trace => trace.LabelPrefix).FirstOrDefault(prefix => prefix is not null),
            Surroundings = new Dictionary<string, string> { ["HOME"] = "", ["PATH"] = "" },
        };
}
