using System.Text.Json.Serialization;
using MempalaceSched.Calendars;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Schedules;

/// <summary>
/// Everything that is known about a schedule: its settings, and what was resolved at install. Units, plists, crontab
/// lines and the launcher's settings are derived from it. It is stored as <c>NAME.json</c>.
/// </summary>
internal sealed record ScheduleDefinition : ScheduleSettings
{
    /// <summary>The version of the file format.</summary>
    [JsonPropertyOrder(-4)]
    public int Version { get; init; } = 1;

    /// <summary>The name of the schedule.</summary>
    [JsonPropertyOrder(-3)]
    public required string Name { get; init; }

    /// <summary>The source whose sessions are mined.</summary>
    [JsonPropertyOrder(-2)]
    public required MineSource Source { get; init; }

    /// <summary>The scheduler that the schedule is installed on.</summary>
    [JsonPropertyOrder(-1)]
    public required SchedulerKind Scheduler { get; init; }

    /// <summary>The session store. A run is skipped if it does not exist. Null if only the command knows it.</summary>
    [JsonPropertyOrder(1)]
    public SessionStore? Store { get; init; }

    /// <summary>
    /// Since when the schedule has this store. Earlier runs say nothing about it. Null without a store, and in
    /// definitions of earlier versions.
    /// </summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset? StoreSince { get; init; }

    /// <summary>The release of mempalace that the palace was resolved for; null if it was unknown.</summary>
    [JsonPropertyOrder(1)]
    public string? MempalaceVersion { get; init; }

    /// <summary>
    /// What determined the palace: <c>-Palace</c>, an environment variable, a configuration file, <c>default</c>, or
    /// <c>unknown</c> in a container that was not running. Null in definitions of earlier versions.
    /// </summary>
    [JsonPropertyOrder(1)]
    public string? PalaceFrom { get; init; }

    /// <summary>Whether a launch agent belongs to the user's domain because there was no graphical login.</summary>
    [JsonPropertyOrder(1)]
    public bool BackgroundSession { get; init; }

    /// <summary>
    /// Variables of the environment in which the schedule was installed and that schedulers do not provide: HOME, PATH
    /// and the XDG folders.
    /// </summary>
    [JsonPropertyOrder(1)]
    [JsonPropertyName("surroundings")]
    public required IReadOnlyDictionary<string, string> CapturedEnvironment { get; init; }

    /// <summary>The calendar that <see cref="ScheduleSettings.At"/> describes.</summary>
    [JsonIgnore]
    public Recurrence Recurrence => Recurrence.Parse(At);

    /// <summary>What the launcher starts on this machine: the command, or the client of the container engine.</summary>
    [JsonIgnore]
    public string HostProgram => Container?.Engine ?? Command[0];

    /// <summary>What a run executes.</summary>
    [JsonIgnore]
    public MineCommand MineCommand => new(Source, Command, ArgumentList, Palace, Store, Wing, Repair);

    /// <summary>What the schedule does, in one line.</summary>
    [JsonIgnore]
    public string Description => DescriptionFor(Source, Container);

    /// <summary>The definition with the time since when it has its store.</summary>
    /// <param name="known">The definition that it replaces; null if there is none.</param>
    /// <param name="now">The current time.</param>
    public ScheduleDefinition WithStoreSince(ScheduleDefinition? known, DateTimeOffset now) =>
        this with
        {
            StoreSince =
                Store is null ? null
                : known?.Store?.WithPattern() == Store.WithPattern()
                && ContainerTarget.IsSame(known.Container, Container)
                    ? known.StoreSince
                // The history has times to the second.
                : new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
        };

    /// <summary>What the schedules of a source do, in one line.</summary>
    public static string DescriptionFor(MineSource source, ContainerTarget? container = null)
    {
        var place = container is null ? "" : $" in the container {container.Title}";
        return source == MineSource.Custom
            ? $"Runs a custom command{place} for the memory palace"
            : $"Mines {SourceCatalog.For(source).Title} sessions{place} into the memory palace";
    }
}
