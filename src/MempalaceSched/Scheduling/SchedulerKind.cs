namespace MempalaceSched;

/// <summary>Which scheduler runs a schedule.</summary>
public enum SchedulerKind
{
    /// <summary>The first that works on this machine. Only for asking: an installed schedule always names its scheduler.</summary>
    Auto,

    /// <summary>A timer of the systemd user manager.</summary>
    Systemd,
}
