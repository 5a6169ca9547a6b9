# ---- the mine in a container: the engine's client runs a script inside and holds its line of life

ask_limit=${MEMPALACE_SCHED_ASK_LIMIT:-60} # seconds that the engine has for an answer

# ask_engine ARGUMENT...: what the client prints is then in $work/said, what it complains of in $work/words. A client may
# wait for ever, for a machine that is far away; a signal for the launcher is heeded meanwhile.
ask_engine() {
    asked_at=$(date +%s)
    (
        exec </dev/null >"$work/said" 2>"$work/words" 6>&- 7>&- 8>&- 9>&-
        in_own_group in_engine_environment "$engine" "$@"
    ) &
    client=$!
    while kill -0 "$client" 2>/dev/null; do
        nap
        late=
        [ $(($(date +%s) - asked_at)) -le "$ask_limit" ] || late=1
        if [ -n "$interrupted$late" ]; then
            kill -KILL "$client" 2>/dev/null
            await "$client"
            echo "it gave no answer within $ask_limit s" >"$work/words"
            return 1
        fi
    done
    await "$client"
    return "$status"
}

# Sets container_state to the engine's word for it, or to `missing`, or to nothing with the reason in engine_fault; and
# container_start to when it was started. The name is compared, since engines take the beginning of an id for one too.
ask_container() {
    container_state='' container_start='' engine_fault=''
    [ -d "$work" ] || mkdir "$work" || record Failed 1 "cannot write in $state"
    if ask_engine container inspect --format "$inspect_format" "$container"; then
        read -r found container_state container_start <"$work/said" || :
        [ "${found#/}" = "$container" ] || container_state=missing
        [ -n "$container_state" ] || engine_fault='it said nothing about the container'
        return 0
    fi
    engine_fault=$(engine_words)
    # An engine that can list its containers, and has none of this name, is in order.
    if ask_engine ps --all --filter "name=^/?$container_pattern\$" --format "$names_format" && [ ! -s "$work/said" ]; then
        container_state=missing engine_fault=''
    fi
}

# What the client complained of, but for what the script inside reports in the same place.
engine_words() { LC_ALL=C grep -v '^mempalace-sched: ' "$work/words" | LC_ALL=C grep '[^[:space:]]' | tail -n 1 | LC_ALL=C cut -b 1-300; }

# Only a container that runs can be mined in. The rest is no fault: it is down, and nobody has to be told.
require_container() {
    work=$state/work-$$
    ask_container
    stop_if_asked 'before the mine began'
    [ -z "$engine_fault" ] || record Failed 1 "$engine: $engine_fault"
    [ "$container_state" = running ] || record Skipped 0 "$(why_skipped)"
    began_in=$container_start
}

why_skipped() {
    case $container_state in
        missing) echo "there is no container $container" ;;
        exited | stopped | created | configured | initialized | dead) echo "the container $container is stopped ($container_state)" ;;
        *) echo "the container $container is $container_state" ;;
    esac
}

# The engine gives the script inside an end of its input when this launcher closes the line, and when it is killed.
prepare_mine() {
    { mkfifo "$work/life" && : >"$work/words"; } || record Failed 1 "cannot write in $state"
    exec 6<>"$work/life"
    feed_inside >"$work/life" 2>/dev/null 6>&- 7>&- 8>&- 9>&- &
    told='' told_reason=''
}

# Of the time limit, what is left; seconds, 0 for none.
time_left() {
    [ "$time_limit" -gt 0 ] || { echo 0; return; }
    left=$((time_limit - ($(date +%s) - limit_from)))
    [ "$left" -gt 0 ] || left=1
    echo "$left"
}

become_mine() {
    exec <"$work/life" 2>"$work/words" 6>&-
    in_own_group in_engine_environment "$engine" exec -i ${container_user:+-u "$container_user"} "$container" /bin/sh -s
}

tell_mine_to_end() { exec 6>&-; }

# What the script inside has reported: its last line is how it ended. Without one, the engine is asked what has happened.
hear_mine() {
    exec 6>&-
    word=$(LC_ALL=C sed -n 's/^mempalace-sched: //p' "$work/words" | tail -n 1)
    case $word in
        'exit '[0-9]*) code=${word#exit } ;;
        TimedOut*) timed_out=1 ;;
        [A-Z]*' '[0-9]*' '*) told=${word%% *} word=${word#* } code=${word%% *} told_reason=${word#* } ;;
        *) [ -n "$stopped$timed_out" ] || explain_silence "$word" ;;
    esac
}

# explain_silence WORD: the client came back, and the script inside has not said how it ended. WORD is `begun` when it ran.
explain_silence() {
    words=$(engine_words)
    [ -n "$words" ] || words=$(last_line)
    [ "$code" -ne 0 ] || code=1
    told=Failed told_reason="exit $code: $words"
    tries_left=3
    while :; do
        ask_container
        # The engine may need a moment to see that a container is no longer there.
        if [ "$code" -ne 137 ] || [ "$container_state $container_start" != "running $began_in" ] || [ "$tries_left" -eq 0 ]; then break; fi
        tries_left=$((tries_left - 1))
        pause
    done
    if [ -n "$engine_fault" ]; then
        told_reason="$engine: $engine_fault"
        [ -z "$1" ] || told=Interrupted told_reason="the engine went away in the middle: $engine_fault"
    elif [ "$container_state" != running ]; then
        told=Skipped told_reason=$(why_skipped)
        [ -z "$1" ] || told=Interrupted told_reason="the container $container was stopped in the middle ($container_state)"
        [ "$told" != Skipped ] || code=0
    elif [ -n "$1" ] && [ "$container_start" != "$began_in" ]; then
        told=Interrupted told_reason="the container $container was started again in the middle"
    fi
}

# As a run, but straight to the terminal, without locks, limit and history.
dry_run_inside() {
    heed_signals
    mask=$(umask)
    time_limit=0
    work=$(mktemp -d) || exit 1
    ask_container
    if [ "$container_state" != running ]; then
        printf '%s: %s\n' "$name" "${engine_fault:-$(why_skipped)}" >&2
        rm -rf "$work"
        exit 1
    fi
    began_in=$container_start
    exec 7>&1
    prepare_mine
    start_mine
    [ -z "$interrupted" ] || end_mine
    await "$mine"
    code=$status stopped=$interrupted timed_out=''
    hear_mine
    rm -rf "$work"
    [ -z "$told" ] || printf '%s: %s\n' "$name" "$told_reason" >&2
    exit "$code"
}
