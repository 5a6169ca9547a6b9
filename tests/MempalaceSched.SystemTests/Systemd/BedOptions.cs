namespace MempalaceSched.SystemTests.Systemd;

/// <summary>The options of a test bed.</summary>
internal sealed record BedOptions
{
    /// <summary>The user that runs the scenario. The bed creates it.</summary>
    public string User { get; init; } = "bedtest";

    /// <summary>Whether linger is enabled, so that the user manager runs before the scenario starts.</summary>
    public bool Lingers { get; init; } = true;

    /// <summary>A bash script that root runs before systemd starts.</summary>
    public string Seed { get; init; } = "";

    /// <summary>A drop-in for the unit of the user manager.</summary>
    public string ManagerDropIn { get; init; } = "";

    /// <summary>Files of the machine, with their paths inside the bed.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The environment variables of the scenario.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The time limit of the scenario, in seconds.</summary>
    public int SecondsAtMost { get; init; } = 240;

    /// <summary>
    /// The script and arguments of an outer bed. The outer bed runs this bed as its command.
    /// </summary>
    public IReadOnlyList<string> Around { get; init; } = [];

    /// <summary>The environment variables of the outer bed.</summary>
    public IReadOnlyDictionary<string, string> OuterVariables { get; init; } = new Dictionary<string, string>();
}
