# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- judgement: what a run is called, from how the command ended and what it printed
# Needs: work.last (the end of the output), code, timed_out, stopped, time_limit, awk_text, palace_is_held.
# Provides: read_output, judge (outcome, code, reason, processed, skipped, filed), is_success, last_line, queued.
#
# This file knows the output and the exit codes of mempalace, from the releases 3.3.4 to 3.7.1. mempalace.sh knows
# everything else about mempalace.

# is_success OUTCOME: true if the command ran and did its work, as in docs/history.md
is_success() { case $1 in Succeeded | NothingNew) return 0 ;; *) return 1 ;; esac; }

# awk: the facts in the output of mempalace, one a line.
#   processed, skipped, filed  the numbers of the last summary. `Files skipped` can be several lines, which are added.
#   at, part_filed, how_far    how far an interrupted mine came
#   nothing_new, is_dry, hub   1 if the output says so; hub: a hub does the mine
#   held                       the palace is in use
#   held_last                  1 if no summary followed, or files failed
#   refused                    the daemon did not take the mine; only its own log says why
#   queued                     the mine was only handed over
#   missing                    there is nothing to read
#   broken_off                 somebody interrupted the mine
#   fault                      the command failed, whatever its exit code says
#   explanation                the line that explains a failure best; otherwise the last line
# shellcheck disable=SC2016 # a '$' in here belongs to awk
awk_mempalace='
    function number_after(label, text) {
        text = $0
        return sub("^.*" label ": *", "", text) && match(text, /^[0-9]+/) ? substr(text, 1, RLENGTH) : ""
    }
    function show(text) { print valid(substr(text, 1, 300)) }
    { size += length($0) + 1 }
    !/[^ \t\v\f\r]/ { next }
    { line = $0; gsub(/^[ \t\v\f]+|[ \t\v\f]+$/, "", line); last = line }

    /Files processed: *[0-9]/ || /^ *Files seen: *[0-9]/ { processed = skipped = errored = "" }
    /Files processed: *[0-9]/ { processed = number_after("Files processed") }
    /^ *Files extracted: *[0-9]/ { processed = number_after("Files extracted") }
    /Files skipped[^:]*: *[0-9]/ {
        number = number_after("Files skipped[^:]*")
        skipped = skipped == "" ? number : skipped + number
    }
    /^ *Files errored: *[0-9]/ { errored = number_after("Files errored") }
    /Drawers filed: *[0-9]/ { filed = number_after("Drawers filed"); held_last = "" }
    /^ *Total drawers: *[0-9]/ { filed = number_after("Total drawers") }
    /^ *Swept .*: \+[0-9]+ new/ {
        filed = line
        sub(/^.*: \+/, "", filed)
        sub(/[^0-9].*/, "", filed)
        if (match(line, /^Swept [0-9]+\//)) processed = substr(line, 7, RLENGTH - 7)
    }
    /^ *[-+] \[ *[0-9]+\/[0-9]+\]/ {
        how_far = line
        at = substr(line, index(line, "[") + 1)
        sub(/^ */, "", at)
        sub(/\/.*/, "", at)
    }
    /^ *files_processed: *[0-9]+\/[0-9]/ { how_far = line; at = number_after("files_processed") }
    /^ *drawers_filed: *[0-9]/ { part_filed = number_after("drawers_filed") }

    /[Nn]o new sessions/ { nothing_new = 1 }
    /DRY RUN .*nothing will be filed/ { is_dry = 1 }
    /forwarding mine to palace hub/ { hub = 1 }

    /is held by PID [0-9]/ || /is held by another writer/ || /another `mine` is already running/ ||
        /MineAlreadyRunning/ || /hub refused mine: / ||
        /hub mine failed: (palace write lock held|another mine is in progress)/ { held = line; held_last = 1 }
    /daemon submission failed: / { refused = line }
    /^ *Submitted daemon job / { queued = line }
    /job .* is queued and runs when the holder exits/ { queued = line; held_last = "" }
    /^ *No palace found/ { no_palace = line }
    /^ *ERROR: Not a file or directory: / || /hub mine failed: source directory not found: / { missing = line }
    /^ *Mine interrupted/ { broken_off = line }

    /^ *Mine aborted by exception \(/ || /^ *Error opening palace/ { fault = line }
    /^ *Palace dir .* has no chroma.sqlite3/ { fault = line } # also printed for a damaged database
    /(^ *|[]:] *)Aborted\./ { fault = substr(line, index(line, "Aborted.")) }
    /^ *status: *DIVERGED/ { fault = line; is_diverged = 1 }
    /^ *note: / && is_diverged { is_diverged = ""; fault = line; sub(/^note: */, "", fault) }
    /^ *mine_formats: error processing / { not_extracted = line }
    /^ *skip:no_.*install with/ && no_library == "" { no_library = line }

    /ABORT: / && abort == "" { abort = line }
    /WARNING: sweep failed on / { not_swept = line }
    /[Ee]rror: / || /ERROR: / { error = line }
    /^Traceback \(most recent call last\)/ { in_traceback = 1; next }
    in_traceback && /^[^ \t]/ { error = line; in_traceback = "" }
    /DatabaseError: / { no_database = line }

    END {
        if (errored > 0) {
            fault = not_extracted != "" ? not_extracted : "Files errored: " errored
            if (held != "") held_last = 1
        }
        if (no_library != "" && filed == 0 && processed == 0 && skipped == 0) fault = no_library
        if (no_palace != "" && no_database != "") fault = no_database
        if (no_palace != "" && processed filed == "") missing = no_palace
        if (processed filed != "") queued = ""
        explanation = last
        if (fault != "") explanation = fault
        if (error != "") explanation = error
        if (not_swept != "") explanation = not_swept
        if (abort != "") explanation = abort
        print processed; print skipped; print filed; print at; print part_filed
        print nothing_new; print is_dry; print hub; print held_last; print (size >= tail_size ? 1 : "")
        show(how_far); show(held); show(refused); show(queued); show(missing); show(broken_off); show(fault)
        show(explanation); show(last)
    }'

# Reads the end of the output, and sets the facts of awk_mempalace and last_line, the last line with text in it. A NUL
# would end a line for some awks, and progress bars use CR; both become line feeds. The file is read back with read,
# because it may be long.
read_output() {
    # shellcheck disable=SC2020 # each of the two characters becomes a line feed
    LC_ALL=C tr '\000\r' '\n\n' <"$work.last" |
        LC_ALL=C awk -v tail_size="$tail_size" "$awk_text$awk_mempalace" >"$work.read"
    {
        IFS= read -r processed
        IFS= read -r skipped
        IFS= read -r filed
        IFS= read -r at
        IFS= read -r part_filed
        IFS= read -r nothing_new
        IFS= read -r is_dry
        IFS= read -r hub
        IFS= read -r held_last
        IFS= read -r much
        IFS= read -r how_far
        IFS= read -r held
        IFS= read -r refused
        IFS= read -r queued
        IFS= read -r missing
        IFS= read -r broken_off
        IFS= read -r fault
        IFS= read -r explanation
        IFS= read -r last_line
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
        judge_exit_0
    else
        judge_failure
    fi
    case $outcome in
        TimedOut | Interrupted)
            : "${processed:=$at}" "${filed:=$part_filed}" ;;
    esac
    [ -z "$is_dry" ] || [ -n "$hub" ] || filed='' # what a mine would file
}

# mempalace also exits with 0 after it did nothing, or only a part.
judge_exit_0() {
    if [ -n "$broken_off" ]; then
        outcome=Interrupted code=130 reason="the command was interrupted by somebody else: $broken_off"
    elif [ -n "$held_last" ]; then
        outcome=Busy code=75 reason=$held
    elif [ -n "$fault" ]; then
        outcome=Failed code=1 reason="exit 0: $fault"
    elif [ -n "$queued" ]; then
        # Not Busy: that would be tried again, and each try would add a job.
        outcome=Failed code=1 reason="queued, so its result is not known: $queued. Use --daemon without --background."
    elif [ -n "$missing" ]; then
        outcome=Skipped reason=$missing
    elif [ -n "$is_dry" ] && [ -z "$hub" ]; then
        outcome=Succeeded reason='a dry run, which files nothing'
    else
        case ${filed:-$processed} in
            0) outcome=NothingNew ;;
            '') outcome=Succeeded; [ -z "$nothing_new" ] || outcome=NothingNew ;;
            *) outcome=Succeeded ;;
        esac
    fi
}

judge_failure() {
    case $code in
        130) # mempalace ends so after an INT
            outcome=Interrupted
            reason="the command was interrupted by somebody else${explanation:+: ${broken_off:-$explanation}}"
            reason="$reason${how_far:+; $how_far}"
            return ;;
        143)
            outcome=Interrupted reason="ended by TERM from somebody else${how_far:+; $how_far}"
            return ;;
    esac
    if [ -n "$held" ]; then
        outcome=Busy code=75 reason=$held
    elif [ -n "$refused" ] && palace_is_held; then
        outcome=Busy code=75 reason="$refused (the palace is held by another process)"
    elif [ -n "$missing" ]; then
        outcome=Skipped code=0 reason=$missing
    elif [ "$code" -gt 128 ] && [ "$code" -le 192 ]; then
        outcome=Failed reason="ended by signal $((code - 128)): $last_line"
    else
        outcome=Failed reason="exit $code: $explanation"
    fi
}
