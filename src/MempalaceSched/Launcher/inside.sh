# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- inside a container: the program as container.sh sends it, and look_inside for an install (with mempalace.sh)
# Needs: name, palace, palace_lock, store, store_pattern, how_to_install, time_limit, last_release, grace, dry_run,
#   with_command and with_variables (from the settings that were fed first), supervise, back_up_palace and the locks.
# Provides: run_inside, look_inside.
#
# Standard input is the liveness pipe (see container.sh). Standard error is for reports to the launcher.

run_inside() {
    exec 4>&1 5>&2 6<&0 </dev/null >/dev/null 2>&1
    background=1 writer='' work='' life=''
    mask=$(umask)
    umask 077
    handle_signals
    for tool in cat cut date grep mkdir mkfifo rm sha256sum sleep tr; do
        command -v "$tool" >/dev/null 2>&1 || report_end Failed 127 "the container has no $tool"
    done
    # The end of the launcher, or of the connection to it, is the end of this run.
    ( exec <&6 4>&- 5>&- 6>&-; while read -r _; do :; done; kill -TERM $$ ) &
    life=$!
    find_paths
    cd "$HOME" 2>/dev/null || cd /
    palace=$(at_home "$palace")
    # shellcheck disable=SC2088 # as in at_home
    case $store in '~/.local/share/'*) store=$(base_folder "${XDG_DATA_HOME-}" .local/share)/${store#'~/.local/share/'} ;; esac
    store=$(at_home "$store")
    locks=$(base_folder "${XDG_STATE_HOME-}" .local/state)/mempalace-sched/locks
    [ -n "$palace_lock" ] || palace_lock=palace-$(printf %s "$palace" | sha256sum | cut -c 1-16).lock
    with_command run_command_inside
}

# run_command_inside PROGRAM ARGUMENT...
run_command_inside() {
    [ -n "$dry_run" ] || store_found ||
        report_end Skipped 0 "nothing to mine: $store${store_pattern:+/$store_pattern} does not exist in the container"
    [ -n "$dry_run" ] || ! hides_palace || report_end Failed 1 "$reason"
    mined_folder "$@"
    [ -n "$dry_run" ] || [ -z "$folder" ] || [ -e "$folder" ] ||
        report_end Skipped 0 "nothing to mine: $folder does not exist in the container"
    find_program "$1" || report_end Failed 127 "$1 $how_to_install"
    shift
    if [ -n "$dry_run" ]; then
        exec 7>&4 4>&-
        supervise 0 "$grace" become_command "$program" "$@" --dry-run
        report "exit $code"
        leave
    fi
    # A descriptor that cannot be opened would end the shell without a word.
    { mkdir -p "$locks" && ( : >>"$locks/$palace_lock" ); } || report_end Failed 1 "cannot write in $locks in the container"
    exec 9>>"$locks/$palace_lock"
    take_lock 9 "$locks/$palace_lock" ||
        report_end Busy 75 "the palace $palace is held by $(holder_of "$locks/$palace_lock") in the container"
    lower_priority
    [ -z "$interrupted" ] || report_end Interrupted "$interrupted" 'stopped before the run began'
    find_release "$program"
    if [ -n "$release" ]; then
        report "release $release"
        case $last_release in '' | - | "$release") ;; *) time_limit=$((time_limit * upgrade_factor)) ;; esac
    fi
    can_use_daemon "$program" "$@"
    [ -z "$takes_daemon" ] || report takes-daemon
    report begun
    back_up_palace "$time_limit" say_in_output || report_end "$outcome" "$code" "$reason"
    open_output_inside
    supervise "$backup_limit" "$grace" become_command "$program" "$@"
    if [ -n "$timed_out" ]; then report_end TimedOut 124 'over its limit'; fi
    if [ -n "$stopped" ]; then report_end Interrupted "$stopped" 'stopped in the container'; fi
    if [ "$code" -ne 0 ] && mempalace_lock_is_held; then code="$code held"; fi
    report "exit $code"
    leave
}

# say_in_output TEXT: a line for the log of the run, before the output of the command
say_in_output() { printf '[%s]\n' "$1" >&4; }

# Through a pipe that ends with the command: something that it leaves behind cannot hold the engine's client.
open_output_inside() {
    work=$locks/$palace_lock.work
    rm -rf "$work" "$work.late" # of a dead run: the lock is ours
    { mkdir "$work" && mkfifo "$work/output"; } || report_end Failed 1 "cannot write in $locks in the container"
    exec 7<>"$work/output"
    ( trap '' HUP INT TERM; exec <"$work/output" >&4 4>&- 5>&- 6>&- 7>&- 9>&-; exec cat ) &
    writer=$!
    exec 4>&-
}

# report WORDS: one line to the launcher
report() { printf 'mempalace-sched: %s\n' "$(printf '%s' "$1" | tr '\n' ' ')" >&5; }

# report_end OUTCOME CODE REASON: the last report
report_end() {
    report "$1 $2 $3"
    leave
}

leave() {
    [ -z "$life" ] || kill "$life" 2>/dev/null
    [ -z "$work" ] || rm -rf "$work"
    drop_locks
    exit 0
}

# look_inside PROGRAM: prints the home folder, the path of PROGRAM and what mempalace.sh adds, as records NAME=VALUE with
# a NUL behind each. An install asks for them.
look_inside() {
    find_paths
    find_program "$1" || program=
    printf 'HOME=%s\0program=%s\0' "$HOME" "$program"
    print_mempalace_facts "$1"
    printf 'end=\0'
    exit 0
}

# HOME and PATH inside. The wrappers of mempalace are usually in ~/.local/bin.
find_paths() {
    HOME=${HOME:-/}
    PATH=${PATH:-/usr/local/bin:/usr/bin:/bin}:$HOME/.local/bin
    export HOME PATH
}

# base_folder VALUE DEFAULT: a folder of the XDG specification, where a value that is not absolute is ignored
base_folder() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s' "$HOME/$2" ;; esac; }

# at_home PATH: the path with the home inside for '~'
# shellcheck disable=SC2088 # the '~' has come as it is, and no shell must change it
at_home() {
    case $1 in
        '~') printf '%s' "$HOME" ;;
        '~/'*) printf '%s' "$HOME/${1#'~/'}" ;;
        *) printf '%s' "$1" ;;
    esac
}

# find_program NAME: sets program to its path, as PATH has it
find_program() {
    program=$(at_home "$1")
    case $program in */*) [ -f "$program" ] && [ -x "$program" ]; return ;; esac
    folders=$PATH:
    while [ -n "$folders" ]; do
        program=${folders%%:*}/$1
        folders=${folders#*:}
        [ ! -f "$program" ] || [ ! -x "$program" ] || return 0
    done
    return 1
}
