namespace MempalaceSched.SystemTests.Systemd;

/// <summary>How a bed is made up.</summary>
internal sealed record BedOptions
{
    /// <summary>The user of the scenario; the bed makes it.</summary>
    public string User { get; init; } = "bedtest";

    /// <summary>Whether the user lingers, and so has a manager before the scenario begins.</summary>
    public bool Lingers { get; init; } = true;

    /// <summary>What root does before systemd starts: text for bash.</summary>
    public string Seed { get; init; } = "";

    /// <summary>A drop-in for the user's manager.</summary>
    public string ManagerDropIn { get; init; } = "";

    /// <summary>Files of the machine, and where the scenario finds them.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables of the scenario.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The time limit of the scenario, in seconds.</summary>
    public int SecondsAtMost { get; init; } = 240;

    /// <summary>
    /// Another bed around this one, by the name of its script, and its words; it is given this bed as its command.
    /// </summary>
    public IReadOnlyList<string> Around { get; init; } = [];

    /// <summary>Variables of that one.</summary>
    public IReadOnlyDictionary<string, string> OuterVariables { get; init; } = new Dictionary<string, string>();
}
