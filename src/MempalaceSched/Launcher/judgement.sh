# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- judgement: what a run is called, from how the command ended and what it printed
# Needs: work.last (the end of the output), code, timed_out, stopped, time_limit, target, palace, palace_lock, awk_text,
#   is_locked, at_home.
# Provides: read_output, judge (outcome, code, reason, processed, skipped, filed), is_success, last_line, queued,
#   mined_folder (folder), find_release (release), mempalace_lock_is_held, hides_palace, print_mempalace_facts.
#
# Everything that the launcher knows about mempalace is here: the words of its output, its exit codes, its locks, its
# command line, and where its release is written. The words come from the releases 3.3.4 to 3.7.1.

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
            : "${processed:=$at}" "${filed:=$part_filed}"
            # mempalace has no way to stop a mine of its hub.
            [ -z "$hub" ] || reason="$reason; the hub continues with its mine" ;;
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
        outcome=Failed code=1 reason="queued, and nobody knows how it ends: $queued. Use --daemon without --background."
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

# True if somebody holds the lock of mempalace. In a container, the program inside has looked (see inside.sh).
palace_is_held() {
    [ "$target" = host ] || { [ -n "$held_inside" ]; return; }
    mempalace_lock_is_held
}

# The name of mempalace's lock has the same hash as ours: that of the path, but with all links followed.
mempalace_lock_is_held() {
    mempalace_lock=mine_palace_${palace_lock#palace-}
    real_palace=$(cd -P "$palace" 2>/dev/null && pwd -P) || real_palace=$palace
    if [ "$real_palace" != "$palace" ] && command -v sha256sum >/dev/null 2>&1; then
        mempalace_lock=mine_palace_$(printf %s "$real_palace" | sha256sum | cut -c 1-16).lock
    fi
    is_locked "$HOME/.mempalace/locks/$mempalace_lock"
}

# mined_folder PROGRAM ARGUMENT...: sets folder to what `mempalace mine` or `mempalace sweep` reads; empty for other
# commands. mempalace reports a folder that does not exist as an empty one, and creates an empty palace, so the launcher
# looks first. A word after an unknown option may be the value of that option, so it is not used.
mined_folder() {
    folder='' position=''
    for word; do
        case $position:$word in
            :mempalace | :*/mempalace) position=program ;;
            program:mine | program:sweep) position=verb ;;
            verb:--dry-run | verb:--daemon | verb:--background | verb:--no-gitignore | verb:-*=*) ;;
            verb:-* | option:-*) position=option ;;
            option:*) position=verb ;;
            verb:*) folder=$word; break ;;
        esac
    done
    case $folder in '' | /*) return 0 ;; esac
    folder=$(at_home "$folder")
    case $folder in /*) ;; *) folder=$HOME/$folder ;; esac
}

# find_release PROGRAM ARGUMENT...: sets release to the installed release of mempalace, and mempalace_program to its
# program. The release is the name of a folder beside the libraries, and the first lines of the program say where those
# are, so no program must be started. Both are empty if they are not found.
find_release() {
    release='' mempalace_program=''
    case $1 in
        */mempalace) mempalace_program=$1 ;;
        *) mempalace_program=$(command -v mempalace 2>/dev/null) || mempalace_program= ;;
    esac
    if [ ! -f "$mempalace_program" ] || [ ! -r "$mempalace_program" ]; then mempalace_program=; return 0; fi
    interpreter='' second=''
    { IFS= read -r interpreter && IFS= read -r second; } 2>/dev/null <"$mempalace_program" || :
    # A long path, or one with spaces, is in the second line: '''exec' "/path/python" "$0" "$@"
    case $second in "'''exec' "*) interpreter=${second#"'''exec' "} ;; esac
    interpreter=${interpreter#'#!'}
    interpreter=${interpreter#' '}
    case $interpreter in
        '"'*) interpreter=${interpreter#'"'} interpreter=${interpreter%%'"'*} ;;
        *) interpreter=${interpreter%%' '*} ;;
    esac
    for info in "${interpreter%/bin/*}"/lib/python3*/site-packages/mempalace-[0-9]*.dist-info \
        "$HOME"/.local/lib/python3*/site-packages/mempalace-[0-9]*.dist-info \
        /usr/local/lib/python3*/*-packages/mempalace-[0-9]*.dist-info; do
        [ -d "$info" ] || continue
        release=${info##*/mempalace-}
        release=${release%.dist-info}
        return 0
    done
}
