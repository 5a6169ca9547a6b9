# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- judgement: what a run is called, from how the command ended and what it printed
# Needs: work.last (the end of the output), code, timed_out, stopped, time_limit, awk_text.
# Provides: judge (outcome, code, reason, processed, skipped, filed), is_success, last_line, hides_palace,
#   print_mempalace_facts.
#
# Everything that the launcher knows about mempalace is here: the labels of its summary, two messages, and exit code
# 130.

# is_success OUTCOME: true if the command ran and did its work, as in docs/history.md
is_success() { case $1 in Succeeded | NothingNew) return 0 ;; *) return 1 ;; esac; }

# Reads the end of the output. Sets processed, skipped and filed to the numbers of the summary, held to the message of a
# palace that is in use, says_nothing_new, and last_line to the last line with text in it. A NUL would end a line for
# some awks, and progress bars use CR; both become line feeds. The file is read back with read, because it may be long.
read_output() {
    # shellcheck disable=SC2020 # each of the two characters becomes a line feed
    LC_ALL=C tr '\000\r' '\n\n' <"$work.last" | LC_ALL=C awk -v tail_size="$tail_size" "$awk_text"'
        function number_after(label, text) {
            text = $0
            return sub("^.*" label ": *", "", text) && match(text, /^[0-9]+/) ? substr(text, 1, RLENGTH) : ""
        }
        { size += length($0) + 1 }
        !/[^ \t\v\f\r]/ { next }
        { last = $0 }
        /Files processed: *[0-9]/ { processed = number_after("Files processed") }
        /Files skipped[^:]*: *[0-9]/ { skipped = number_after("Files skipped[^:]*") }
        /Drawers filed: *[0-9]/ { filed = number_after("Drawers filed") }
        /[Nn]o new sessions/ { says_nothing_new = 1 }
        /is held by PID [0-9]/ { held = $0 }
        END {
            print processed; print skipped; print filed; print says_nothing_new
            print valid(substr(held, 1, 300)); print valid(substr(last, 1, 300)); print (size >= tail_size ? 1 : "")
        }' >"$work.read"
    {
        IFS= read -r processed
        IFS= read -r skipped
        IFS= read -r filed
        IFS= read -r says_nothing_new
        IFS= read -r held
        IFS= read -r last_line
        IFS= read -r much
    } <"$work.read"
    [ -z "$much" ] || has_much_output=1
}

# judge KNOWN REASON: sets outcome, code and reason. KNOWN is an outcome that is known without the output, or empty.
judge() {
    reason=
    if [ -n "$timed_out" ]; then
        outcome=TimedOut code=124 reason="over its limit of $time_limit s"
    elif [ -n "$stopped" ]; then
        outcome=Interrupted code=$stopped reason='stopped'
    elif [ -n "$1" ]; then
        outcome=$1 reason=$2
    elif [ "$code" -eq 0 ]; then
        case ${filed:-$processed} in
            0) outcome=NothingNew ;;
            '') outcome=Succeeded; [ -z "$says_nothing_new" ] || outcome=NothingNew ;;
            *) outcome=Succeeded ;;
        esac
    elif [ -n "$held" ]; then
        outcome=Busy code=75 reason=$held
    elif [ "$code" -eq 130 ]; then
        outcome=Interrupted reason='the command was interrupted by somebody else' # mempalace ends so after an INT
    elif [ "$code" -gt 128 ] && [ "$code" -le 192 ]; then
        outcome=Failed reason="ended by signal $((code - 128)): $last_line"
    else
        outcome=Failed reason="exit $code: $last_line"
    fi
}

# True if the run would make the palace in ~/.mempalace while there is one in the XDG folder; then reason says so. From
# 3.10 on, mempalace uses the one in ~/.mempalace as soon as it exists, so all memories would seem to be gone.
hides_palace() {
    [ "$palace" = "$HOME/.mempalace/palace" ] || return 1
    for file in config.json people_map.json palace/chroma.sqlite3; do
        [ ! -e "$HOME/.mempalace/$file" ] || return 1
    done
    other=${config_home:-${XDG_CONFIG_HOME-}}
    case $other in /*) ;; *) other=$HOME/.config ;; esac
    other=${other%/}/mempalace/palace
    [ -e "$other/chroma.sqlite3" ] || return 1
    reason="a new palace in $palace would hide the existing one in $other; to use that one, run Set-MempalaceSchedule $name -Palace '$other'"
}

# print_mempalace_facts PROGRAM: prints what the places of the palace and of the sessions depend on: records NAME=VALUE, each with a NUL behind it.
# ContainerFacts reads them. PROGRAM is the command of the schedule; a wrapper calls the mempalace on PATH.
print_mempalace_facts() {
    case ${1##*/} in mempalace) asked=$1 ;; *) asked=mempalace ;; esac
    for variable in MEMPALACE_PALACE_PATH MEMPAL_PALACE_PATH MEMPALACE_CONFIG_DIR XDG_CONFIG_HOME XDG_DATA_HOME \
        OPENCODE_DB PI_CODING_AGENT_DIR CLAUDE_CONFIG_DIR CODEX_HOME; do
        eval "value=\${$variable-}"
        printf '%s=%s\0' "$variable" "$value"
    done
    for file in "$HOME/.mempalace/people_map.json" "$HOME/.mempalace/palace/chroma.sqlite3" \
        "${XDG_CONFIG_HOME:-/nowhere}/mempalace/palace/chroma.sqlite3" "$HOME/.config/mempalace/palace/chroma.sqlite3"; do
        [ ! -e "$file" ] || printf 'file=%s\0' "$file"
    done
    for folder in "$HOME/.mempalace" "${MEMPALACE_CONFIG_DIR-}" "${XDG_CONFIG_HOME:-/nowhere}/mempalace" "$HOME/.config/mempalace"; do
        file=$(at_home "$folder")/config.json
        [ -e "$file" ] || continue
        printf 'file=%s\0' "$file"
        [ ! -r "$file" ] || { printf 'text=%s\n' "$file"; tr -d '\000' <"$file"; printf '\0'; }
    done
    set --
    for folder in "${XDG_DATA_HOME:-/nowhere}" "$HOME/.local/share"; do
        for file in opencode opencode-local opencode-stable; do
            set -- "$@" "$folder/opencode/$file.db" "$folder/opencode/$file.db-wal"
        done
    done
    # shellcheck disable=SC2012 # only ls sorts by time
    ls -1td "$@" 2>/dev/null | while IFS= read -r file; do printf 'store=%s\0' "$file"; done # the newest first
    ! find_program "$asked" || printf 'release=%s\0' "$(ask_release "$program" </dev/null 2>/dev/null)"
}

# ask_release PROGRAM: prints the release, unless that takes too long
ask_release() {
    if command -v timeout >/dev/null 2>&1; then timeout 20 "$1" --version; else "$1" --version; fi
}
