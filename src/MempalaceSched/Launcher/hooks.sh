# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- hooks: the command of -OnFailure or -OnSuccess
# Needs: with_on_failure and with_on_success (from the schedule), target, is_success, busy_count, busy_is_new, supervise,
#   write_log, and the run.
# Provides: after_run, run_hook.
#
# A hook starts after everything else: the run is in the history, its marker is removed, and its locks are released. A
# slow hook therefore delays no other run, and a hook can read the history or start another run. Nothing that happens
# here changes the outcome.

hook_limit=${MEMPALACE_SCHED_HOOK_LIMIT:-60} # seconds
hook_grace=5 # seconds from TERM to KILL

# after_run OUTCOME CODE REASON: calls the hook for that outcome. Schedules that share a palace are often Busy twice in
# a row, so only the third occurrence counts as a failure. The hook is called once, and not for each further try: what
# holds the palace for a week is one problem.
after_run() {
    exec 8>&- 9>&- # no other run waits for a slow hook
    if is_success "$1"; then
        with_on_success run_hook OnSuccess "$@"
        return
    fi
    case $1 in
        Failed | TimedOut) with_on_failure run_hook OnFailure "$@" ;;
        Busy)
            if [ "$busy_count" -eq 3 ] && [ -n "$busy_is_new" ]; then with_on_failure run_hook OnFailure "$@"; fi ;;
    esac
}

# run_hook PARAMETER OUTCOME CODE REASON [COMMAND...]
run_hook() {
    [ $# -gt 4 ] || return 0
    hook="the $1 command"
    describe_run "$2" "$3" "$4"
    shift 4
    [ -z "$interrupted" ] || { hook_failed 'was not run, because the launcher received a signal'; return; }
    [ -x "$1" ] || { hook_failed "$(json_text "$1") is gone or cannot be run"; return; }
    open_hook_log "$1"
    end_gently='signal_supervised TERM'
    repeat_term=1
    supervise "$hook_limit" "$hook_grace" become_hook "$@"
    writer=
    if [ -n "$interrupted" ]; then hook_failed 'was ended, because the launcher received a signal'
    elif [ -n "$timed_out" ]; then hook_failed "was ended: it took longer than $hook_limit s"
    elif [ "$code" -ne 0 ]; then hook_failed "failed: exit $code"
    fi
}

# A hook runs on this machine, wherever the run was: with the variables of the schedule, or those of the engine's
# client.
become_hook() {
    exec >&7 2>&1 7>&-
    in_own_group in_hook_environment "$@"
}

in_hook_environment() { "in_${target}_environment" "$@"; }

# describe_run OUTCOME CODE REASON: the run as a hook sees it, in variables. What is not known is empty.
describe_run() {
    MEMPALACE_SCHED_NAME=$name
    MEMPALACE_SCHED_OUTCOME=$1
    MEMPALACE_SCHED_EXIT_CODE=$2
    MEMPALACE_SCHED_REASON=$(json_text "$3" | sed 's/\\\(["\\]\)/\1/g') # the text as the history has it
    MEMPALACE_SCHED_STARTED=$started
    MEMPALACE_SCHED_ENDED=$ended
    MEMPALACE_SCHED_DURATION=$duration
    MEMPALACE_SCHED_PROCESSED=$processed
    MEMPALACE_SCHED_SKIPPED=$skipped
    MEMPALACE_SCHED_FILED=$filed
    MEMPALACE_SCHED_LOG=
    [ ! -e "$log" ] || MEMPALACE_SCHED_LOG=$log
    MEMPALACE_SCHED_HISTORY=$history
    MEMPALACE_SCHED_RUN_ID=$id
    export MEMPALACE_SCHED_NAME MEMPALACE_SCHED_OUTCOME MEMPALACE_SCHED_EXIT_CODE MEMPALACE_SCHED_REASON \
        MEMPALACE_SCHED_STARTED MEMPALACE_SCHED_ENDED MEMPALACE_SCHED_DURATION MEMPALACE_SCHED_PROCESSED \
        MEMPALACE_SCHED_SKIPPED MEMPALACE_SCHED_FILED MEMPALACE_SCHED_LOG MEMPALACE_SCHED_HISTORY MEMPALACE_SCHED_RUN_ID
}

# open_hook_log COMMAND: what a hook prints goes to the log of the run, at most 8 KiB of it; without a log it is
# dropped.
open_hook_log() {
    writer=
    pipe=$state/hook-$$
    if [ -e "$log" ] && mkfifo "$pipe" 2>/dev/null; then
        printf '\n[%s: %s]\n' "$hook" "$(json_text "$1")" >>"$log"
        # Opened for reading and writing, a pipe opens at once. Otherwise a signal could break the wait, and end the
        # shell.
        exec 7<>"$pipe"
        exec 6<"$pipe"
        rm -f "$pipe"
        (
            exec <&6 >/dev/null
            read_only_the_output
            log_cap=$((($(wc -c <"$log") / 1024 + 8) * 1024))
            write_log
        ) &
        writer=$!
        exec 6<&-
    else
        exec 7>/dev/null
    fi
}

hook_failed() {
    [ ! -e "$log" ] || printf '\n[%s %s]\n' "$hook" "$1" >>"$log"
    say "$hook $1"
}
