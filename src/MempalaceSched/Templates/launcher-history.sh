# ---- history: one JSON line per run, one log per run, and the marker of the run that is going on

utc_now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

# One line on stdout, whether or not anybody is still reading.
say() ( trap '' PIPE; printf '%s%s: %s\n' "${quiet:+$(utc_now) $id }" "$name" "$1" ) 2>/dev/null

# The text as the inside of a JSON string: one line of valid UTF-8, short enough to be written at once, no control
# characters, quotes and backslashes escaped. sed takes one character after the other; a byte that belongs to none is left out.
json_text() {
    b='[\200-\277]'
    valid="[ -~]|[\302-\337]$b|\340[\240-\277]$b|[\341-\354\356\357]$b$b|\355[\200-\237]$b|\360[\220-\277]$b$b|[\361-\363]$b$b$b|\364[\200-\217]$b$b"
    # shellcheck disable=SC2059 # the format is ours; printf makes bytes of its octal numbers
    one_by_one=$(printf "s/($valid)|[\200-\377]/\\\\1/g")
    printf '%s' "$1" | LC_ALL=C tr '\000-\037\177' ' ' | LC_ALL=C cut -b 1-1000 |
        LC_ALL=C sed -E -e "$one_by_one" -e 's/[\\"]/\\&/g'
}

# JSON knows no leading zeros; more digits than these are no count of anything.
number_or_null() { case $1 in ''|*[!0-9]*|0?*|??????????*) printf null ;; *) printf '%s' "$1" ;; esac; }

begin_run() {
    mask=$(umask)
    umask 077 # logs quote private talk; the mine itself gets the mask back
    mkdir -p "$state/logs" "$locks" || exit 1
    history=$state/history.jsonl
    marker=$state/running
    marked=
    work=
    processed=
    skipped=
    filed=
    started=$(utc_now)
    started_at=$(date +%s)
    limit_from=$started_at
    id=${asked_id:-$(date -u +%Y%m%dT%H%M%SZ)-$$}
    [ -n "$asked_id" ] || take_request # a run that was asked for by id is not the one of the request
    log=$state/logs/$id.log
}

# Whoever asks for a mine by name leaves an id, so that it can follow this very run. The first launcher to move the
# request away has it. One that has lain there for more than ten minutes is given up: its run never came.
take_request() {
    mv "$state/request" "$state/request.$$" 2>/dev/null || return 0
    read -r asked <"$state/request.$$" || asked=
    [ -z "$(find "$state/request.$$" -mmin +10 2>/dev/null)" ] || asked=
    rm -f "$state/request.$$"
    case $asked in
        *[!0-9A-Za-z-]*) ;;
        [0-9]*) [ ${#asked} -gt 64 ] || { id=$asked; trigger=manual; } ;;
    esac
}

mark_running() {
    printf '{"id":"%s","trigger":"%s","started":"%s","log":"%s.log","pid":%s}\n' "$id" "$trigger" "$started" "$id" $$ >"$marker.$$"
    mv "$marker.$$" "$marker"
    marked=1
}

# A marker that nobody holds the lock for: that launcher was killed, or the machine went down under it.
settle_dead_run() {
    rm -rf "$state"/work-* "$marker".* # of any dead run: we hold the lock
    [ -e "$marker" ] || return 0
    ending='"ended":null,"duration":null,"exitCode":null,"outcome":"Interrupted","reason":"the launcher was killed, or the machine went down"'
    dead_run=$(LC_ALL=C sed -n "s/^\({\"id\":.*\),\"pid\":[0-9]*}\$/\1,$ending}/p" "$marker")
    [ -z "$dead_run" ] || append_history "$dead_run"
    rm -f "$marker"
}

# One line, one write, so that no reader sees half of it. A last line torn by a power loss is closed first; wc counts
# its line feeds, since a shell would drop the NULs that file systems leave there.
append_history() {
    if [ -s "$history" ] && [ "$(tail -c 1 "$history" | wc -l)" -eq 0 ]; then echo >>"$history"; fi
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
    say "$1${3:+: $3}"
    after_run "$1" "$2" "$3"
    exit "$2"
}

# Log names begin with the time of their run, so that the order of names is the order of time.
prune_logs() {
    set -- "$state"/logs/*.log
    while [ $# -gt "$keep_logs" ]; do rm -f "$1"; shift; done
}
