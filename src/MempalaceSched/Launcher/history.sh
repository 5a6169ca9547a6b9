# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- history: one JSON line per run, one log per run, and the file `running` while a run is in progress
# Needs: name, state, locks, trigger, asked_id, read_clock, json_text, set_number, drop_locks, describe_busy, plan_retry,
#   end_retry, after_run.
# Provides: begin_run, mark_running, settle_dead_run, record.
#
# docs/history.md describes the fields. Both files are read by name, in any order of the fields.

history_version=1
keep_logs=20

# awk: reads a line that is one flat JSON object into field[NAME], each value as it is written. False for other lines.
awk_json='
    function read_object(line, key) {
        split("", field)
        if (!sub(/^[ \t]*\{[ \t]*/, "", line)) return 0
        for (;;) {
            if (!match(line, /^"([^"\\]|\\.)*"[ \t]*:[ \t]*/)) return 0
            key = substr(line, 2)
            key = substr(key, 1, index(key, "\"") - 1)
            line = substr(line, RLENGTH + 1)
            if (!match(line, /^("([^"\\]|\\.)*"|[-+.0-9A-Za-z]+)[ \t]*/)) return 0
            field[key] = substr(line, 1, RLENGTH)
            sub(/[ \t]*$/, "", field[key])
            line = substr(line, RLENGTH + 1)
            if (!sub(/^,[ \t]*/, "", line)) return line ~ /^\}[ \t\r]*$/
        }
    }'

# Sets the id of the run, when it started, and its files. Logs quote private text, so only the user can read them; the
# command gets the caller's mask back.
begin_run() {
    mask=$(umask)
    umask 077
    { [ -d "$state/logs" ] && [ -d "$locks" ]; } || mkdir -p "$state/logs" "$locks" || exit 1
    history=$state/history.jsonl
    marker=$state/running
    marked=
    work=$state/work-$$ # temporary files begin with this
    has_work=
    processed='' skipped='' filed=''
    taken='' busy_fields=''
    read_clock
    started=$now
    started_at=$now_seconds
    limit_from=$now_seconds # the time limit counts from here
    has_waited=
    id=$asked_id
    if [ -z "$id" ]; then
        # shellcheck disable=SC2086 # 2026-01-02T03:04:05Z is split into its parts: 20260102T030405Z
        id=$(IFS=-:; set -- $now; echo "$1$2$3$4$5")-$$
        # A run that was asked for by id is not the one of the request, and neither is the next try of a busy run.
        [ "$trigger" = retry ] || take_request
    fi
    log=$state/logs/$id.log
}

# Start-MempalaceMine writes an ID to the file `request` before it asks the scheduler to start the run. This run gets
# the ID, so the cmdlet follows its own run and no other. The first launcher that moves the file away has the request. A
# request that is older than ten minutes is ignored, because its run was not started.
take_request() {
    [ -e "$state/request" ] || return 0
    mv "$state/request" "$state/request.$$" 2>/dev/null || return 0
    asked=$(LC_ALL=C tr '\000\200-\377' '?' <"$state/request.$$" | sed 1q)
    [ -z "$(find "$state/request.$$" -mmin +10 2>/dev/null)" ] || asked=
    rm -f "$state/request.$$"
    case $asked in
        *[!0-9A-Za-z-]*) ;;
        [0-9]*) [ ${#asked} -gt 64 ] || { id=$asked; trigger=manual; } ;;
    esac
}

mark_running() {
    printf '{"version":%s,"id":"%s","trigger":"%s","started":"%s","log":"%s.log","pid":%s}\n' \
        "$history_version" "$id" "$trigger" "$started" "$id" $$ >"$marker.$$"
    mv "$marker.$$" "$marker"
    marked=1
}

# A marker although nobody holds the lock: that launcher was killed, or the machine went down. Its run is recorded now.
# Also removes what dead runs have left; the lock is ours, so no other run of this schedule uses it.
settle_dead_run() {
    for leftover in "$state"/work-* "$marker".*; do
        case $leftover in "$work".*) continue ;; esac
        [ ! -e "$leftover" ] || rm -rf "$leftover"
    done
    [ -e "$marker" ] || return 0
    dead_run=$(LC_ALL=C tr -d '\000' <"$marker" | LC_ALL=C awk -v version="$history_version" "$awk_json"'
        read_object($0) && field["id"] ~ /^"[0-9A-Za-z-]+"$/ && field["started"] ~ /^"[^"\\]+"$/ {
            if (field["trigger"] !~ /^"[a-z-]+"$/) field["trigger"] = "\"scheduled\""
            if (field["log"] !~ /^"[^"\\\/]+"$/) field["log"] = "null"
            printf "{\"version\":%s,\"id\":%s,\"trigger\":%s,\"started\":%s,\"ended\":null,\"duration\":null,", \
                version, field["id"], field["trigger"], field["started"]
            printf "\"exitCode\":null,\"outcome\":\"Interrupted\",\"reason\":\"%s\",\"log\":%s}\n", \
                "the launcher was killed, or the machine went down", field["log"]
            exit
        }')
    [ -z "$dead_run" ] || append_history "$dead_run"
    rm -f "$marker"
}

# append_history LINE: in one write, so that no reader sees half a line. A last line that a power loss has torn has no
# line feed, or ends in NULs; it is closed first.
append_history() {
    if [ -s "$history" ]; then
        tail -c 1 "$history" | read -r _ || echo >>"$history"
    fi
    printf '%s\n' "$1" >>"$history"
}

# record OUTCOME CODE REASON: writes the history line of this run, prints one line, calls the hook and ends the launcher
record() {
    outcome=$1 exit_status=$2 reason=$3
    read_clock
    ended=$now
    duration=$((now_seconds - started_at))
    [ "$duration" -ge 0 ] || duration=0 # the clock was set back
    log_name=null
    [ ! -e "$log" ] || log_name="\"$id.log\""
    set_number "$processed"; processed=$number
    set_number "$skipped"; skipped=$number
    set_number "$filed"; filed=$number
    if [ "$outcome" = Busy ]; then
        describe_busy
        plan_retry || reason="$reason; no further try could be planned"
    fi
    line="{\"version\":$history_version,\"id\":\"$id\",\"trigger\":\"$trigger\",\"started\":\"$started\",\"ended\":\"$ended\""
    line="$line,\"duration\":$duration,\"exitCode\":$exit_status,\"outcome\":\"$outcome\""
    line="$line,\"reason\":\"${reason:+$(json_text "$reason")}\""
    line="$line,\"filesProcessed\":${processed:-null},\"filesSkipped\":${skipped:-null}"
    append_history "$line,\"drawersFiled\":${filed:-null}$busy_fields,\"log\":$log_name}"
    set -- ${marked:+"$marker"}
    [ -z "$has_work" ] || set -- ${1+"$@"} "$work".*
    [ $# -eq 0 ] || rm -rf "$@"
    case $outcome:$trigger in
        Succeeded:* | NothingNew:*) end_retry ;;
        Busy:* | Interrupted:* | *:manual) ;;
        *) end_retry ;;
    esac
    prune_logs
    drop_locks
    say "$outcome${reason:+: $reason}"
    after_run "$outcome" "$exit_status" "$reason"
    exit "$exit_status"
}

# The names of logs begin with the time of their run, so their order is the order of time.
prune_logs() {
    set -- "$state"/logs/*.log
    while [ $# -gt "$keep_logs" ]; do rm -f "$1"; shift; done
}
