using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>The transient timer that starts a service again after a busy run.</summary>
/// <remarks>
/// <para>
/// RestartForceExitStatus= would be simpler, but systemd 252 rejects it for oneshot services. A service that waits for
/// its restart would also delay every start by hand until then.
/// </para>
/// <para>
/// The transient timer is part of the schedule's own timer: it ends when the schedule is disabled or removed. It does
/// not survive a reboot. Therefore the stamp of a persistent timer is set far back, and the manager catches up the
/// occurrence when it starts the timer again.
/// </para>
/// </remarks>
internal static class SystemdRetry
{
    // $1 is the time, $2 the stamp, $3 the state folder, $4 the name. The service of the transient timer is another one
    // than that of the schedule, so that the timer is gone when the next try needs a new one.
    private const string Script =
        """touch -c -t 200001010000 "$2"; systemctl --user --quiet stop "$4-retry.timer"; """
        + "exec systemd-run --user --quiet --collect --no-block "
        + """--unit="$4-retry" --description="Next try of $4" --on-calendar="@$1" """
        + """--timer-property=AccuracySec=1s --timer-property=PartOf="$4.timer" """
        + """/bin/sh -c '[ ! -e "$0/retry" ] || exec systemctl --user --no-block start "$1.service"' "$3" "$4" """;

    /// <summary>The command, as words for the launcher.</summary>
    public static string Command(string name, StandardPaths paths) =>
        $"/bin/sh -c {Shell.Quote(Script.TrimEnd())} sh \"$retry_at\" {Shell.Quote(SystemdUnits.Stamp(paths, name))} "
        + $"{Shell.Quote(paths.StateOf(name))} {Shell.Quote(name)}";
}
