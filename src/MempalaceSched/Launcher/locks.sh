# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- locks: one per schedule (descriptor 8) and one per palace (descriptor 9)
# Needs: name, locks, palace_lock.
# Provides: take_lock, take_kernel_lock, drop_locks, holder_of, is_locked.
#
# The lock of the schedule rejects a second start at once. The lock of the palace makes schedules that share a palace
# wait for a while; after that, the run is Busy.
#
# The launcher and its watchdog hold the locks; the command does not. A command can start a daemon that outlives it, and
# such a daemon must not keep the palace locked. If the launcher is killed, the watchdog stops the command before it
# releases the locks. The kernel releases a lock when its last holder ends, even after a crash.
# flock(1), perl and python3 take the same kernel lock, so it does not matter which of them a machine has. Without any
# of them, a hard link names the holder; the link is removed when its holder no longer exists.

lock_tool=
for tool in flock perl python3; do
    if command -v "$tool" >/dev/null 2>&1; then lock_tool=$tool; break; fi
done

# take_lock DESCRIPTOR FILE: takes the lock of FILE, which is open on DESCRIPTOR; fails at once if it is held.
# The tool gets the descriptor as its standard input: mksh and ksh93 pass no descriptor above 2 to a program.
take_lock() {
    if [ -n "$lock_tool" ]; then take_kernel_lock "$1"; else take_link "$2"; fi || return 1
    echo "$$ $name" >"$2"
}

# take_kernel_lock DESCRIPTOR: takes the kernel's lock of an open file, and writes nothing to it
take_kernel_lock() {
    case $lock_tool in
        flock) flock -n 0 <&"$1" ;;
        perl) perl -MFcntl=:flock -e 'exit(flock(STDIN, LOCK_EX | LOCK_NB) ? 0 : 1)' <&"$1" ;;
        python3) python3 -IS -c 'import fcntl; fcntl.flock(0, fcntl.LOCK_EX | fcntl.LOCK_NB)' <&"$1" 2>/dev/null ;;
    esac
}

# is_locked FILE: true if a process holds the kernel lock of FILE. To find out, it takes the lock for a moment, so it is
# for files whose holders do not matter to other runs, and not for the locks of the launcher.
is_locked() { [ -r "$1" ] && [ -n "$lock_tool" ] && ! take_kernel_lock 0 <"$1"; }

# identity PID: "PID start-time", because the system gives numbers out again. Linux has the start time in field 22 of
# the stat file, which is the 20th behind the name of the program; elsewhere ps prints it.
identity() {
    if [ -r "/proc/$1/stat" ]; then
        read -r stat_line <"/proc/$1/stat" || stat_line=
        identity_of=$1
        # shellcheck disable=SC2086 # the fields are numbers and must be split
        set -- ${stat_line##*') '}
        echo "$identity_of ${20:-}"
    else
        echo "$1 $(LC_ALL=C TZ=UTC0 ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ')"
    fi
}

# take_link FILE: the lock without a kernel lock
take_link() {
    identity $$ >"$1.$$" || { rm -f "$1.$$"; return 1; }
    ln "$1.$$" "$1.held" 2>/dev/null
    link_status=$?
    rm -f "$1.$$"
    [ "$link_status" -ne 0 ] || return 0
    { read -r holder <"$1.held"; } 2>/dev/null || return 1
    [ "$(identity "${holder%% *}")" != "$holder" ] || ! kill -0 "${holder%% *}" 2>/dev/null || return 1
    # The holder is gone. Of all launchers that see this, the one that makes the folder removes the link.
    find "$1.break" -prune -mmin +1 -exec rmdir {} \; 2>/dev/null
    mkdir "$1.break" 2>/dev/null || return 1
    { read -r again <"$1.held"; } 2>/dev/null || again=
    [ "$again" != "$holder" ] || rm -f "$1.held"
    rmdir "$1.break"
    take_link "$1"
}

# Releases the links of this launcher. Kernel locks end with their descriptors.
drop_locks() {
    [ -z "$lock_tool" ] || return 0
    for held in "$locks/schedule-$name.lock.held" "$locks/$palace_lock.held"; do
        { read -r holder <"$held"; } 2>/dev/null && [ "${holder%% *}" = $$ ] && rm -f "$held"
    done
}

# holder_of FILE: who holds the lock, for a message
holder_of() {
    { read -r holder <"$1"; } 2>/dev/null || holder=
    case $holder in
        [0-9]*' '?*) printf '%s (PID %s)' "${holder#* }" "${holder%% *}" ;;
        *) printf 'another process' ;;
    esac
}
