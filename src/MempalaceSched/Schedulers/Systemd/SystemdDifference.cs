namespace MempalaceSched.Schedulers.Systemd;

/// <summary>What systemd has otherwise than a definition says, though the unit files may be right.</summary>
internal static class SystemdDifference
{
    /// <param name="enabled">Whether the schedule is to run.</param>
    /// <param name="timer">The properties of its timer.</param>
    /// <param name="service">Those of its service.</param>
    /// <returns>A sentence without a full stop; empty for no difference.</returns>
    public static string Of(
        bool enabled,
        IReadOnlyDictionary<string, string>? timer,
        IReadOnlyDictionary<string, string>? service
    )
    {
        if (Value(timer, "LoadState") != "loaded")
            return "";
        var runs = Value(timer, "ActiveState") == "active";
        // Not told by all: then nothing is said about it.
        bool? linked = Value(timer, "UnitFileState") switch
        {
            "enabled" => true,
            "" => null,
            _ => false,
        };
        return (enabled, runs, linked) switch
        {
            (true, true, false) =>
                $"its timer runs, but is {Value(timer, "UnitFileState")}: it would not start again with the machine",
            (true, false, true) => "its timer was stopped, but is enabled: it would start again with the machine",
            (false, true, _) => "it is disabled, but its timer runs",
            (false, false, true) => "it is disabled, but its timer would start again with the machine",
            _ when new[] { timer, service }.Any(unit => Value(unit, "NeedDaemonReload") == "yes") =>
                "systemd has an older version of its units in memory",
            _ => "",
        };
    }

    private static string Value(IReadOnlyDictionary<string, string>? properties, string name) =>
        properties?.GetValueOrDefault(name) ?? "";
}
