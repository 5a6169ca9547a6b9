# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- judgement: what a run is called, from how the command ended and what it printed
# Needs: work.last (the end of the output), code, timed_out, stopped, time_limit, awk_text.
# Provides: judge (outcome, code, reason, processed, skipped, filed), is_success, last_line, palace_database,
#   mempalace_lock.
#
# Everything that the launcher knows about mempalace is here: the labels of its summary, two messages, exit code 130,
# and the files that a backup needs.

palace_database=chroma.sqlite3

# mempalace_lock HASH: the file whose kernel lock mempalace holds while it writes to the palace with this hash
mempalace_lock() { echo "$HOME/.mempalace/locks/mine_palace_$1.lock"; }

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
