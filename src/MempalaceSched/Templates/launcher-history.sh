# ---- history: one JSON line per run, one log per run, and the marker of the run that is going on

utc_now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# The text as the inside of a JSON string: one line, no control characters, quotes and backslashes escaped.
json_text() { printf '%s' "$1" | LC_ALL=C tr '\000-\037\177' ' ' | LC_ALL=C sed 's/[\\"]/\\&/g'; }

number_or_null() { case $1 in ''|*[!0-9]*) printf null ;; *) printf '%s' "$1" ;; esac; }

begin_run() {
    mask=$(umask)
    umask 077 # logs quote private talk; the mine itself gets the mask back
    mkdir -p "$state/logs" "$locks" || exit 1
    history=$state/history.jsonl
    marker=$state/running
    marked=
    work=
    interrupted=
    processed=
    skipped=
    filed=
    started=$(utc_now)
    started_at=$(date +%s)
    id=$(date -u +%Y%m%dT%H%M%SZ)-$$
    take_request
    log=$state/logs/$id.log
}

# Whoever asks for a mine by name leaves an id, so that it can follow this very run. The first launcher to move the
# request away has it.
take_request() {
    mv "$state/request" "$state/request.$$" 2>/dev/null || return 0
    read -r asked <"$state/request.$$" || asked=
    rm -f "$state/request.$$"
    case $asked in
        ''|*[!0-9A-Za-z-]*) ;;
        *) id=$asked; trigger=manual ;;
    esac
}

store_found() {
    [ -n "$store" ] || return 0
    [ -n "$store_pattern" ] || { [ -e "$store" ]; return; }
    # shellcheck disable=SC2231 # the pattern is ours and is meant to match
    for match in "$store"/$store_pattern; do [ -e "$match" ] && return 0; done
    return 1
}

mark_running() {
    printf '{"id":"%s","trigger":"%s","started":"%s","log":"%s.log","pid":%s}\n' "$id" "$trigger" "$started" "$id" $$ >"$marker.$$"
    mv "$marker.$$" "$marker"
    marked=1
}

# A marker that nobody holds the lock for: that launcher was killed, or the machine went down under it.
settle_dead_run() {
    rm -rf "$state"/work-* # of any dead run: we hold the lock
    [ -s "$marker" ] || return 0
    append_history "$(sed 's/,"pid":[0-9]*}$/,"ended":null,"duration":null,"exitCode":null,"outcome":"Interrupted","reason":"the launcher was killed, or the machine went down"}/' "$marker")"
    rm -f "$marker"
}

# One line, one write, so that no reader sees half of it. A last line torn by a power loss is closed first.
append_history() {
    if [ -s "$history" ] && [ -n "$(tail -c 1 "$history")" ]; then echo >>"$history"; fi
    printf '%s\n' "$1" >>"$history"
}

# record OUTCOME EXIT REASON: the history line of this run, one line on stdout, and the end.
record() {
    ended=$(utc_now)
    duration=$(($(date +%s) - started_at))
    [ "$duration" -ge 0 ] || duration=0 # the wall clock was set back
    log_name=null
    [ ! -e "$log" ] || log_name="\"$id.log\""
    append_history "{\"id\":\"$id\",\"trigger\":\"$trigger\",\"started\":\"$started\",\"ended\":\"$ended\",\"duration\":$duration,\"exitCode\":$2,\"outcome\":\"$1\",\"reason\":\"$(json_text "$3")\",\"filesProcessed\":$(number_or_null "$processed"),\"filesSkipped\":$(number_or_null "$skipped"),\"drawersFiled\":$(number_or_null "$filed"),\"log\":$log_name}"
    [ -z "$marked" ] || rm -f "$marker"
    [ -z "$work" ] || rm -rf "$work"
    prune_logs
    drop_locks
    echo "$name: $1${3:+: $3}"
    exit "$2"
}

# Log names begin with the time of their run, so that the order of names is the order of time.
prune_logs() {
    set -- "$state"/logs/*.log
    while [ $# -gt "$keep_logs" ]; do rm -f "$1"; shift; done
}
