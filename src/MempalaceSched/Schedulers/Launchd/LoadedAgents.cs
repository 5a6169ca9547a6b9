namespace MempalaceSched.Schedulers.Launchd;

/// <summary>What launchd has of this user's agents, in both domains.</summary>
/// <param name="gui">What <c>print</c> says of the domain of the graphical login; null when there is none.</param>
/// <param name="user">What <c>print</c> says of the domain of the user; null when there is none.</param>
/// <param name="disabledList">What <c>print-disabled</c> says.</param>
internal sealed class LoadedAgents(string? gui, string? user, string disabledList)
{
    private readonly IReadOnlyDictionary<string, int>? inGui = gui is null ? None : LaunchctlPrint.Services(gui);
    private readonly IReadOnlyDictionary<string, int>? inUser = user is null ? None : LaunchctlPrint.Services(user);
    private readonly IReadOnlySet<string>? disabled = LaunchctlPrint.Disabled(disabledList);

    private static Dictionary<string, int> None { get; } = [];

    /// <summary>Whether all three were understood.</summary>
    public bool AreKnown => inGui is not null && inUser is not null && disabled is not null;

    public bool IsDisabled(string label) => disabled?.Contains(label) ?? false;

    /// <summary>The PID of an agent, 0 when it is loaded and does not run, null when it is not loaded.</summary>
    public int? PidOf(string label) =>
        new[] { inGui, inUser }
            .Select(services => services is not null && services.TryGetValue(label, out var pid) ? pid : (int?)null)
            .Max();
}
