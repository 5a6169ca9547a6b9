# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- judgement: what a run is called, from how the command ended and what it printed
# Needs: work.last (the end of the output), code, timed_out, stopped, time_limit, awk_text.
# Provides: judge (outcome, code, reason, processed, skipped, filed), is_success, last_line, name_holder (holder),
#   can_use_daemon, name_server.
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

# name_holder: after a Busy run, says in reason who holds the palace and what helps. Sets holder to `mine`, `mcp`,
# `daemon`, `hub`, or nothing. A mine ends by itself. An MCP server holds the palace from its first write until its agent
# quits, a daemon and a hub for as long as they live, so nobody should wait for them. Programs are started for this only
# after a Busy run. The processes of a container cannot be seen here; there the message itself must do.
name_holder() {
    holder='' holder_args='' client=''
    case $reason in
        *' is held by PID '[0-9]*)
            holder_pid=${reason##*' is held by PID '}
            case $holder_pid in *'('*')'*) holder_args=${holder_pid#*'('} holder_args=${holder_args%')'*} ;; esac
            holder_pid=${holder_pid%%[!0-9]*} ;;
        *) holder_pid='' ;;
    esac
    if [ -z "$container" ]; then
        [ -n "$holder_pid" ] || find_lock_holder
        args=${holder_pid:+$(args_of "$holder_pid")}
        holder_args=${args:-$holder_args}
    fi
    case $holder_args in
        *mempalace*' mine '*) holder=mine ;;
        *mempalace-mcp* | *mcp_server*) holder=mcp ;;
        *mempalace*daemon.py* | *mempalace*' daemon' | *mempalace*' daemon '*) holder=daemon ;;
        *mempalace*' serve' | *mempalace*' serve '*) holder=hub ;;
    esac
    held_palace=${palace-}
    case $held_palace:$reason in
        :*'palace '*' is held by '*) held_palace=${reason%' is held by '*} held_palace=${held_palace#*'palace '} ;;
    esac
    text="the palace $held_palace is held by PID $holder_pid,"
    case $holder in
        mcp)
            [ -n "$container" ] || find_client "$holder_pid"
            reason="$text an MCP server${client:+ of $client}"
            reason="$reason; quit ${client:-the agent that started it}, or mine through the daemon" ;;
        daemon) reason="$text the mempalace daemon; mine through it (mempalace mine --daemon), or stop it" ;;
        hub) reason="$text a mempalace hub (mempalace serve) that did not take the mine; let it forward mines, or stop it" ;;
        mine) case $reason in *"PID $holder_pid"*) ;; *) reason="$text another mine; it ends by itself" ;; esac ;;
        *)
            case $reason:$holder_args in
                *'not recorded'*:?*) reason="$text ${holder_args%% *}; stop it if it does not end by itself" ;;
            esac ;;
    esac
}

# Sets holder_pid to the process that has mempalace's own lock of the palace, from the locks of the kernel (Linux). The
# name of the lock has the first 16 digits of the SHA-256 of the real path of the palace. So has our own lock, unless
# the path has links in it.
find_lock_holder() {
    [ -r /proc/locks ] || return 0
    hash=${palace_lock#palace-} hash=${hash%.lock}
    real=$(cd -P "$palace" 2>/dev/null && pwd -P) || real=$palace
    [ "$real" = "$palace" ] || hash=$(printf %s "$real" | sha256sum 2>/dev/null | cut -c 1-16)
    lock_file=$HOME/.mempalace/locks/mine_palace_$hash.lock
    [ -e "$lock_file" ] || return 0
    # shellcheck disable=SC2012 # the name is known; only the number of the file is read
    inode=$(ls -id "$lock_file" | awk '{ print $1; exit }')
    holder_pid=$(awk -v inode="$inode" '
        $2 == "FLOCK" { n = split($6, file, ":"); if (file[n] == inode && $5 > 0) { print $5; exit } }' /proc/locks)
}

# args_of PID: prints the command line of a process; nothing if there is none
args_of() {
    if [ -r "/proc/$1/cmdline" ]; then
        LC_ALL=C tr '\000\n' '  ' <"/proc/$1/cmdline" 2>/dev/null
    else
        ps -o args= -p "$1" 2>/dev/null
    fi
}

# parent_of PID: prints the ID of the parent
parent_of() {
    if [ -r "/proc/$1/stat" ]; then
        LC_ALL=C sed 's/.*) [A-Za-z] \([0-9]*\) .*/\1/' "/proc/$1/stat" 2>/dev/null
    else
        ps -o ppid= -p "$1" 2>/dev/null | tr -d ' '
    fi
}

# find_client PID: sets client to the agent that started an MCP server. A tool such as uv can be in between.
find_client() {
    ancestor=$1
    generations=0
    while [ "$generations" -lt 5 ]; do
        generations=$((generations + 1))
        ancestor=$(parent_of "$ancestor")
        [ "${ancestor:-1}" -gt 1 ] || return 0
        args=$(args_of "$ancestor")
        # A program, or an interpreter and its script.
        for word in "${args%% *}" "${args#* }"; do
            word=${word%% *}
            case $word in
                */claude-code/*) client=claude ;;
                */gemini-cli/*) client=gemini ;;
                claude | codex | opencode | gemini | pi) client=$word ;;
                */claude | */codex | */opencode | */gemini | */pi) client=${word##*/} ;;
                *) continue ;;
            esac
            return 0
        done
    done
}

# can_use_daemon PROGRAM ARGUMENT...: true if the command is a mine that the daemon, which holds the palace, can do. A
# daemon exists only since the release that has --daemon.
can_use_daemon() {
    [ "$holder" = daemon ] && [ "${1##*/}" = mempalace ] || return 1
    is_mine=1
    for word; do
        case $word in
            mine) is_mine=0 ;;
            --daemon | --dry-run) return 1 ;;
        esac
    done
    return "$is_mine"
}

# name_server: a mine in a daemon or a hub continues when its client is ended, and nothing here can stop it.
name_server() {
    case $outcome in TimedOut | Interrupted) ;; *) return 0 ;; esac
    if [ -n "$daemon_flag" ]; then
        reason="$reason; the daemon continues with the mine"
    elif LC_ALL=C grep -q '^mempalace: forwarding mine to palace hub' "$log" "$work.last" 2>/dev/null; then
        reason="$reason; the hub continues with the mine"
    fi
}
