# ---- locks: one per schedule (descriptor 8) and one per palace (9)
# The kernel holds them for as long as this launcher or its watchdog lives. flock(1), perl and python3 take the same
# kernel lock, so it does not matter which of them a machine has. Where there is none of them, a hard link names its
# holder and is broken once that holder is gone.

lock_tool=
for tool in flock perl python3; do
    if command -v "$tool" >/dev/null 2>&1; then lock_tool=$tool; break; fi
done

# take_lock DESCRIPTOR FILE: FILE is open on DESCRIPTOR
take_lock() {
    case $lock_tool in
        flock) flock -n "$1" ;;
        perl) perl -MFcntl=:flock -e 'open(my $file, ">>&=", $ARGV[0]) or exit 1; exit(flock($file, LOCK_EX | LOCK_NB) ? 0 : 1)' "$1" ;;
        python3) python3 -IS -c 'import fcntl, sys; fcntl.flock(int(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)' "$1" 2>/dev/null ;;
        *) take_link "$2" ;;
    esac || return 1
    echo "$$ $name" >"$2"
}

# "PID start-time", so that a number which was given out again is not taken for the holder. Linux says it in ticks since
# the start of the machine (field 22, the 20th behind the name); elsewhere ps says it, if in the same words for everyone.
identity() {
    if [ -r "/proc/$1/stat" ]; then
        read -r born <"/proc/$1/stat" || born=
        pid=$1
        # shellcheck disable=SC2086 # split on purpose: they are numbers
        set -- ${born##*) }
        echo "$pid ${20:-}"
    else
        echo "$1 $(LC_ALL=C TZ=UTC0 ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ')"
    fi
}

take_link() {
    identity $$ >"$1.$$" || { rm -f "$1.$$"; return 1; }
    ln "$1.$$" "$1.held" 2>/dev/null
    linked=$?
    rm -f "$1.$$"
    [ $linked -ne 0 ] || return 0
    read -r holder 2>/dev/null <"$1.held" || return 1
    [ "$(identity "${holder%% *}")" != "$holder" ] || ! kill -0 "${holder%% *}" 2>/dev/null || return 1
    # The holder is gone. One of those who see it clears the way; nobody holds this guard for long.
    find "$1.break" -prune -mmin +1 -exec rmdir {} \; 2>/dev/null
    mkdir "$1.break" 2>/dev/null || return 1
    read -r again 2>/dev/null <"$1.held" || again=
    [ "$again" != "$holder" ] || rm -f "$1.held"
    rmdir "$1.break"
    take_link "$1"
}

# Kernel locks go with their descriptors; only links must be taken away.
drop_locks() {
    [ -z "$lock_tool" ] || return 0
    for held in "$locks/schedule-$name.lock.held" "$locks/$palace_lock.held"; do
        read -r holder 2>/dev/null <"$held" && [ "${holder%% *}" = $$ ] && rm -f "$held"
    done
}

holder_of() {
    read -r holder 2>/dev/null <"$1" || holder=
    case $holder in
        [0-9]*' '?*) printf '%s (PID %s)' "${holder#* }" "${holder%% *}" ;;
        *) printf 'another process' ;;
    esac
}
