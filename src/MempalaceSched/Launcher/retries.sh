# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- retries: a run that found the palace held leaves its occurrence due, and is tried again
# Needs: state, history, awk_json, trigger, retry_interval, with_retry_command (from the schedule), newest_occurrence,
#   leave_due, begin_run, record, in_own_group.
# Provides: describe_busy (busy_fields, busy_count, busy_is_new), plan_retry, wait_for_retry, retry_is_due.
#
# The file `retry` exists while an occurrence is due because its last run was Busy. Its line has the ID of that run, the
# time of the next try in seconds, and the occurrence. Each try is a run of its own, with its own line in the history.
# Only scheduled runs are tried again; who starts the next try depends on the scheduler.

# Prints the newest occurrence in local time, as 2026-11-23T03:00.
occurrence_text() {
    newest_occurrence | awk '
        { printf "%s-%s-%sT%02d:%02d", substr($1, 1, 4), substr($1, 5, 2), substr($1, 7, 2), int($2 / 60), $2 % 60 }'
}

# Sets busy_fields to what the history line of a Busy run has in addition: the occurrence, and how many occurrences in a
# row were Busy, this one included. Several tries of one occurrence count once. The count of the last line is taken
# over, because the lines of one occurrence alone can be more than are read here. Lines that no launcher has written do
# not count.
describe_busy() {
    busy_occurrence=''
    [ -z "$taken" ] || busy_occurrence=$(occurrence_text)
    streak=$(tail -c 65536 "$history" 2>/dev/null | LC_ALL=C tr '\000' ' ' | LC_ALL=C awk "$awk_json"'
        read_object($0) && field["id"] != "" && field["started"] != "" && field["outcome"] ~ /^"[A-Za-z]+"$/ {
            if (field["outcome"] == "\"Busy\"") {
                count = field["busyOccurrences"] ~ /^[0-9]+$/ ? field["busyOccurrences"] : count + 1
                if (field["occurrence"] ~ /^"[-0-9T:]+"$/) last = field["occurrence"]
            } else if (field["outcome"] != "\"Interrupted\"") {
                count = 0
                last = ""
            }
        }
        END { gsub(/"/, "", last); print count + 0 " " last }')
    busy_count=${streak%% *}
    busy_is_new=1
    if [ -n "$busy_occurrence" ] && [ "$busy_occurrence" = "${streak#* }" ]; then busy_is_new=''; fi
    [ -z "$busy_is_new" ] || busy_count=$((busy_count + 1))
    busy_fields=",\"busyOccurrences\":$busy_count${busy_occurrence:+,\"occurrence\":\"$busy_occurrence\"}"
}

# Called after a Busy run of the scheduler. A try that found another run of the same schedule in progress belongs to an
# occurrence that is still due.
plan_retry() {
    [ "$retry_interval" -gt 0 ] && [ "$trigger" != manual ] || return 0
    if [ -n "$taken" ]; then
        leave_due
    else
        [ -e "$state/retry" ] || return 0
        read -r _ _ busy_occurrence <"$state/retry" || :
    fi
    retry_at=$((now_seconds + retry_interval))
    printf '%s %s %s\n' "$id" "$retry_at" "$busy_occurrence" >"$state/retry.$$" && mv "$state/retry.$$" "$state/retry"
    with_retry_command start_retry
}

# start_retry [COMMAND...]: COMMAND makes the scheduler start the next try. Without one, a process of its own waits, which
# holds no lock and no file of the scheduler. It starts the file of the schedule again, and so uses its current settings.
start_retry() {
    if [ $# -gt 0 ]; then
        ( exec 5>&- 6>&- 7>&- 8>&- 9>&-; "$@" ) >/dev/null 2>&1 || say 'the scheduler did not accept the next try'
        return 0
    fi
    MEMPALACE_SCHED_RETRY=$id
    export MEMPALACE_SCHED_RETRY
    ( exec >/dev/null 2>&1 5>&- 6>&- 7>&- 8>&- 9>&-; in_own_group exec /bin/sh "$0" --trigger retry --wait ) &
    unset MEMPALACE_SCHED_RETRY
}

# Waits for the time of the next try, in one sleep, and becomes that try. A signal ends it at once.
wait_for_retry() {
    [ "$retry_interval" -gt 0 ] || exit 0 # the schedule was disabled, or its retries were
    ( exec sleep "$retry_interval" ) &
    sleeper=$!
    trap 'interrupt 129; kill "$sleeper"' HUP
    trap 'interrupt 130; kill "$sleeper"' INT
    trap 'interrupt 143; kill "$sleeper"' TERM
    [ -z "$interrupted" ] || kill "$sleeper"
    wait "$sleeper" 2>/dev/null
    if [ -n "$interrupted" ]; then
        kill "$sleeper" 2>/dev/null
        begin_run
        record Interrupted "$interrupted" 'stopped while waiting for the next try'
    fi
    [ -r "$0" ] || exit 0 # the schedule was removed
    exec /bin/sh "$0" --trigger retry
}

# True if the try that was waited for is still wanted: no run has done the work meanwhile, no later run waits for a try,
# and the next occurrence has not come, which has a run of its own.
retry_is_due() {
    retry_of=${MEMPALACE_SCHED_RETRY-}
    unset MEMPALACE_SCHED_RETRY
    [ "$retry_interval" -gt 0 ] && [ -e "$state/retry" ] && read -r busy_run _ busy_occurrence <"$state/retry" &&
        [ "$busy_run" = "$retry_of" ] || return 1
    newest=$(occurrence_text)
    [ "$newest" = "$busy_occurrence" ]
}
