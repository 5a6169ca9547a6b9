# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- retries: a run that found the palace held leaves its occurrence due, and is tried again
# Needs: state, history, awk_json, trigger, taken, retry_interval, retry_by and timer_stamp (from the schedule),
#   newest_occurrence, leave_due, begin_run, record, in_own_group.
# Provides: describe_busy (busy_fields, busy_count, busy_is_new), plan_retry, end_retry, retry_is_pending,
#   wait_for_retry, retry_is_due.
#
# The file `retry` exists while an occurrence is due because its last run was Busy. Its line has the ID of that run, the
# time of the next try in seconds, and the occurrence. Each try is a run of its own, with its own line in the history.
# Only scheduled runs are tried again; who starts the next try depends on the scheduler.

# Prints the newest occurrence in local time, as 2026-11-23T03:00.
occurrence_text() {
    newest_occurrence | awk '
        { printf "%s-%s-%sT%02d:%02d", substr($1, 1, 4), substr($1, 5, 2), substr($1, 7, 2), int($2 / 60), $2 % 60 }'
}

# Sets busy_fields to what the history line of a Busy run for an occurrence has in addition: the occurrence, and at how
# many occurrences the palace was held since the last run that made progress, this one included. Several tries of one
# occurrence count once; a run that somebody started by hand, or that met another run of its schedule, does not count.
# The count of the last line is taken over, because the lines of one occurrence alone can be more than are read here.
# Lines that no launcher has written do not count.
describe_busy() {
    busy_occurrence='' busy_count=0 busy_is_new=''
    [ -n "$taken" ] || return 0
    busy_occurrence=$(occurrence_text)
    streak=$(tail -c 65536 "$history" 2>/dev/null | LC_ALL=C tr '\000' ' ' | LC_ALL=C awk "$awk_json"'
        read_object($0) && field["id"] != "" && field["started"] != "" {
            if (field["outcome"] == "\"Busy\"" && field["busyOccurrences"] ~ /^[0-9]+$/) {
                count = field["busyOccurrences"]
                if (field["occurrence"] ~ /^"[-0-9T:]+"$/) last = field["occurrence"]
            } else if (field["outcome"] ~ /^"(Succeeded|NothingNew|Skipped)"$/) {
                count = 0
                last = ""
            }
        }
        END { gsub(/"/, "", last); print count + 0 " " last }')
    busy_count=${streak%% *}
    [ "$busy_occurrence" = "${streak#* }" ] || busy_is_new=1
    [ -z "$busy_is_new" ] || busy_count=$((busy_count + 1))
    busy_fields=",\"busyOccurrences\":$busy_count,\"occurrence\":\"$busy_occurrence\""
}

# Called before a Busy run of the scheduler is recorded. False if the next try could not be planned. A run that met
# another run of its schedule has not taken its occurrence. That other run does the same work, and removes the file
# `retry` if it succeeds.
plan_retry() {
    [ "$retry_interval" -gt 0 ] && [ "$trigger" != manual ] || return 0
    if [ -n "$taken" ]; then leave_due; else busy_occurrence=$(occurrence_text); fi
    retry_at=$((now_seconds + retry_interval))
    printf '%s %s %s\n' "$id" "$retry_at" "$busy_occurrence" >"$state/retry.$$" && mv "$state/retry.$$" "$state/retry" ||
        return 1
    case $retry_by in
        systemd) start_retry_timer ;;
        scheduler) ;; # it sees that the occurrence is still due
        *) start_waiting ;;
    esac
}

# Starts a transient timer of systemd. RestartForceExitStatus= would be simpler, but systemd 252 rejects it for oneshot
# services, and a service that waits for its restart would delay every start by hand. The transient timer is part of the
# schedule's own timer, so it ends when the schedule is disabled or removed. Its service is another one than that of the
# schedule, so that the timer is gone when the next try needs a new one. It does not survive a reboot. Therefore the
# stamp of the schedule's timer is set far back, and the manager catches up the occurrence when it starts that timer.
start_retry_timer() (
    exec 5>&- 6>&- 7>&- 8>&- 9>&- >/dev/null 2>&1
    touch -c -t 200001010000 "$timer_stamp"
    systemctl --user --quiet stop "$name-retry.timer"
    # shellcheck disable=SC2016 # the '$' are for /bin/sh
    exec systemd-run --user --quiet --collect --no-block --unit="$name-retry" --description="Next try of $name" \
        --on-calendar="@$retry_at" --timer-property=AccuracySec=1s --timer-property=PartOf="$name.timer" \
        /bin/sh -c '[ ! -e "$0/retry" ] || exec systemctl --user --no-block start "$1.service"' "$state" "$name"
)

# Starts a process that waits, and holds no lock and no file of the scheduler. It starts the file of the schedule again,
# and so uses its current settings.
start_waiting() {
    MEMPALACE_SCHED_RETRY=$id
    export MEMPALACE_SCHED_RETRY
    ( exec >/dev/null 2>&1 5>&- 6>&- 7>&- 8>&- 9>&-; in_own_group exec /bin/sh "$0" --trigger retry --wait ) &
    unset MEMPALACE_SCHED_RETRY
}

# Called after a run that did the work of the waiting occurrence. The stamp of systemd's timer gets the current time, so
# that the manager does not run the occurrence once more.
end_retry() {
    [ -e "$state/retry" ] || return 0
    rm -f "$state/retry"
    [ -z "$timer_stamp" ] || touch -c "$timer_stamp"
}

# True if the newest occurrence waits for a try. After a change of the calendar, the one that waits is not the newest.
retry_is_pending() {
    [ "$retry_interval" -gt 0 ] && [ -e "$state/retry" ] && read -r busy_run _ busy_occurrence <"$state/retry" &&
        [ "$(occurrence_text)" = "$busy_occurrence" ]
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
    retry_is_pending && [ "$busy_run" = "$retry_of" ]
}
