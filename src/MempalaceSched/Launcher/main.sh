# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- the program: arguments, and a run from its start to its end
# Needs: all other parts, and role.
# Provides: launch, which the last line calls. Only that line does something, so an incomplete program does nothing.
#
# Usage, for NAME as the file of a schedule in .../mempalace-sched/bin:
#   NAME [--trigger WORD]    run now: under the locks, with log and history
#   NAME --dry-run           show what a run would do; nothing is written
# For schedulers: --if-due runs only if an occurrence was missed, --own-group leaves the caller's process group,
# --id ID and --occurrence TIME name the run and what it is for. --wait is for the launcher itself (see retries.sh).
#
# Exit status: 0 Succeeded, NothingNew, Skipped; 75 Busy; 124 TimedOut; 129, 130, 143 Interrupted; otherwise that of the
# command.

launch() {
    case ${role-} in
        run) run_schedule ${1+"$@"} ;;
        inside) run_inside ;;
        *)
            echo 'launch.sh does not run by itself. Run the file of a schedule: ~/.local/share/mempalace-sched/bin/NAME' >&2
            exit 2 ;;
    esac
}

run_schedule() {
    grace=${MEMPALACE_SCHED_GRACE:-$grace} # seconds from TERM to KILL
    busy_pause=${MEMPALACE_SCHED_BUSY_PAUSE:-60} # seconds between two tries of a palace that is held
    busy_tries=4
    retry_interval=${MEMPALACE_SCHED_RETRY_INTERVAL:-${retry_interval:-0}} # seconds between two runs for an occurrence
    export HOME PATH
    target=host
    [ -z "$container" ] || target=container
    read_arguments ${1+"$@"}
    if [ -n "$own_group" ] && [ -z "${MEMPALACE_SCHED_GROUP-}" ]; then start_in_own_group; fi
    unset MEMPALACE_SCHED_GROUP
    [ -z "$dry_run" ] || "${target}_dry_run"

    # A closed descriptor would be given to the next file that is opened.
    exec </dev/null
    { true 3>&1; } 2>/dev/null || exec >/dev/null
    { true 3>&2; } 2>/dev/null || exec 2>/dev/null

    handle_signals
    [ -z "$waits" ] || wait_for_retry
    begin_run
    with_printed_files keep_short
    [ -z "$if_due" ] || [ "$trigger" = manual ] || is_due || exit 0
    [ "$trigger" != retry ] || retry_is_due || exit 0
    if [ "$trigger" = scheduled ] && retry_is_pending; then trigger=retry; fi # as systemd starts it
    lower_priority
    "${target}_check"

    exec 8>>"$locks/schedule-$name.lock"
    take_lock 8 "$locks/schedule-$name.lock" || record Busy 75 "already running: $(holder_of "$locks/schedule-$name.lock")"
    settle_dead_run
    if already_taken; then
        drop_locks
        exit 0
    fi
    mark_running
    wait_at_random
    take_occurrence # not before the wait, so that a run that the machine's shutdown prevents is caught up

    tries=1
    "${target}_lock"
    while :; do
        stop_if_asked 'before the run began'
        "${target}_run"
        [ "$outcome" = Busy ] || break
        try_again_later || break
    done
    remember_release
    record "$outcome" "$code" "$reason"
}

read_arguments() {
    known_arguments='known: --trigger WORD, --dry-run, --if-due, --own-group, --id ID, --occurrence TIME'
    trigger=manual dry_run='' if_due='' own_group='' asked_id='' occurrence='' waits=''
    while [ $# -gt 0 ]; do
        case $1 in
            --trigger | --id | --occurrence)
                [ $# -ge 2 ] || usage_error "$1 needs a value"
                case $1 in --trigger) trigger=$2 ;; --id) asked_id=$2 ;; *) occurrence=$2 ;; esac
                shift 2 ;;
            --if-due) if_due=1; shift ;;
            --own-group) own_group=1; shift ;;
            --dry-run) dry_run=1; shift ;;
            --wait) waits=1; shift ;;
            *) usage_error "unknown argument '$1' ($known_arguments)" ;;
        esac
    done
    case $asked_id in *[!0-9A-Za-z-]*) usage_error "'$asked_id' is not an id (letters, digits and -)" ;; esac
    case $trigger in *[!a-z-]* | -* | '') usage_error "'$trigger' is not a trigger name (a-z and -)" ;; esac
}

usage_error() { printf '%s: %s\n' "$name" "$1" >&2; exit 2; }

# Starts again in a process group of its own, so that a signal for the caller's group, such as ctrl-C, does not reach
# the run.
start_in_own_group() {
    MEMPALACE_SCHED_GROUP=1
    export MEMPALACE_SCHED_GROUP
    set -- --trigger "$trigger" ${if_due:+--if-due} ${dry_run:+--dry-run} ${asked_id:+--id "$asked_id"} \
        ${occurrence:+--occurrence "$occurrence"}
    in_own_group exec /bin/sh "$0" "$@"
}

# Sets time_left to what is left of the time limit, in seconds; 0 for no limit.
set_time_left() {
    time_left=$time_limit
    [ "$time_limit" -gt 0 ] && [ -n "$has_waited" ] || return 0
    read_clock
    time_left=$((time_limit - (now_seconds - limit_from)))
    [ "$time_left" -gt 0 ] || time_left=1
}

# Waits, then returns true while there are attempts and time left. The palace is held by another schedule, or by
# mempalace. In a container, the program inside reports that and exits; the next attempt starts it again.
try_again_later() {
    stop_if_asked 'while the palace was held'
    [ "$tries" -lt "$busy_tries" ] || return 1
    read_clock
    [ "$time_limit" -eq 0 ] || [ $((now_seconds - limit_from + busy_pause)) -lt "$time_limit" ] || return 1
    tries=$((tries + 1))
    waiting="the palace is held; try $tries of $busy_tries in $busy_pause s"
    [ ! -e "$log" ] || printf '[%s]\n' "$waiting" >>"$log" # Start-MempalaceMine shows the last line of the log
    say "$waiting"
    rest "$busy_pause" 'while waiting for the palace'
}

launch ${1+"$@"}
