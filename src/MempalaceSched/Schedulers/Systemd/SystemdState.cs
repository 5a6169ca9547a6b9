namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Interprets the properties of a timer and its service.</summary>
internal static class SystemdState
{
    public static LiveState Read(
        IReadOnlyDictionary<string, string>? timer,
        IReadOnlyDictionary<string, string>? service
    )
    {
        if (timer is null || Value(timer, "LoadState") is "not-found" or "")
            return LiveState.Missing;
        var state = (Value(timer, "ActiveState"), Value(service, "ActiveState")) switch
        {
            (_, "activating" or "active" or "deactivating") => ScheduleState.Running,
            ("active", _) => ScheduleState.Waiting,
            ("inactive", _) => ScheduleState.Disabled,
            _ => ScheduleState.Unknown,
        };
        return new LiveState
        {
            State = state,
            IsAccepted = Value(timer, "ActiveState") == "active",
            NextRun = UnitShow.Time(Value(timer, "NextElapseUSecRealtime")),
            Detail =
                $"timer {Value(timer, "LoadState")}, {Value(timer, "ActiveState")} ({Value(timer, "SubState")}), "
                + $"{Value(timer, "UnitFileState")}; service {Value(service, "LoadState")}",
        };
    }

    /// <summary>How systemd differs from a definition, even if the unit files are right.</summary>
    /// <param name="enabled">Whether the schedule is enabled.</param>
    /// <param name="timer">The properties of its timer.</param>
    /// <param name="service">The properties of its service.</param>
    /// <returns>A clause without a full stop; empty when there is no difference.</returns>
    public static string Difference(
        bool enabled,
        IReadOnlyDictionary<string, string>? timer,
        IReadOnlyDictionary<string, string>? service
    )
    {
        if (Value(timer, "LoadState") != "loaded")
            return "";
        var runs = Value(timer, "ActiveState") == "active";
        bool? linked = Value(timer, "UnitFileState") switch
        {
            "enabled" => true,
            "" => null, // some versions do not report it
            _ => false,
        };
        return (enabled, runs, linked) switch
        {
            (true, true, false) =>
                $"the timer is running but {Value(timer, "UnitFileState")}, so it would not start after a reboot",
            (true, false, true) => "the timer was stopped but is enabled, so it would start again after a reboot",
            (false, true, _) => "the schedule is disabled, but its timer is running",
            (false, false, true) => "the schedule is disabled, but its timer would start after a reboot",
            _ when new[] { timer, service }.Any(unit => Value(unit, "NeedDaemonReload") == "yes") =>
                "systemd has an older version of the units in memory",
            _ => "",
        };
    }

    private static string Value(IReadOnlyDictionary<string, string>? properties, string name) =>
        properties?.GetValueOrDefault(name) ?? "";
}
