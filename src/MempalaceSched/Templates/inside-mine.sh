# ---- in the container: standard input is the line of life, standard error is for reports to the launcher

# report WORDS: one line to the launcher
report() { printf 'mempalace-sched: %s\n' "$(printf '%s' "$1" | tr '\n' ' ')" >&5; }

# record OUTCOME CODE REASON: the end of it all
record() {
    report "$1 $2 $3"
    leave
}

leave() {
    [ -z "$life" ] || kill "$life" 2>/dev/null
    [ -z "$work" ] || rm -rf "$work"
    drop_locks
    exit 0
}

settle_in() {
    exec 4>&1 5>&2 6<&0 </dev/null >/dev/null 2>&1
    work=
    life=
    mask=$(umask)
    umask 077
    heed_signals
    for tool in cat cut date env grep mkdir mkfifo rm sha256sum sleep tr; do
        command -v "$tool" >/dev/null 2>&1 || record Failed 127 "the container has no $tool"
    done
    # The end of the launcher, or of the way to it, is the end of this.
    ( while read -r _; do :; done; kill -TERM $$ ) <&6 4>&- 5>&- 6>&- &
    life=$!
    cd "$HOME" 2>/dev/null || cd /
    palace=$(at_home "$palace")
    # shellcheck disable=SC2088 # as in at_home
    case $store in '~/.local/share/'*) store=$(base_folder "${XDG_DATA_HOME-}" .local/share)/${store#'~/.local/share/'} ;; esac
    store=$(at_home "$store")
    locks=$(base_folder "${XDG_STATE_HOME-}" .local/state)/mempalace-sched/locks
    [ -n "$palace_lock" ] || palace_lock=palace-$(printf %s "$palace" | sha256sum | cut -c 1-16).lock
}

# mine_inside COMMAND...
mine_inside() {
    if [ -n "$dry_run" ]; then
        find_program "$1" || record Failed 127 "$1 $how_to_install"
        shift
        exec 7>&4 4>&-
        start_mine "$program" "$@" --dry-run
        [ -z "$interrupted" ] || end_mine
        await "$mine"
        report "exit $status"
        leave
    fi
    store_found || record Skipped 0 "nothing to mine: $store${store_pattern:+/$store_pattern} does not exist in the container"
    find_program "$1" || record Failed 127 "$1 $how_to_install"
    shift
    # A descriptor that cannot be opened would end the shell, without a word.
    { mkdir -p "$locks" && ( : >>"$locks/$palace_lock" ); } || record Failed 1 "cannot write in $locks in the container"
    exec 9>>"$locks/$palace_lock"
    take_lock 9 "$locks/$palace_lock" || record Busy 75 "the palace $palace is held by $(holder_of "$locks/$palace_lock") in the container"
    lower_priority
    stop_if_asked 'before the mine began'
    report begun
    mine "$program" "$@"
}

# Through a pipe that ends with the mine: something that it leaves behind cannot hold the engine's client.
open_output() {
    work=$locks/$palace_lock.work
    rm -rf "$work" # of a dead run: we hold the lock
    { mkdir "$work" && mkfifo "$work/output"; } || record Failed 1 "cannot write in $locks in the container"
    exec 7<>"$work/output"
    ( trap '' HUP INT TERM; exec cat <"$work/output" >&4 4>&- 5>&- 6>&- 7>&- 9>&- ) &
    copier=$!
    exec 4>&-
}

close_output() {
    exec 7>&-
    settle "$copier"
}

judge() {
    if [ -n "$timed_out" ]; then record TimedOut 124 'over its limit'; fi
    if [ -n "$stopped" ]; then record Interrupted "$stopped" 'stopped in the container'; fi
    report "exit $code"
    leave
}
