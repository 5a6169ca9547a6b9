namespace MempalaceSched.Schedulers.Systemd;

/// <summary>What the properties of a timer and its service say about a schedule.</summary>
internal static class SystemdState
{
    public static LiveState Read(
        IReadOnlyDictionary<string, string>? timer,
        IReadOnlyDictionary<string, string>? service
    )
    {
        if (timer is null || Value(timer, "LoadState") is "not-found" or "")
            return LiveState.Missing;
        var next = UnitShow.Time(Value(timer, "NextElapseUSecRealtime"));
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
            NextRun = next,
            Skipped =
                Value(service, "ConditionResult") == "no" ? UnitShow.Time(Value(service, "ConditionTimestamp")) : null,
            Detail =
                $"timer {Value(timer, "LoadState")}, {Value(timer, "ActiveState")} ({Value(timer, "SubState")}), {Value(timer, "UnitFileState")}; service {Value(service, "LoadState")}",
        };
    }

    private static string Value(IReadOnlyDictionary<string, string>? properties, string name) =>
        properties?.GetValueOrDefault(name) ?? "";
}
