using System.Collections;

namespace MempalaceSched;

/// <summary>An installed schedule: its settings, under the names of the parameters that set them, and what has become of it.</summary>
public sealed record Schedule
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whose sessions it mines.</summary>
    public required MineSource Source { get; init; }

    /// <summary>The scheduler that runs it.</summary>
    public required SchedulerKind Scheduler { get; init; }

    /// <summary>When, as a calendar expression in local time.</summary>
    public required string At { get; init; }

    /// <summary>Where it mines: <c>Host</c>, or the name of a container, with the user after it.</summary>
    public string Target { get; init; } = "Host";

    /// <summary>The container that it mines in; null for the machine itself.</summary>
    public string? Container { get; init; }

    /// <summary>The user inside; null for the one that the container has.</summary>
    public string? ContainerUser { get; init; }

    /// <summary>The client of the container's engine, by absolute path.</summary>
    public string? ContainerEngine { get; init; }

    /// <summary>What the scheduler makes of it now.</summary>
    public required ScheduleState State { get; init; }

    /// <summary>Whether it will do its work, and does.</summary>
    public required ScheduleHealth Health { get; init; }

    /// <summary>What is the matter with it, in sentences, with what mends it; empty when nothing is.</summary>
    public string HealthDetail { get; init; } = "";

    /// <summary>Whether it runs by itself.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The next run, with its random delay; null when there is none, or the scheduler cannot be asked.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>When the last run began; null when there was none.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>How the last run ended; null when there was none.</summary>
    public MineOutcome? LastOutcome { get; init; }

    /// <summary>Why it ended so.</summary>
    public string LastReason { get; init; } = "";

    /// <summary>The program, by absolute path, and the words that belong to it. In a container the name is enough.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Words after all others.</summary>
    public required IReadOnlyList<string> ArgumentList { get; init; }

    /// <summary>The whole command, as one would type it.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The palace that it writes to.</summary>
    public required string Palace { get; init; }

    /// <summary>The wing of the palace; null for the one that the command chooses.</summary>
    public string? Wing { get; init; }

    /// <summary>Whether the command is told to repair.</summary>
    public bool Repair { get; init; }

    /// <summary>Whether the command is told not to repair.</summary>
    public bool NoRepair { get; init; }

    /// <summary>At most this much is added to each occurrence.</summary>
    public TimeSpan RandomDelay { get; init; }

    /// <summary>A mine that takes longer is ended; zero for no limit.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>Whether a missed occurrence stays missed.</summary>
    public bool NoCatchUp { get; init; }

    /// <summary>What stands before the name in the label of a launch agent; null under other schedulers.</summary>
    public string? LabelPrefix { get; init; }

    /// <summary>Variables for the mine.</summary>
    public required Hashtable Environment { get; init; }

    /// <summary>The command that is run after a failure: the program, by absolute path, and its words; empty for none.</summary>
    public IReadOnlyList<string> OnFailure { get; init; } = [];

    /// <summary>The command that is run after a success: the program, by absolute path, and its words; empty for none.</summary>
    public IReadOnlyList<string> OnSuccess { get; init; } = [];

    /// <summary>The sessions that it mines; null when the command itself knows.</summary>
    public string? StorePath { get; init; }

    /// <summary>Its definition: the file that all others are rendered from.</summary>
    public required string DefinitionPath { get; init; }

    /// <summary>The script that the scheduler calls. It can be run by hand and then does the same.</summary>
    public required string LauncherPath { get; init; }

    /// <summary>The folder of its history and logs.</summary>
    public required string StatePath { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
