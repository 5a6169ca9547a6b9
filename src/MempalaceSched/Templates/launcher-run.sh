# ---- the mine: in a process group of its own, under a watchdog

# Signals may come at any time. What is to be done about them is done in the trap itself: a flag alone would be seen
# too late if the signal came just before a wait.
heed_signals() {
    interrupted=
    woken=
    mine=
    trap 'interrupt 129' HUP
    trap 'interrupt 130' INT
    trap 'interrupt 143' TERM
}

# shellcheck disable=SC2317 # called by the traps
interrupt() {
    woken=1
    [ -z "$interrupted" ] || return 0
    interrupted=$1
    [ -z "$mine" ] || end_mine
}

stop_if_asked() { [ -z "$interrupted" ] || record Interrupted "$interrupted" "stopped $1"; }

# await PID: sets status to how it ended, whatever signals come meanwhile
await() {
    while :; do
        woken=
        wait "$1" 2>/dev/null
        status=$?
        [ -n "$woken" ] || break
    done
}

# A second at most, for which nothing can be waited for. Not every sleep knows fractions.
nap() { sleep 0.05 5>&- 6>&- 7>&- 8>&- 9>&- 2>/dev/null || sleep 1 5>&- 6>&- 7>&- 8>&- 9>&-; }

# A second, or less when a signal comes.
pause() {
    sleep 1 >/dev/null 2>&1 5>&- 6>&- 7>&- 8>&- 9>&- &
    sleeper=$!
    wait "$sleeper"
    kill "$sleeper" 2>/dev/null
    sleeper=
}

# mine COMMAND...: sets outcome, code and reason
mine() {
    open_output
    prepare_mine
    start_mine "$@"
    [ -z "$interrupted" ] || end_mine
    watch_mine &
    watchdog=$!
    await "$mine"
    code=$status
    stopped=$interrupted
    ! mine_lives || end_mine # what the command left behind in its group
    kill -USR1 "$watchdog" 2>/dev/null
    await "$watchdog"
    timed_out=
    [ "$status" -ne 124 ] || timed_out=1
    mine=
    close_output
    hear_mine
    judge
}

group_tool=
group_path=
for tool in setsid perl python3; do
    if group_path=$(command -v "$tool" 2>/dev/null); then group_tool=$tool; break; fi
done

start_mine() {
    # Last resort: job control gives a group too. Other shells than bash have it on a terminal only, and would take that over.
    [ -n "$group_tool" ] || [ -z "${BASH_VERSION-}" ] || set -m
    (
        exec >&7 2>&1 7>&- 8>&- 9>&-
        umask "$mask"
        become_mine "$@"
    ) &
    mine=$!
    [ -n "$group_tool" ] || [ -z "${BASH_VERSION-}" ] || set +m
}

# in_own_group HOW COMMAND...: becomes COMMAND by HOW, in a process group of its own where there is a tool for that
in_own_group() {
    how=$1
    shift
    case $group_tool in
        setsid) "$how" "$group_path" "$@" ;;
        perl) "$how" "$group_path" -e "$perl_start" -- "$@" ;;
        python3) "$how" "$group_path" -IS -c "$python_start" "$@" ;;
        *) "$how" "$(command -v nice)" -n 0 "$@" ;; # as in a dry run
    esac
}

# shellcheck disable=SC2016 # these are words of perl
perl_start='setpgrp(0, 0); exec { $ARGV[0] } @ARGV; exit($! == 2 ? 127 : 126)'
python_start='import os, sys
os.setpgid(0, 0)
try:
    os.execv(sys.argv[1], sys.argv[1:])
except OSError as e:
    sys.exit(127 if e.errno == 2 else 126)'

# Before the group is there, and where there is none, the process alone.
signal_mine() { kill "-$1" "-$mine" 2>/dev/null || kill "-$1" "$mine" 2>/dev/null; }

# Where nobody reaps orphans, in a container without an init, the dead stay in the group; they do not count.
mine_lives() {
    kill -0 "-$mine" 2>/dev/null || kill -0 "$mine" 2>/dev/null || return 1
    [ -r /proc/self/stat ] || return 0
    cat /proc/[0-9]*/stat 2>/dev/null | LC_ALL=C grep -Eq "^$mine \(.*\) [^ZX] |\) [^ZX] [0-9]+ $mine "
}

# TERM, the time to close the palace in good order, then KILL: a mine that is killed in the middle can leave the search
# index behind the drawers.
end_mine() {
    tell_mine_to_end
    waited=0
    nap
    while mine_lives && [ "$waited" -lt "$grace" ]; do
        pause
        waited=$((waited + 1))
    done
    ! mine_lives || signal_mine KILL
}

# Ends a mine that runs too long, and one whose launcher was killed. It keeps the locks meanwhile: nobody else may write
# to the palace before that mine is gone. USR1 is the launcher's word that the mine is over; 124 says that it took too long.
watch_mine() {
    exec 5>&- 6>&- 7>&- >/dev/null 2>&1
    verdict=0
    sleeper=
    trap '' HUP INT TERM
    trap '[ -z "$sleeper" ] || kill "$sleeper"; exit "$verdict"' USR1
    seconds=$(($(date +%s) - limit_from))
    while :; do
        pause
        seconds=$((seconds + 1)) # not by the clock: a machine that sleeps does not use up the time
        if ! kill -0 $$; then
            end_mine
            exit 0
        fi
        if [ "$watch_limit" -gt 0 ] && [ "$seconds" -ge "$watch_limit" ] && [ "$verdict" -eq 0 ] && mine_lives; then
            verdict=124
            end_mine
        fi
    done
}

lower_priority() {
    [ -n "$background" ] || return 0
    renice -n 10 -p $$ >/dev/null 2>&1
    ! command -v ionice >/dev/null 2>&1 || ionice -c 3 -p $$ >/dev/null 2>&1
}

# settle WRITER: something that has left the group may hold the pipe: it is not waited for. What it still prints goes nowhere.
settle() {
    naps=40
    while kill -0 "$1" 2>/dev/null && [ "$naps" -gt 0 ]; do
        nap
        naps=$((naps - 1))
    done
    kill -KILL "$1" 2>/dev/null
    await "$1"
}
