using MempalaceSched.Calendars;

namespace MempalaceSched.Import;

/// <summary>A job that a user made by hand and that was understood completely.</summary>
internal sealed record AdoptedJob
{
    /// <summary>The name of the new schedule; null for the default name of its source.</summary>
    public string? Name { get; init; }

    /// <summary>What the job runs.</summary>
    public required AdoptedCommand Command { get; init; }

    /// <summary>When the job runs, in local time.</summary>
    public required Recurrence At { get; init; }

    /// <summary>The environment variables that the scheduler sets for the job.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The longest random delay before each run; zero for none.</summary>
    public TimeSpan RandomDelay { get; init; }

    /// <summary>The time limit of a run; zero for none.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>Whether missed runs are caught up.</summary>
    public bool CatchUp { get; init; }

    /// <summary>Whether the scheduler starts the job.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The part of a launchd label before the name; null under other schedulers.</summary>
    public string? LabelPrefix { get; init; }
}

/// <summary>What a command line mines, and how.</summary>
internal sealed record AdoptedCommand
{
    /// <summary>The source that the command mines.</summary>
    public required MineSource Source { get; init; }

    /// <summary>The program as the command line names it, and the arguments that belong to it.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Arguments to add at the end of the command line.</summary>
    public IReadOnlyList<string> ArgumentList { get; init; } = [];

    /// <summary>The palace that the command line specifies; null if it specifies none.</summary>
    public string? Palace { get; init; }

    /// <summary>The wing that the command line specifies; null if it specifies none.</summary>
    public string? Wing { get; init; }

    /// <summary>Whether the command line requests a repair.</summary>
    public RepairMode Repair { get; init; }

    /// <summary>The container in which the command runs; null for this machine.</summary>
    public ContainerCall? Container { get; init; }

    /// <summary>The environment variables that the command line sets.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The time limit that the command line sets, for example with timeout(1); null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The longest random delay that the command line adds before the run; null for none.</summary>
    public TimeSpan? RandomDelay { get; init; }
}

/// <summary>A command that a container engine runs in a container.</summary>
/// <param name="Name">The name of the container.</param>
/// <param name="User">The user in the container; null for the default user of the container.</param>
/// <param name="Engine">The program of the engine, as the command line names it.</param>
internal sealed record ContainerCall(string Name, string? User, string Engine);
