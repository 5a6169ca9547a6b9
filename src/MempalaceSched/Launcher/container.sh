# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- the target "container": the engine's client feeds this program to a shell in the container
# Needs: container, container_user, container_pattern, engine, inspect_format, names_format, inside_settings and
#   with_variables (from the schedule), program, supervise, output and judgement.
# Provides: container_check, container_lock, container_run, container_dry_run, in_container_environment.
#
# Engines do not end what their client has started, and the host cannot see the processes inside. So lock, limit and end
# are where the processes are: the client runs /bin/sh -s inside and is fed the settings and this program. Its standard
# input stays open for the whole run. The launcher closes it to stop the run; if the launcher is killed, the kernel closes
# it; if the connection breaks, the engine does. The output of the command comes on standard output, the reports of the
# program inside on standard error, so nothing that a command prints can pass for a report.

ask_limit=${MEMPALACE_SCHED_ASK_LIMIT:-60} # seconds that the engine has for an answer

container_check() {
    [ -x "$engine" ] || record Failed 127 "$engine is gone or cannot be run; install it again, then run Install-MempalaceSchedule"
}

# The lock of the palace is taken inside.
container_lock() { program_text=$(cat "$program"); }

# The client of the engine gets the engine's own variables; the command inside does not.
in_container_environment() {
    cd "$HOME" 2>/dev/null || cd /
    with_variables "$@"
}

# ask_engine ARGUMENT...: the client prints to $work.said and complains in $work.words
ask_engine() {
    writer=
    end_gently='signal_supervised TERM'
    supervise "$ask_limit" 0 become_question "$@"
    if [ -n "$timed_out$stopped" ]; then
        echo "it gave no answer within $ask_limit s" >"$work.words"
        return 1
    fi
    return "$code"
}

become_question() {
    exec </dev/null >"$work.said" 2>"$work.words" 6>&- 7>&-
    in_own_group in_container_environment "$engine" "$@"
}

# Sets container_state to the engine's own word, or to `missing`, or to nothing with the reason in engine_error; and
# container_start to its start. The name is compared, because engines take the beginning of an id for a name.
ask_container() {
    container_state='' container_start='' engine_error=''
    has_waited=1
    has_work=1
    true >"$work.words" || record Failed 1 "cannot write in $state"
    if ask_engine container inspect --format "$inspect_format" "$container"; then
        read -r found container_state container_start <"$work.said" || :
        [ "${found#/}" = "$container" ] || container_state=missing
        [ -n "$container_state" ] || engine_error='it said nothing about the container'
        return 0
    fi
    engine_error=$(engine_words)
    # An engine that can list its containers, and lists none of this name, works.
    if ask_engine ps --all --filter "name=^/?$container_pattern\$" --format "$names_format" && [ ! -s "$work.said" ]; then
        container_state=missing engine_error=''
    fi
}

# The last line that the client has complained, without the reports of the program inside.
engine_words() {
    LC_ALL=C tr '\000' ' ' <"$work.words" | LC_ALL=C awk "$awk_text"'
        !/^mempalace-sched: / && /[^ \t\v\f\r]/ { last = $0 }
        END { print valid(substr(last, 1, 300)) }'
}

# Only a running container can be used. Everything else is no fault: it is down, and nobody has to be told.
require_container() {
    ask_container
    stop_if_asked 'before the mine began'
    [ -z "$engine_error" ] || record Failed 1 "$engine: $engine_error"
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

# The program inside keeps the limit and the grace. The client gets a little more of both, for a program that cannot.
container_run() {
    require_container
    open_output
    open_life
    set_time_left
    feed_inside "$time_left" &
    supervise "$((time_left > 0 ? time_left + grace + 30 : 0))" "$((grace + 15))" become_client
    exec 6>&-
    close_output
    read_output
    hear_inside
    judge "$told" "$told_reason"
    close_log
}

# The pipe that keeps the run alive: descriptor 6 is its only writer.
open_life() {
    rm -f "$work.life"
    { mkfifo "$work.life" && true >"$work.words"; } || record Failed 1 "cannot write in $state"
    exec 6<>"$work.life"
    end_gently=close_life
    told='' told_reason=''
}

close_life() { exec 6>&-; }

# feed_inside LIMIT: the settings for inside, then the program. Its last line alone acts, so a program that arrives in
# part does nothing.
feed_inside() {
    exec 7>&- 8>&- 9>&- >"$work.life" 2>/dev/null 6>&-
    printf "role=inside\nname='%s'\ntime_limit=%s\ngrace=%s\ndry_run=%s\n" "$name" "$1" "$grace" "$dry_run"
    inside_settings
    cat <<PROGRAM
$program_text
PROGRAM
}

become_client() {
    exec <"$work.life" >&7 2>"$work.words" 6>&- 7>&-
    in_own_group in_container_environment "$engine" exec -i ${container_user:+-u "$container_user"} "$container" /bin/sh -s
}

# Reads what the program inside has reported: its last line is how it ended. Without one, the engine is asked.
hear_inside() {
    word=$(LC_ALL=C tr '\000' ' ' <"$work.words" | LC_ALL=C awk "$awk_text"'
        sub(/^mempalace-sched: /, "") { last = $0 }
        END { print valid(last) }')
    case $word in
        'exit '[0-9]*) code=${word#exit } ;;
        TimedOut*) timed_out=1 ;;
        [A-Z]*' '[0-9]*' '*) told=${word%% *} word=${word#* } code=${word%% *} told_reason=${word#* } ;;
        *) [ -n "$stopped$timed_out" ] || explain_silence "$word" ;;
    esac
}

# explain_silence WORD: the client has ended, and the program inside has not reported how. WORD is `begun` if it ran.
explain_silence() {
    silent_code=$code
    [ "$silent_code" -ne 0 ] || silent_code=1
    words=$(engine_words)
    told=Failed told_reason="exit $silent_code: ${words:-$last_line}"
    asks_left=3
    while :; do
        ask_container
        # The engine may need a moment to see that a container is no longer there.
        if [ "$silent_code" -ne 137 ] || [ "$container_state $container_start" != "running $began_in" ] || [ "$asks_left" -eq 0 ]; then break; fi
        asks_left=$((asks_left - 1))
        pause
    done
    code=$silent_code stopped='' timed_out=''
    if [ -n "$engine_error" ]; then
        told_reason="$engine: $engine_error"
        [ -z "$1" ] || told=Interrupted told_reason="the engine went away in the middle: $engine_error"
    elif [ "$container_state" != running ]; then
        told=Skipped told_reason=$(why_skipped)
        [ -z "$1" ] || told=Interrupted told_reason="the container $container was stopped in the middle ($container_state)"
        [ "$told" != Skipped ] || code=0
    elif [ -n "$1" ] && [ "$container_start" != "$began_in" ]; then
        told=Interrupted told_reason="the container $container was started again in the middle"
    fi
}

# As a run, but straight to the terminal, without locks, limit and history.
container_dry_run() {
    handle_signals
    mask=$(umask)
    time_limit=0
    last_line=
    folder=$(mktemp -d) || exit 1
    work=$folder/run
    container_lock
    ask_container
    if [ "$container_state" != running ]; then
        printf '%s: %s\n' "$name" "${engine_error:-$(why_skipped)}" >&2
        rm -rf "$folder"
        exit 1
    fi
    began_in=$container_start
    exec 7>&1
    open_life
    feed_inside 0 &
    supervise 0 "$((grace + 15))" become_client
    exec 6>&-
    hear_inside
    rm -rf "$folder"
    [ -z "$told" ] || printf '%s: %s\n' "$name" "$told_reason" >&2
    exit "$code"
}
