using System.Text.Json.Serialization;
using MempalaceSched.Calendars;
using MempalaceSched.Containers;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Schedules;

/// <summary>All that is to be known of a schedule: from it units, launcher and everything else are rendered. It is kept as <c>NAME.json</c>.</summary>
internal sealed record ScheduleDefinition
{
    /// <summary>The version of this file's layout.</summary>
    public int Version { get; init; } = 1;

    public required string Name { get; init; }

    public required MineSource Source { get; init; }

    public required SchedulerKind Scheduler { get; init; }

    /// <summary>The recurrence, in its canonical text and in local time.</summary>
    public required string At { get; init; }

    /// <summary>The program, by absolute path, and the words that belong to it. In a container the name is enough.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Words after all others.</summary>
    public IReadOnlyList<string> ArgumentList { get; init; } = [];

    /// <summary>The palace that is written to, by absolute path; in a container that nobody could look into, below <c>~</c>.</summary>
    public required string Palace { get; init; }

    public string? Wing { get; init; }

    public RepairMode Repair { get; init; }

    /// <summary>The container that it mines in; null for the machine itself.</summary>
    public ContainerTarget? Container { get; init; }

    /// <summary>What has to exist for a mine to make sense; null when that is the command's own affair.</summary>
    public SessionStore? Store { get; init; }

    /// <summary>At most this much is added to each occurrence, at random but the same for each one.</summary>
    public TimeSpan RandomDelay { get; init; }

    /// <summary>A mine that takes longer is ended; zero for no limit.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>Whether an occurrence that was missed is made up for as soon as the machine is up.</summary>
    public bool CatchUp { get; init; } = true;

    /// <summary>Whether it runs by itself.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What stands before the name in the label of a launch agent; null under other schedulers.</summary>
    public string? LabelPrefix { get; init; }

    /// <summary>Whether a launch agent belongs to the user without a graphical login.</summary>
    public bool BackgroundSession { get; init; }

    /// <summary>Variables for the mine, on top of <see cref="Surroundings"/>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The command to be run after a failure, its program by absolute path; empty for none.</summary>
    public IReadOnlyList<string> OnFailure { get; init; } = [];

    /// <summary>The command to be run after a success, its program by absolute path; empty for none.</summary>
    public IReadOnlyList<string> OnSuccess { get; init; } = [];

    /// <summary>What the environment of the one who installed it had, and schedulers do not have: HOME, PATH, XDG folders.</summary>
    public required IReadOnlyDictionary<string, string> Surroundings { get; init; }

    /// <summary>The recurrence that <see cref="At"/> says.</summary>
    [JsonIgnore]
    public Recurrence Recurrence => Recurrence.Parse(At);

    /// <summary>What its launcher runs on this machine: the command, or the client of its container's engine.</summary>
    [JsonIgnore]
    public string HostProgram => Container?.Engine ?? Command[0];

    /// <summary>One line that says what it does.</summary>
    [JsonIgnore]
    public string Description => DescriptionOf(Source, Container);

    /// <summary>One line that says what the schedules of a source do.</summary>
    public static string DescriptionOf(MineSource source, ContainerTarget? container = null)
    {
        var place = container is null ? "" : $" in the container {container.Title}";
        return source == MineSource.Custom
            ? $"Runs a command of your own{place} for the memory palace"
            : $"Mines {SourceCatalog.Of(source).Title} sessions{place} into the memory palace";
    }
}
