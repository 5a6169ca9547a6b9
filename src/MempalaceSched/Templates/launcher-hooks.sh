# ---- what is to be run after a run: its command for a failure, or for a success
# All is over by then: the run is in the history, its locks are gone, and nothing that happens here changes its outcome.

hook_limit=${MEMPALACE_SCHED_HOOK_LIMIT:-60} # seconds
hook_grace=5 # seconds from TERM to KILL

# after_run OUTCOME EXIT REASON
after_run() {
    exec 8>&- 9>&- # nobody waits for a slow hook
    case $1 in
        Succeeded | NothingNew) on_success "$@" ;;
        Failed | TimedOut) on_failure "$@" ;;
        Busy) [ "$(busy_in_a_row)" -lt 3 ] || on_failure "$@" ;; # to meet once or twice is nothing unusual
    esac
}

# How many of the last runs were Busy, this one among them. Lines that are not a launcher's do not count.
busy_in_a_row() {
    one='"[^"]*"'
    tail -c 65536 "$history" 2>/dev/null | LC_ALL=C tr '\000' ' ' |
        LC_ALL=C sed -n "s/^{\"id\":$one,\"trigger\":$one,\"started\":$one,\"ended\":[^,]*,\"duration\":[^,]*,\"exitCode\":[^,]*,\"outcome\":\"\([A-Za-z]*\)\",\"reason\":\".*}\$/\1/p" |
        LC_ALL=C awk '{ if ($0 == "Busy") busy++; else busy = 0 } END { print busy + 0 }'
}

# run_hook PARAMETER OUTCOME EXIT REASON [COMMAND...]
run_hook() {
    [ $# -gt 4 ] || return 0
    hook="the $1 command"
    describe_run "$2" "$3" "$4"
    shift 4
    [ -z "$interrupted" ] || { hook_failed 'was not run: the launcher was told to end'; return; }
    [ -x "$1" ] || { hook_failed "$(json_text "$1") is gone or cannot be run"; return; }
    trap 'stop_hook' HUP INT TERM
    open_hook_log "$1"
    start_hook "$@"
    [ -z "$interrupted" ] || end_hook
    watch_hook &
    watchdog=$!
    await "$mine"
    code=$status
    ! mine_lives || end_hook # what it left behind in its group
    kill -USR1 "$watchdog" 2>/dev/null
    await "$watchdog"
    verdict=$status
    exec 7>&-
    [ -z "$log_writer" ] || settle "$log_writer"
    if [ -n "$interrupted" ]; then hook_failed 'was ended: the launcher was told to end'
    elif [ "$verdict" -eq 124 ]; then hook_failed "was ended: it took longer than $hook_limit s"
    elif [ "$code" -ne 0 ]; then hook_failed "failed: exit $code"
    fi
}

# The run as a hook sees it. What is not known is empty.
describe_run() {
    MEMPALACE_SCHED_NAME=$name
    MEMPALACE_SCHED_OUTCOME=$1
    MEMPALACE_SCHED_EXIT_CODE=$2
    MEMPALACE_SCHED_REASON=$(json_text "$3" | LC_ALL=C sed 's/\\\(["\\]\)/\1/g') # as the history has it
    MEMPALACE_SCHED_STARTED=$started
    MEMPALACE_SCHED_ENDED=$ended
    MEMPALACE_SCHED_DURATION=$duration
    MEMPALACE_SCHED_PROCESSED=$(number_or_null "$processed")
    MEMPALACE_SCHED_SKIPPED=$(number_or_null "$skipped")
    MEMPALACE_SCHED_FILED=$(number_or_null "$filed")
    MEMPALACE_SCHED_PROCESSED=${MEMPALACE_SCHED_PROCESSED#null}
    MEMPALACE_SCHED_SKIPPED=${MEMPALACE_SCHED_SKIPPED#null}
    MEMPALACE_SCHED_FILED=${MEMPALACE_SCHED_FILED#null}
    MEMPALACE_SCHED_LOG=
    [ ! -e "$log" ] || MEMPALACE_SCHED_LOG=$log
    MEMPALACE_SCHED_HISTORY=$history
    MEMPALACE_SCHED_RUN_ID=$id
}

# What a hook prints goes to the log of the run, 8 KiB of it at most, and nowhere where there is no log.
open_hook_log() {
    log_writer=
    pipe=$state/hook-$$
    if [ -e "$log" ] && mkfifo "$pipe" 2>/dev/null; then
        printf '\n[%s: %s]\n' "$hook" "$(json_text "$1")" >>"$log"
        # An opening for both ways waits for nobody: a signal would break that off, and with it the shell.
        exec 7<>"$pipe"
        exec 6<"$pipe"
        rm -f "$pipe"
        ( unmoved; exec 7>&-; log_cap=$((($(wc -c <"$log") / 1024 + 8) * 1024)); write_log <&6 6<&- >/dev/null ) &
        log_writer=$!
        exec 6<&-
    else
        exec 7>/dev/null
    fi
}

start_hook() {
    [ -n "$group_tool" ] || [ -z "${BASH_VERSION-}" ] || set -m # as for a mine
    (
        exec >&7 2>&1 7>&-
        umask "$mask"
        export MEMPALACE_SCHED_NAME MEMPALACE_SCHED_OUTCOME MEMPALACE_SCHED_EXIT_CODE MEMPALACE_SCHED_REASON \
            MEMPALACE_SCHED_STARTED MEMPALACE_SCHED_ENDED MEMPALACE_SCHED_DURATION MEMPALACE_SCHED_PROCESSED \
            MEMPALACE_SCHED_SKIPPED MEMPALACE_SCHED_FILED MEMPALACE_SCHED_LOG MEMPALACE_SCHED_HISTORY MEMPALACE_SCHED_RUN_ID
        in_own_group in_hook_environment "$@"
    ) &
    mine=$!
    [ -n "$group_tool" ] || [ -z "${BASH_VERSION-}" ] || set +m
}

# shellcheck disable=SC2317 # called by the traps
stop_hook() {
    woken=1
    [ -z "$interrupted" ] || return 0
    interrupted=143
    [ -z "$mine" ] || end_hook
}

end_hook() {
    signal_mine TERM
    waited=0
    nap
    while mine_lives && [ "$waited" -lt "$hook_grace" ]; do
        pause
        signal_mine TERM # a shell that was only just being started may have missed the first
        waited=$((waited + 1))
    done
    ! mine_lives || signal_mine KILL
}

# Ends a hook that takes too long, with 124, and one whose launcher was killed. USR1 says that it is over.
watch_hook() {
    exec 7>&- >/dev/null 2>&1
    verdict=0
    sleeper=
    trap '' HUP INT TERM
    trap '[ -z "$sleeper" ] || kill "$sleeper"; exit "$verdict"' USR1
    seconds=0
    while kill -0 $$ && [ "$seconds" -lt "$hook_limit" ]; do
        pause
        seconds=$((seconds + 1))
    done
    ! mine_lives || { verdict=124; end_hook; }
    exit "$verdict"
}

hook_failed() {
    [ ! -e "$log" ] || printf '\n[%s %s]\n' "$hook" "$1" >>"$log"
    say "$hook $1"
}
