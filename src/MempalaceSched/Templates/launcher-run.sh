# ---- the mine: in a process group of its own, under a watchdog, its output to the log and to stdout

pause() {
    sleep "$1" 7>&- 8>&- 9>&- &
    wait $! # a signal ends the wait at once, and with it the sleep
    kill $! 2>/dev/null
}

# True, after a pause, while there are tries and time left.
try_again_later() {
    [ "$tries" -lt "$busy_tries" ] || return 1
    [ "$time_limit" -eq 0 ] || [ $(($(date +%s) - started_at + busy_pause)) -lt "$time_limit" ] || return 1
    tries=$((tries + 1))
    echo "$name: the palace is held; try $tries of $busy_tries in $busy_pause s"
    pause "$busy_pause"
    [ -z "$interrupted" ] || record Interrupted "$interrupted" "stopped while waiting for the palace"
}

# mine COMMAND...: sets outcome, code and reason
mine() {
    open_output
    start_mine "$@"
    watch_mine &
    watchdog=$!
    wait "$mine"
    code=$?
    if [ -n "$interrupted" ]; then
        end_mine
        wait "$mine"
    elif mine_lives; then
        end_mine # what the command left behind in its group
    fi
    kill "$watchdog" 2>/dev/null
    wait "$watchdog" 2>/dev/null
    close_output
    judge
}

group_tool=
for tool in setsid perl python3; do
    if group_path=$(command -v "$tool" 2>/dev/null); then group_tool=$tool; break; fi
done

start_mine() {
    # Last resort: job control gives a group too, where the shell has it without a terminal.
    [ -n "$group_tool" ] || set -m 2>/dev/null
    (
        exec </dev/null >&7 2>&1 7>&- 8>&- 9>&-
        umask "$mask"
        mine_environment
        case $group_tool in
            setsid) exec "$group_path" "$@" ;;
            perl) exec "$group_path" -e 'setpgrp(0, 0); exec { $ARGV[0] } @ARGV; exit 127' -- "$@" ;;
            python3) exec "$group_path" -c 'import os, sys; os.setpgid(0, 0); os.execv(sys.argv[1], sys.argv[1:])' "$@" ;;
            *) exec "$@" ;;
        esac
    ) &
    mine=$!
    [ -n "$group_tool" ] || set +m 2>/dev/null
}

signal_mine() { kill -s "$1" -- "-$mine" 2>/dev/null || kill -s "$1" "$mine" 2>/dev/null; }

mine_lives() { kill -s 0 -- "-$mine" 2>/dev/null; }

# TERM, the time to close the palace in good order, then KILL: a mine that is killed in the middle can leave the search
# index behind the drawers.
end_mine() {
    signal_mine TERM
    waited=0
    while mine_lives && [ "$waited" -lt "$grace" ]; do
        pause 1
        waited=$((waited + 1))
    done
    mine_lives && signal_mine KILL
}

# Ends a mine that runs too long, and one whose launcher was killed. It keeps the locks meanwhile: nobody else may write
# to the palace before that mine is gone.
watch_mine() {
    exec 7>&- >/dev/null 2>&1
    trap '' HUP INT
    trap 'exit 0' TERM
    seconds=$(($(date +%s) - started_at))
    while kill -s 0 "$mine"; do
        pause 1
        seconds=$((seconds + 1)) # not by the clock: a machine that sleeps does not use up the time
        if ! kill -s 0 $$; then
            end_mine
            exit 0
        fi
        if [ "$time_limit" -gt 0 ] && [ "$seconds" -ge "$time_limit" ]; then
            : >"$work/timed-out"
            end_mine
            exit 0
        fi
    done
}

# The mine writes to a pipe. From there it goes to the log, up to its limit; to `tail`, which keeps the end for the
# summary; and to stdout. The descriptors of the locks stay closed in all of them.
open_output() {
    work=$state/work-$$
    rm -rf "$work"
    mkdir "$work"
    mkfifo "$work/output" "$work/tail"
    tail -c 65536 <"$work/tail" >"$work/last" 8>&- 9>&- &
    spread_output <"$work/output" 8>&- 9>&- &
    reader=$!
    exec 7>"$work/output"
}

spread_output() {
    trap '' HUP INT TERM PIPE # the readers end when the mine has ended
    write_log | tee "$work/tail" 2>/dev/null | cat 2>/dev/null
}

# The kernel keeps the log below its limit, while tee goes on writing to the pipe behind it.
write_log() {
    trap '' XFSZ
    block=512
    case ${BASH_VERSION:+${SHELLOPTS-}} in
        '' | *posix*) ;;
        *) block=1024 ;; # bash counts differently outside its POSIX mode
    esac
    ulimit -f $(((log_limit - 66560) / block))
    exec tee -a "$log" 2>/dev/null
}

close_output() {
    exec 7>&-
    tries_left=40 # something that left the group may hold the pipe: do not wait for it for ever
    while kill -s 0 "$reader" 2>/dev/null && [ "$tries_left" -gt 0 ]; do
        sleep 0.05 8>&- 9>&- 2>/dev/null || sleep 1 8>&- 9>&-
        tries_left=$((tries_left - 1))
    done
    size=$(($(wc -c <"$log")))
    if [ "$size" -gt $((log_limit - 68608)) ]; then
        printf '\n[cut: the log had reached %s bytes; the last 64 KiB of the output follow]\n' "$size" >>"$log"
        cat "$work/last" >>"$log"
    fi
}

# summary_number LABEL: the last "LABEL: N" of the output
summary_number() { LC_ALL=C sed -n "s/^.*$1: *\([0-9][0-9]*\).*\$/\1/p" "$work/last" | tail -n 1; }

last_line() { LC_ALL=C tr '\r' '\n' <"$work/last" | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c 1-300; }

judge() {
    processed=$(summary_number 'Files processed')
    skipped=$(summary_number 'Files skipped[^:]*')
    filed=$(summary_number 'Drawers filed')
    reason=
    if [ -e "$work/timed-out" ]; then
        outcome=TimedOut code=124 reason="over its limit of $time_limit s"
    elif [ -n "$interrupted" ]; then
        outcome=Interrupted code=$interrupted reason='stopped'
    elif [ "$code" -eq 0 ]; then
        case ${filed:-$processed} in
            0) outcome=NothingNew ;;
            '') outcome=Succeeded; ! grep -qi 'no new sessions' "$work/last" || outcome=NothingNew ;;
            *) outcome=Succeeded ;;
        esac
    elif held=$(grep 'is held by PID [0-9]' "$work/last" | tail -n 1 | cut -c 1-300) && [ -n "$held" ]; then
        outcome=Busy code=75 reason=$held
    elif [ "$code" -gt 128 ] && [ "$code" -le 192 ]; then
        outcome=Failed reason="ended by signal $((code - 128)): $(last_line)"
    else
        outcome=Failed reason="exit $code: $(last_line)"
    fi
}
