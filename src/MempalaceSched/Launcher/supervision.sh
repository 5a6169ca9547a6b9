# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- supervision: a command in a process group of its own, with a time limit and an orderly end
# Needs: mask, work, record, and the functions that it is given.
# Provides: handle_signals, supervise (code, stopped, timed_out), stop_if_asked, in_own_group, pause, rest,
#   lower_priority, args_of, parent_of.
#
# Runs on this machine, clients of a container engine, runs inside a container and hooks all go through supervise().

# What a signal requires is done in the trap itself. A flag alone would be seen too late if the signal came just before
# a wait.
handle_signals() {
    interrupted=''  # the exit status that the first signal asks for
    woken=''        # set by each signal: a wait ended early
    supervised=''   # the process that is supervised
    writer=''       # the process that reads the output of the command until it closes
    end_gently='signal_supervised TERM'
    repeat_term=''  # set for hooks: a shell that is only just being started can miss the first TERM
    trap 'interrupt 129' HUP
    trap 'interrupt 130' INT
    trap 'interrupt 143' TERM
}

# shellcheck disable=SC2317 # the traps call it
interrupt() {
    woken=1
    [ -z "$interrupted" ] || return 0
    interrupted=$1
    [ -z "$supervised" ] || end_supervised
}

# stop_if_asked WHEN: ends the run if a signal has come
stop_if_asked() { [ -z "$interrupted" ] || record Interrupted "$interrupted" "stopped $1"; }

# await PID: waits for the end of a child and sets awaited to its exit status, whatever signals come meanwhile. A
# command that a signal ended has the status 128 + signal; ksh93 and yash themselves report larger numbers.
await() {
    while :; do
        woken=
        wait "$1" 2>/dev/null
        awaited=$?
        [ -n "$woken" ] || break
    done
    [ "$awaited" -le 256 ] || awaited=$((128 + awaited % 128))
}

# A moment. Not every sleep knows fractions of a second.
nap() { sleep 0.05 2>/dev/null || sleep 1; }

# A second, or less if a signal comes. exec closes the descriptors for good; yash keeps a copy of each for a redirection
# of a command, and the copies of the locks would hold them.
pause() {
    ( exec 3>&- 5>&- 6>&- 7>&- 8>&- 9>&- >/dev/null 2>&1; exec sleep 1 ) &
    sleeper=$!
    wait "$sleeper" 2>/dev/null
    kill "$sleeper" 2>/dev/null
    sleeper=
}

# rest SECONDS WHEN: waits that long, unless the run is stopped
rest() {
    remaining=$1
    has_waited=1
    while [ "$remaining" -gt 0 ]; do
        pause
        remaining=$((remaining - 1))
        stop_if_asked "$2"
    done
}

# supervise LIMIT GRACE FUNCTION [ARGUMENT...]: runs FUNCTION in a process that FUNCTION turns into the command. LIMIT
# is in seconds, 0 for none; GRACE is the number of seconds from TERM to KILL. Sets code to the exit status, timed_out
# if the limit was exceeded, and stopped to the status that a signal for the launcher asks for.
supervise() {
    limit=$1
    end_within=$2
    shift 2
    # Without a tool that makes groups, job control makes one. Only bash has it without a terminal.
    [ -n "$group_tool" ] || [ -z "${BASH_VERSION-}" ] || set -m
    ( exec 3>&- 8>&- 9>&-; umask "$mask"; "$@" ) &
    supervised=$!
    [ -n "$group_tool" ] || [ -z "${BASH_VERSION-}" ] || set +m
    [ -z "$interrupted" ] || end_supervised
    late=${work:+$work.late}
    [ ! -e "$late" ] || rm -f "$late" # of a dead run with the same name
    watch_supervised &
    watchdog=$!
    await "$supervised"
    code=$awaited
    stopped=$interrupted
    ! supervised_lives || end_supervised # what the command left behind in its group
    supervised=
    exec 7>&-
    [ -z "$writer" ] || await "$writer"
    kill -USR1 "$watchdog" 2>/dev/null
    await "$watchdog"
    timed_out=
    # The file says the same as the status, which ksh93 sometimes gets wrong for a process that a trap ends.
    if [ "$awaited" -eq 124 ] || [ -e "$late" ]; then
        timed_out=1
        rm -f "$late"
    fi
}

# The watchdog ends a command that exceeds its limit (then its status is 124), and a command whose launcher was killed. It
# keeps the locks meanwhile: nobody else may write to the palace before that command has ended. A process that has left
# the group may still hold the output; the watchdog ends the writer two seconds after the command. USR1 ends the
# watchdog.
watch_supervised() {
    exec 5>&- 6>&- 7>&- >/dev/null 2>&1
    verdict=0
    sleeper=
    trap '' HUP INT TERM
    trap '[ -z "$sleeper" ] || kill "$sleeper"; exit "$verdict"' USR1
    seconds=0 # counted, not read from the clock: a machine that sleeps does not use up the time
    seconds_after=0
    while :; do
        pause
        seconds=$((seconds + 1))
        if ! kill -0 $$; then
            end_supervised
            exit 0
        fi
        if ! kill -0 "$supervised" && ! supervised_lives; then
            seconds_after=$((seconds_after + 1))
            if [ "$seconds_after" -gt 2 ] && [ -n "$writer" ]; then kill -KILL "$writer"; fi
        elif [ "$limit" -gt 0 ] && [ "$seconds" -ge "$limit" ] && [ "$verdict" -eq 0 ] && supervised_lives; then
            verdict=124
            true >"$late"
            end_supervised
        fi
    done
}

# TERM (or another gentle end), the grace, then KILL. A run that is killed while it writes can leave the search index of
# a palace behind its data, so it gets the time to close the palace in good order.
end_supervised() {
    $end_gently
    waited=0
    nap
    while supervised_lives && [ "$waited" -lt "$end_within" ]; do
        pause
        [ -z "$repeat_term" ] || $end_gently
        waited=$((waited + 1))
    done
    ! supervised_lives || signal_supervised KILL
}

# True while a process of the group lives. In a container without an init nobody reaps orphans, so the dead stay in the
# group; they do not count.
supervised_lives() {
    signal_group 0 "$supervised" || kill -0 "$supervised" 2>/dev/null || return 1
    [ -r /proc/self/stat ] || return 0
    cat /proc/[0-9]*/stat 2>/dev/null | LC_ALL=C grep -Eq "^$supervised \(.*\) [^ZX] |\) [^ZX] [0-9]+ $supervised "
}

# The process alone before the group exists, and where there is no group.
signal_supervised() { signal_group "$1" "$supervised" || kill "-$1" "$supervised" 2>/dev/null; }

# signal_group SIGNAL GROUP. The kill of a shell takes no '--' before a group in dash and busybox; a kill program needs
# it: some versions take '-1234' for a signal, and then send it to every process.
case $(command -v kill) in
    */*) signal_group() { kill "-$1" -- "-$2" 2>/dev/null; } ;;
    *) signal_group() { kill "-$1" "-$2" 2>/dev/null; } ;;
esac

group_tool=
group_path=
for tool in setsid perl python3; do
    if group_path=$(command -v "$tool" 2>/dev/null); then group_tool=$tool; break; fi
done

# in_own_group HOW COMMAND...: HOW runs COMMAND in a process group of its own, if there is a tool for that. Otherwise
# nice -n 0 starts COMMAND, because the exec of some shells fails with another status than 126 or 127.
in_own_group() {
    how=$1
    shift
    case $group_tool in
        setsid) "$how" "$group_path" "$@" ;;
        perl) "$how" "$group_path" -e "$perl_start" -- "$@" ;;
        python3) "$how" "$group_path" -IS -c "$python_start" "$@" ;;
        *) "$how" "$(command -v nice)" -n 0 "$@" ;;
    esac
}

# shellcheck disable=SC2016 # a '$' in here belongs to perl
perl_start='setpgrp(0, 0); exec { $ARGV[0] } @ARGV; exit($! == 2 ? 127 : 126)'
python_start='import os, sys
os.setpgid(0, 0)
try:
    os.execv(sys.argv[1], sys.argv[1:])
except OSError as e:
    sys.exit(127 if e.errno == 2 else 126)'

# Gives the launcher, and with it the command, a low priority, if the scheduler does not.
lower_priority() {
    [ -n "$background" ] || return 0
    renice -n 10 -p $$ >/dev/null 2>&1
    ! command -v ionice >/dev/null 2>&1 || ionice -c 3 -p $$ >/dev/null 2>&1
}

# args_of PID: prints the command line of a process; nothing if there is none
args_of() {
    if [ -r "/proc/$1/cmdline" ]; then
        LC_ALL=C tr '\000\n' '  ' <"/proc/$1/cmdline" 2>/dev/null
    else
        ps -o args= -p "$1" 2>/dev/null
    fi
}

# parent_of PID: prints the ID of the parent
parent_of() {
    if [ -r "/proc/$1/stat" ]; then
        LC_ALL=C sed 's/.*) [A-Za-z] \([0-9]*\) .*/\1/' "/proc/$1/stat" 2>/dev/null
    else
        ps -o ppid= -p "$1" 2>/dev/null | tr -d ' '
    fi
}
