# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- backup: a copy of the palace before a run that will write
# Needs: keep_backups (from the schedule), name, id, palace, palace_lock, palace_database, find_mempalace_lock,
#   supervise, take_kernel_lock, json_text, and the function that prints a line.
# Provides: back_up_palace (outcome, code, reason, backup_limit).
#
# A backup is the folder PALACE.backups/TIME. It contains the copy in `palace`, and `backup.json`, the mark of this
# module, which is written last. The folder is beside the palace, because file systems share blocks only between their
# own files. The copy is made under another name and renamed when it is complete, so a folder with the name of a time is
# always a whole backup. A run that is killed leaves a folder `.partial-…`, which the next run deletes.
#
# The copy is made under our lock and mempalace's own lock of the palace. Only the kernel's lock counts. The file of
# that lock is mempalace's, so nothing is written to it.

backup_done='' # set when this run has made its backup
backup_reserve=${MEMPALACE_SCHED_BACKUP_RESERVE:-} # KiB that must stay free; empty for 2 GiB or 10 % of the disk
backup_grace=5 # seconds from TERM to KILL
backup_time='[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z'

# back_up_palace LIMIT SAY: makes a backup within LIMIT seconds (0 for no limit), and reports with the function SAY.
# Returns false if the run must end, with its outcome, code and reason. Sets backup_limit to what is left of LIMIT.
# Without a backup although one is wanted, the run goes on only if the disk is too full or the palace cannot be locked.
back_up_palace() {
    backup_limit=$1
    say_backup=$2
    [ "${keep_backups:-0}" -gt 0 ] && [ -z "$backup_done" ] && [ -f "$palace/$palace_database" ] || return 0
    read_clock
    backup_started=$now_seconds
    if ! has_backup_tools || ! find_real_palace || ! prepare_mempalace_lock; then
        no_backup "$backup_problem"
        return 0
    fi
    exec 3>>"$lock_file"
    if ! take_kernel_lock 3; then
        exec 3>&-
        no_backup 'another process holds the lock of mempalace'
        return 0
    fi
    backup_outcome=''
    copy_palace
    exec 3>&- # the command takes this lock
    read_clock
    [ "$1" -eq 0 ] || backup_limit=$(left_of "$1")
    [ -n "$backup_outcome" ] || return 0
    outcome=$backup_outcome
    return 1
}

no_backup() { "$say_backup" "no backup was made: $1"; }

# end_backup OUTCOME CODE REASON: the run ends
end_backup() { backup_outcome=$1 code=$2 reason=$3; }

# left_of LIMIT: the seconds that are left; at least 1, because 0 is no limit
left_of() {
    set -- $(($1 - (now_seconds - backup_started)))
    [ "$1" -gt 0 ] || set -- 1
    echo "$1"
}

# A container may have fewer tools than this machine.
has_backup_tools() {
    for tool in awk cp cut df du find grep mv sed; do
        backup_problem="there is no $tool"
        command -v "$tool" >/dev/null 2>&1 || return 1
    done
}

# Sets real_palace, without links, and backups, the folder of its backups.
find_real_palace() {
    backup_problem="$palace cannot be opened"
    real_palace=$(cd -P "$palace" 2>/dev/null && pwd -P && echo .) || return 1
    real_palace=${real_palace%??} # a command substitution would remove line feeds at the end of the path
    backups=$real_palace.backups
}

# Creates the file of mempalace's own lock, if it does not exist.
prepare_mempalace_lock() {
    backup_problem='without flock, perl or python3, mempalace cannot be kept from writing'
    [ -n "$lock_tool" ] || return 1
    backup_problem='the hash of its path cannot be computed without sha256sum, shasum, perl or python3'
    find_mempalace_lock || return 1
    backup_problem="cannot write $lock_file"
    mkdir -p "${lock_file%/*}" 2>/dev/null && ( : >>"$lock_file" ) 2>/dev/null
}

# Both locks are held. Ends with a message, or with end_backup.
copy_palace() {
    rm -rf "$backups"/.partial-* # of dead runs: only the holder of the locks makes backups
    has_room || return 0
    partial=$backups/.partial-$$
    mkdir -p "$partial/palace" 2>/dev/null || { copy_failed "cannot write in $backups"; return; }
    if copy_database && copy_files && copy_links && check_copy && write_mark; then
        keep_newest
    else
        copy_failed 'it is incomplete' # unless the reason is known
        rm -rf "$partial"
        rmdir "$backups" 2>/dev/null
    fi
}

# True if the disk has room for a copy of the palace. The size counts in full even where blocks are shared, because the
# copy uses it as soon as mempalace changes the palace.
has_room() {
    backup_size=$(du -skL "$real_palace/" 2>/dev/null | LC_ALL=C awk '{ print $1; exit }')
    # awk computes, because some shells have numbers of 32 bits. The columns of df are counted from the percentage,
    # because the name of a disk may contain spaces.
    room=$(df -Pk "$real_palace/" 2>/dev/null | LC_ALL=C awk -v size="$backup_size" -v reserve="$backup_reserve" '
        NR == 1 || size == "" { next }
        {
            for (i = NF; i > 3 && $i !~ /^[0-9]+%$/; i--) continue
            if (i <= 3) next
            free = $(i - 1)
            stay = reserve == "" ? $(i - 3) / 10 : reserve
            if (reserve == "" && stay < 2097152) stay = 2097152
            printf "%s %.0f %.0f %.0f %.0f\n", (free - size >= stay ? "yes" : "no"), size / 1024, free / 1024, stay / 1024, size * 1024
            exit
        }')
    # shellcheck disable=SC2086 # words without special characters
    set -- $room
    [ $# -eq 5 ] || { no_backup 'the free space of the disk is unknown'; return 1; }
    backup_mib=$2 backup_bytes=$5
    [ "$1" = no ] || return 0
    no_backup "it needs $2 MiB, and the disk has $3 MiB of free space, of which $4 MiB must stay free"
    return 1
}

# backup_step TOOL ARGUMENT...: runs a tool in the folder of the copy, with the rest of the time limit. Sets said to its
# last line of output. False if the tool fails, and also if the run must end.
backup_step() {
    read_clock
    writer=
    end_gently='signal_supervised TERM'
    step_limit=0
    [ "$backup_limit" -eq 0 ] || step_limit=$(left_of "$backup_limit")
    supervise "$step_limit" "$backup_grace" become_backup_step "$@"
    # shellcheck disable=SC2016 # the '$' is for sed
    said=$(LC_ALL=C tr '\000' ' ' <"$partial/said" 2>/dev/null | sed -n '/[^[:space:]]/h; ${g;p;}')
    if [ -n "$timed_out" ]; then
        end_backup TimedOut 124 "over its limit of $time_limit s during the backup of the palace"
    elif [ -n "$interrupted" ]; then
        end_backup Interrupted "$interrupted" 'stopped during the backup of the palace'
    else
        return "$code"
    fi
    return 1
}

become_backup_step() {
    umask 077
    cd "$partial/palace" || exit 1
    exec >"$partial/said" 2>&1 </dev/null
    in_own_group exec "$@"
}

# copy_failed WHY: without the copy that was asked for, the run does not write to the palace.
copy_failed() {
    [ -n "$backup_outcome" ] ||
        end_backup Failed 1 "the backup of the palace $palace failed: $1. To run without backups: Set-MempalaceSchedule $name -KeepBackups 0"
    return 1
}

palace_is_corrupt() {
    [ -n "$backup_outcome" ] ||
        end_backup Failed 1 "the palace $palace is corrupt ($1). Its backups were kept. To restore one: Restore-MempalacePalace $name"
    return 1
}

# The database through SQLite, which includes what its log has and never copies half a transaction.
copy_database() {
    database_tool=copy
    for tool in sqlite3 python3; do
        if has_sqlite "$tool"; then database_tool=$tool; break; fi
    done
    set -- "$real_palace/$palace_database" "$palace_database"
    case $database_tool in
        sqlite3) backup_step sqlite3 -batch -bail -init /dev/null -cmd '.timeout 30000' "$1" ".backup $2" ;;
        python3) backup_step python3 -IS -c "$python_backup" "$1" "$2" ;;
        copy) return 0 ;; # copy_files copies it
    esac && return 0
    case $said in
        *malformed* | *'not a database'*) palace_is_corrupt "$said" ;;
        *) copy_failed "$database_tool: $said" ;;
    esac
}

has_sqlite() {
    case $1 in
        sqlite3) command -v sqlite3 >/dev/null 2>&1 ;;
        python3) command -v python3 >/dev/null 2>&1 && python3 -IS -c 'import sqlite3' 2>/dev/null ;;
    esac
}

python_backup='import sqlite3, sys
source, copy = (sqlite3.connect(path, timeout=30) for path in sys.argv[1:])
source.backup(copy)
copy.close()
source.close()'
python_check='import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
print(database.execute("pragma quick_check").fetchone()[0])
database.close()'

# All other files. Hard links would not do, because mempalace changes files in place.
copy_files() {
    set --
    for entry in "$real_palace"/* "$real_palace"/.[!.]* "$real_palace"/..?*; do
        case $database_tool:${entry##*/} in
            copy:*) ;;
            *:"$palace_database" | *:"$palace_database"-*) entry='' ;;
        esac
        if [ -e "$entry" ] || [ -L "$entry" ]; then set -- ${1+"$@"} "$entry"; fi
    done
    [ $# -gt 0 ] || return 0
    set_copy_option
    backup_step cp -RPp ${copy_option:+"$copy_option"} "$@" . || copy_failed "cp: $said"
}

# Sets copy_option to what makes cp share blocks: GNU and busybox have --reflink, and macOS has -c.
set_copy_option() {
    : >"$partial/probe"
    for copy_option in --reflink=auto -c; do
        ! cp "$copy_option" "$partial/probe" "$partial/probe.copy" 2>/dev/null || break
        copy_option=
    done
    rm -f "$partial/probe" "$partial/probe.copy"
}

# A link would lead from the copy to files that mempalace changes, so the copy gets the files themselves. A link that
# leads nowhere stays a link.
# shellcheck disable=SC2016 # the '$' are for /bin/sh
copy_links() {
    [ -n "$(find "$partial/palace" -type l)" ] || return 0
    backup_step find . -type l -exec /bin/sh -c '
        if [ -e "$1/$2" ]; then rm -f "$2" && cp -RLp "$1/$2" "$2" || : >"$3"; fi' sh "$real_palace" {} "$partial/failed" \;
    step_status=$?
    [ "$step_status" -eq 0 ] && [ ! -e "$partial/failed" ] && return 0
    copy_failed "cp: $said"
}

# Checks the copy, and writes it to the disk.
check_copy() {
    verified=true
    case $database_tool in
        sqlite3) backup_step sqlite3 -batch -init /dev/null "$palace_database" 'pragma quick_check' ;;
        python3) backup_step python3 -IS -c "$python_check" "$palace_database" ;;
        copy) verified=false said=ok ;;
    esac || said=${said:-no answer}
    [ "$said" = ok ] || { palace_is_corrupt "quick_check: $said"; return; }
    backup_step sync -f . || [ -n "$backup_outcome" ] || backup_step sync
    [ -z "$backup_outcome" ]
}

# Writes the mark, and gives the backup its name.
write_mark() {
    rm -f "$partial/said"
    until read_clock && backup=$(echo "$now" | tr -d ':-') && [ ! -e "$backups/$backup" ]; do pause; done
    printf '{"mark":"mempalace-sched","schedule":"%s","palace":"%s","size":%s,"verified":%s,"tool":"%s"}\n' \
        "$name" "$(json_text "$real_palace")" "$backup_bytes" "$verified" "$database_tool" >"$partial/backup.json" &&
        mv "$partial" "$backups/$backup" && return 0
    copy_failed "cannot write in $backups"
}

# Deletes the oldest backups. Each is renamed first, so that a run that is killed leaves no half of a backup.
keep_newest() {
    backup_done=1
    set --
    # shellcheck disable=SC2231 # the pattern is ours and must match
    for each in "$backups"/$backup_time; do
        [ -L "$each" ] || ! grep -q '^{"mark":"mempalace-sched",' "$each/backup.json" 2>/dev/null || set -- ${1+"$@"} "$each"
    done
    while [ $# -gt "$keep_backups" ]; do
        mv "$1" "$backups/.partial-$$" && rm -rf "$backups/.partial-$$"
        shift
    done
    unverified=
    [ "$verified" = true ] || unverified=', not verified, because there is neither sqlite3 nor python3'
    "$say_backup" "backup $backup: $backup_mib MiB in $backups$unverified"
}
