namespace MempalaceSched.Import;

/// <summary>What a command mines, and how, whoever wrote it.</summary>
internal sealed record AdoptedCommand
{
    public required MineSource Source { get; init; }

    /// <summary>The program, as it was named there, and the words that belong to it.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Words after all others.</summary>
    public IReadOnlyList<string> ArgumentList { get; init; } = [];

    /// <summary>The palace that the command names; null when it names none.</summary>
    public string? Palace { get; init; }

    public string? Wing { get; init; }

    public RepairMode Repair { get; init; }

    /// <summary>The container that it mines in; null for the machine itself.</summary>
    public ContainerCall? Container { get; init; }

    /// <summary>Variables that the command line sets for the mine.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>After how long it is ended; null when the command line has no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The most that it waits before it begins; null when it does not.</summary>
    public TimeSpan? RandomDelay { get; init; }
}

/// <summary>A call into a container.</summary>
/// <param name="Name">The name of the container.</param>
/// <param name="User">The user inside; null for the one that the container has.</param>
/// <param name="Engine">The client of the engine, as it was named there.</param>
internal sealed record ContainerCall(string Name, string? User, string Engine);
