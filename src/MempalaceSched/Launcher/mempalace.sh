# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- mempalace: its palace, its locks and who holds them, its command line, and where its release is written
# Needs: name, palace, palace_lock, target, container, outcome, reason, is_locked, at_home, find_program,
#   args_of, parent_of.
# Provides: hides_palace, print_mempalace_facts, palace_is_held, mempalace_lock_is_held, mined_folder (folder),
#   find_release (release), can_use_daemon, run_or_ask_daemon, name_server, find_mempalace_lock (lock_file),
#   palace_database.

palace_database=chroma.sqlite3

# True if the run would make a palace in ~/.mempalace while the XDG folder has one, or names one; then reason says so.
# From 3.10 on, mempalace ignores the XDG folder as soon as ~/.mempalace has a palace, so all memories would seem to be
# gone.
hides_palace() {
    [ "$palace" = "$HOME/.mempalace/palace" ] || return 1
    for file in config.json people_map.json palace/chroma.sqlite3; do
        [ ! -e "$HOME/.mempalace/$file" ] || return 1
    done
    folder=${config_home:-${XDG_CONFIG_HOME-}}
    case $folder in /*) ;; *) folder=$HOME/.config ;; esac
    folder=${folder%/}/mempalace
    read_configuration "$folder/config.json"
    other=${configured:-$folder/palace}
    [ "$other" != "$palace" ] || return 1
    [ -n "$configured" ] || [ -e "$other/chroma.sqlite3" ] || return 1
    reason="a new palace in $palace would hide the one in $other${configured:+, which $folder/config.json names}"
    reason="$reason; to use that one, run Set-MempalaceSchedule $name -Palace '$other'"
}

# read_configuration FILE: sets configured to the absolute path of the palace that a config.json names, or to nothing.
# As in Python, only the outermost object counts, and the last value of a key.
# shellcheck disable=SC2016 # the '$' are for awk
read_configuration() {
    configured=
    [ -r "$1" ] || return 0
    configured=$(LC_ALL=C tr '\000\n\r\t' ' ' <"$1" | LC_ALL=C awk "$awk_decoded"'
        { text = text $0 " " }
        END {
            while (match(text, /"([^"\\]|\\.)*"|[][{},:]/)) {
                token = substr(text, RSTART, RLENGTH)
                text = substr(text, RSTART + RLENGTH)
                if (token ~ /^[[{]/) depth++
                else if (token ~ /^[]}]/) depth--
                else if (depth != 1) continue
                else if (token == ":") is_value = 1
                else if (token == ",") is_value = 0
                else if (!is_value) key = token
                else if (key == "\"palace_path\"") path = token
            }
            print decoded(substr(path, 2, length(path) - 2))
        }')
    configured=$(at_home "$configured")
    case $configured in '' | /*) ;; *) configured=$HOME/$configured ;; esac
}

# print_mempalace_facts PROGRAM: prints what the places of the palace and of the sessions depend on: records NAME=VALUE,
# each with a NUL behind it. ContainerFacts reads them. PROGRAM is the command of the schedule; a wrapper calls the
# mempalace on PATH.
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

mempalace_lock_is_held() { find_mempalace_lock && is_locked "$lock_file"; }

# Sets lock_file to mempalace's own lock of the palace. Its name has the same hash as ours: that of the path, but with
# all links followed. Fails if the hash cannot be computed.
find_mempalace_lock() {
    hash=${palace_lock#palace-} hash=${hash%.lock}
    real=$(cd -P "$palace" 2>/dev/null && pwd -P && echo .) && real=${real%??} || real=$palace
    [ "$real" = "$palace" ] || hash=$(hash_of "$real" | cut -c 1-16)
    [ ${#hash} -eq 16 ] || return 1
    lock_file=$HOME/.mempalace/locks/mine_palace_$hash.lock
}

hash_of() {
    if command -v sha256sum >/dev/null 2>&1; then printf %s "$1" | sha256sum
    elif command -v shasum >/dev/null 2>&1; then printf %s "$1" | shasum -a 256
    elif command -v python3 >/dev/null 2>&1; then
        printf %s "$1" | python3 -IS -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
    else printf %s "$1" | perl -MDigest::SHA=sha256_hex -0777 -ne 'print sha256_hex($_)' 2>/dev/null
    fi
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
    reason=${reason%'; wait for it to finish'*}
    [ -n "$holder_pid" ] || return 0
    held_palace=${palace-}
    case $held_palace:$reason in
        :*'palace '*' is held by '*) held_palace=${reason%' is held by '*} held_palace=${held_palace#*'palace '} ;;
    esac
    case $holder in
        mcp)
            [ -n "$container" ] || find_client "$holder_pid"
            text="an MCP server${client:+ of $client}; quit ${client:-the agent that started it}"
            [ -z "$takes_daemon" ] || text="$text, or mine through the daemon" ;;
        daemon)
            if [ -n "$daemon_flag" ]; then text='the mempalace daemon, which did not take the mine; stop it'
            else text='the mempalace daemon, which this command cannot use; stop it while the schedule runs'; fi ;;
        hub) text='a mempalace hub (mempalace serve) that did not take the mine; let it forward mines, or stop it' ;;
        mine) text='another mine; it ends by itself' ;;
        *)
            case $reason in *' is held by PID '* | *'not recorded'*) ;; *) return 0 ;; esac # a refusal says more
            text="${holder_args%% *}" text="${text:-another process}; stop it if it does not end by itself" ;;
    esac
    reason="the palace $held_palace is held by PID $holder_pid, $text"
}

# Sets holder_pid to the process that has mempalace's own lock of the palace (Linux). /proc/locks is not used: while locks
# come and go, a reader can miss one.
find_lock_holder() {
    [ -d /proc/self/fdinfo ] && find_mempalace_lock && [ -e "$lock_file" ] || return 0
    # shellcheck disable=SC2012,SC2013 # the names are numbers; where they lead is asked for
    for each in $(ls -l /proc/[0-9]*/fd 2>/dev/null | LC_ALL=C awk -v name="/${lock_file##*/}" '
        /^\/proc\/[0-9]+\/fd:$/ { split($0, part, "/") }
        substr($0, length($0) - length(name) + 1) == name {
            for (i = 1; i < NF; i++) if ($(i + 1) == "->") print part[3] "/fdinfo/" $i
        }'); do
        # A line with an arrow is a process that waits for the lock.
        if grep -q '^lock:[^>]*$' "/proc/$each" 2>/dev/null; then holder_pid=${each%%/*}; return 0; fi
    done
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

# can_use_daemon PROGRAM ARGUMENT...: sets takes_daemon to 1 if the command is a mine that a daemon can do, and to nothing
# otherwise. A daemon exists only since the release that has --daemon. The wrappers have no such option.
can_use_daemon() {
    takes_daemon=
    [ "${1##*/}" = mempalace ] || return 0
    for word; do
        case $word in
            mine) takes_daemon=1 ;;
            --daemon | --dry-run | --) takes_daemon=; return 0 ;;
        esac
    done
}

# run_or_ask_daemon RUN: calls the function RUN, which runs the command. If a daemon holds the palace and can do the mine,
# calls it again with --daemon. The command then waits for the daemon, and ends as the mine does. Sets outcome and reason.
run_or_ask_daemon() {
    daemon_flag=''
    "$1"
    [ "$outcome" = Busy ] || return 0
    name_holder
    [ "$holder" = daemon ] && [ -n "$takes_daemon" ] || return 0
    stop_if_asked 'before the daemon was asked'
    daemon_flag=--daemon
    "$1"
    [ "$outcome" != Busy ] || name_holder
}

# name_server: a mine in a daemon or a hub continues when its client is ended, and nothing here can stop it.
name_server() {
    case $outcome in TimedOut | Interrupted) ;; *) return 0 ;; esac
    if [ -n "$daemon_flag" ]; then
        reason="$reason; the daemon continues with the mine"
    elif [ -n "$hub" ] || LC_ALL=C grep -q '^mempalace: forwarding mine to palace hub' "$log" 2>/dev/null; then
        reason="$reason; the hub continues with the mine"
    fi
}
