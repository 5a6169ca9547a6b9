# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- the target "container": the engine's client feeds this program to a shell in the container
# Needs: container, container_user, container_pattern, engine, inspect_format, names_format, inside_settings and
#   with_variables (from the schedule), program, supervise, output and judgement.
# Provides: container_check, container_lock, container_run, container_dry_run, in_container_environment.
#
# In a container, the lock, the time limit and the termination act where the processes are: an engine does not stop what
# its client started, and the host cannot see the processes. The client therefore runs /bin/sh -s inside and sends it
# the settings and this program. No setting appears on a command line, where ps or the log of the engine would show it.
#
# Liveness pipe: the standard input of that shell stays open for the whole run. The launcher closes it to stop the run.
# If the launcher is killed, the kernel closes it. If the connection is lost, the engine closes it. The watchdog of the
# launcher keeps the lock of the schedule until the client has ended.
#
# The output of the command uses standard output, and the reports of the program inside use standard error. Output can
# therefore never be mistaken for a report, and no report appears in a log.

ask_limit=${MEMPALACE_SCHED_ASK_LIMIT:-60} # the time limit of a query to the engine, in seconds

container_check() {
    [ -x "$engine" ] || record Failed 127 "$engine does not exist or is not executable; install it again"
}

# The program inside takes the lock of the palace.
container_lock() {
    program_text=$(cat "$program")
    read_known_release
}

# The client of the engine gets the engine's own variables; the command inside does not.
in_container_environment() {
    cd "$HOME" 2>/dev/null || cd /
    with_variables "$@"
}

# ask_engine ARGUMENT...: runs the client. Its output goes to $work.said, its error messages to $work.words.
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

# Sets container_state to the state as the engine names it, or to `missing`, or to nothing with the reason in
# engine_error. Sets container_start to the time when it started. The name is compared with the one in the answer,
# because engines also accept the beginning of an ID.
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
    # "No such container" is accepted only from an engine that can list its containers.
    if ask_engine ps --all --filter "name=^/?$container_pattern\$" --format "$names_format" && [ ! -s "$work.said" ]; then
        container_state=missing engine_error=''
    fi
}

# Prints the last error message of the client, without the reports of the program inside.
engine_words() {
    LC_ALL=C tr '\000' ' ' <"$work.words" | LC_ALL=C awk "$awk_text"'
        !/^mempalace-sched: / && /[^ \t\v\f\r]/ { last = $0 }
        END { print valid(substr(last, 1, 300)) }'
}

# A run needs a running container. A container that does not exist or does not run is not an error: the run is skipped.
require_container() {
    ask_container
    stop_if_asked 'before the run began'
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

container_run() { run_or_ask_daemon run_in_container; }

# The program inside enforces the time limit and the grace. The limits of the client are longer, and act only if the
# program cannot.
run_in_container() {
    require_container
    open_output
    open_life
    set_time_left
    had_note=$upgrade_note
    compare_with=
    [ -n "$upgrade_note" ] || compare_with=$known_release # an earlier try has multiplied the limit already
    feed_inside "$time_left" "$compare_with" &
    [ -z "$compare_with" ] || time_left=$((time_left * upgrade_factor))
    supervise "$((time_left > 0 ? time_left + grace + 30 : 0))" "$((grace + 15))" become_client
    exec 6>&-
    close_output
    read_output
    hear_inside
    judge "$told" "$told_reason"
    name_server
    close_log
    [ -n "$had_note" ] || say_upgrade
}

# Opens the liveness pipe. Descriptor 6 is its only writer.
open_life() {
    rm -f "$work.life"
    { mkfifo "$work.life" && true >"$work.words"; } || record Failed 1 "cannot write in $state"
    exec 6<>"$work.life"
    end_gently=close_life
    told='' told_reason='' held_inside=''
}

close_life() { exec 6>&-; }

# feed_inside LIMIT RELEASE: sends the settings, then the program. RELEASE is that of the last run, or empty. Only the
# last line of the program does something, so an incomplete program does nothing.
feed_inside() {
    exec 7>&- 8>&- 9>&- >"$work.life" 2>/dev/null 6>&-
    printf "role=inside\nname='%s'\ntime_limit=%s\nlast_release='%s'\ngrace=%s\ndry_run=%s\ndaemon_flag=%s\n" \
        "$name" "$1" "$2" "$grace" "$dry_run" "$daemon_flag"
    inside_settings
    cat <<PROGRAM
$program_text
PROGRAM
}

become_client() {
    exec <"$work.life" >&7 2>"$work.words" 6>&- 7>&-
    in_own_group in_container_environment "$engine" exec -i ${container_user:+-u "$container_user"} "$container" /bin/sh -s
}

# Reads the reports of the program inside. The last one says how the run ended. If it is missing, the engine is asked.
hear_inside() {
    word=$(LC_ALL=C tr '\000' ' ' <"$work.words" | LC_ALL=C awk "$awk_text"'
        sub(/^mempalace-sched: /, "") {
            if ($1 == "release") release = $2
            else if ($1 == "takes-daemon") takes_daemon = 1
            else last = $0
        }
        END { print valid(release) " " takes_daemon " " valid(last) }')
    release=${word%% *} word=${word#* }
    takes_daemon=${word%% *} word=${word#* }
    if [ -n "$release" ]; then
        mempalace_program=$release
        case $compare_with in '' | - | "$release") ;; *) allow_more_time "$compare_with" "$release" ;; esac
    fi
    case $word in
        'exit '[0-9]*' held') word=${word% held} held_inside=1 code=${word#exit } ;;
        'exit '[0-9]*) code=${word#exit } ;;
        TimedOut*) timed_out=1 ;;
        [A-Z]*' '[0-9]*' '*) told=${word%% *} word=${word#* } code=${word%% *} told_reason=${word#* } ;;
        *) [ -n "$stopped$timed_out" ] || explain_silence "$word" ;;
    esac
}

# explain_silence WORD: the client has ended, but the program inside has not reported how. WORD is `begun` if the
# command was started. Whether the container is still running, and since when, distinguishes a stopped container
# (Interrupted) from a failed client (Failed).
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

# Like a run, but with output to the terminal, and without locks, time limit and history.
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
    compare_with='' daemon_flag=''
    feed_inside 0 '' &
    supervise 0 "$((grace + 15))" become_client
    exec 6>&-
    hear_inside
    rm -rf "$folder"
    [ -z "$told" ] || printf '%s: %s\n' "$name" "$told_reason" >&2
    exit "$code"
}
