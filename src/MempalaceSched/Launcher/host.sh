# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- the target "host": the command runs on this machine
# Needs: palace, palace_lock, store, store_pattern, store_variable (the variable of the command for the store),
#   config_home, with_command and with_variables (from the schedule), supervise, back_up_palace, run_or_ask_daemon,
#   locks, output and judgement.
# Provides: host_check, host_lock, host_run, host_dry_run, in_host_environment, store_found, become_command.

# True if there is something to read, or if only the command itself can know.
store_found() {
    [ -n "$store" ] || return 0
    [ -n "$store_pattern" ] || { [ -e "$store" ]; return; }
    # shellcheck disable=SC2231 # the pattern is ours and must match
    for match in "$store"/$store_pattern; do [ -e "$match" ] && return 0; done
    return 1
}

host_check() {
    if ! store_found; then
        take_occurrence
        record Skipped 0 "nothing to mine: $store${store_pattern:+/$store_pattern} does not exist"
    fi
    ! hides_palace || record Failed 1 "$reason"
    with_command mined_folder
    [ -z "$folder" ] || [ -e "$folder" ] || { take_occurrence; record Skipped 0 "nothing to mine: $folder does not exist"; }
    with_command program_exists
}

program_exists() {
    [ -x "$1" ] || record Failed 127 "$1 does not exist or is not executable; install it again"
}

# Takes the lock of the palace. Other schedules may hold it for a while.
host_lock() {
    with_command find_release
    allow_for_upgrade
    exec 9>>"$locks/$palace_lock"
    until take_lock 9 "$locks/$palace_lock"; do
        try_again_later || record Busy 75 "the palace $palace is held by $(holder_of "$locks/$palace_lock")"
    done
}

host_run() {
    set_time_left
    back_up_palace "$time_left" say_in_log || return 0
    [ -z "$backup_done" ] || has_waited=1 # a backup counts for the time limit
    with_command can_use_daemon
    run_or_ask_daemon run_on_host
}

run_on_host() {
    open_output
    set_time_left
    with_command supervise "$time_left" "$grace" become_command
    close_output
    read_output
    judge '' ''
    name_server
    close_log
}

# say_in_log TEXT: a line for the log of the run, before the output of the command
say_in_log() {
    printf '[%s]\n' "$1" >>"$log"
    say "$1"
}

# Only the command gets these variables, so none of them can disturb the launcher's own tools. It starts in the home
# folder, wherever the scheduler was.
in_host_environment() {
    cd "$HOME" 2>/dev/null || cd /
    PYTHONUNBUFFERED=1 PYTHONUTF8=1 MEMPALACE_PALACE_PATH=$palace MEMPALACE_PATH=$palace
    export PYTHONUNBUFFERED PYTHONUTF8 MEMPALACE_PALACE_PATH MEMPALACE_PATH
    [ -z "${store_variable-}" ] || export "$store_variable=$store"
    with_variables "$@"
}

become_command() {
    exec >&7 2>&1 5>&- 6>&- 7>&-
    in_own_group in_host_environment "$@" ${daemon_flag:+"$daemon_flag"}
}

host_dry_run() { with_command host_dry_run_of; }

host_dry_run_of() { in_host_environment "$@" --dry-run; }
