# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- backup: a copy of the palace before a run that will write
# Needs: keep_backups (from the schedule), name, palace, palace_database, find_mempalace_lock, take_kernel_lock,
#   read_clock, pause, json_text, and the steps of copy.sh.
# Provides: back_up_palace (outcome, code, reason, backup_limit), real_palace, backups, partial, end_backup, left_of.
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

# is_backup FOLDER: true if it has our mark
is_backup() { [ ! -L "$1" ] && grep -q '^{"mark":"mempalace-sched",' "$1/backup.json" 2>/dev/null; }

# Prints the names of our backups without the current one, in the order in which they are deleted: first those of a
# later time, which were made while the clock was wrong, then the oldest.
other_backups() {
    # shellcheck disable=SC2231 # the pattern is ours and must match
    for each in "$backups"/$backup_time; do
        [ "${each##*/}" = "$backup" ] || ! is_backup "$each" || echo "${each##*/}"
    done | LC_ALL=C awk -v now="$backup" '
        $0 > now { print; next }
        { past[++n] = $0 }
        END { for (i = 1; i <= n; i++) print past[i] }'
}

# keep_others NUMBER: deletes backups until this number remains, besides the current one
keep_others() {
    # shellcheck disable=SC2046 # the names are times
    set -- "$1" $(other_backups)
    while [ $(($# - 1)) -gt "$1" ]; do
        delete_backup "$2"
        keep=$1
        shift 2
        set -- "$keep" ${1+"$@"}
    done
}

# delete_backup NAME: renames it first, so that a run that is killed leaves no half of a backup
delete_backup() { mv "$backups/$1" "$backups/.partial-$$" && rm -rf "$backups/.partial-$$"; }

# Both locks are held. Ends with a message, or with end_backup.
copy_palace() {
    rm -rf "$backups"/.partial-* # of dead runs: only the holder of the locks makes backups
    name_backup
    keep_others "$keep_backups" # even if no copy is made now
    has_room || return 0
    partial=$backups/.partial-$$
    mkdir -p "$partial/palace" 2>/dev/null || { copy_failed "cannot write in $backups"; return; }
    if copy_database && copy_files && copy_links && check_copy && compare_copy && write_mark; then
        backup_done=1
        [ -z "$equal_backup" ] || delete_backup "$equal_backup"
        keep_others $((keep_backups - 1))
        report_backup
    else
        copy_failed 'it is incomplete' # unless the reason is known
        rm -rf "$partial"
        rmdir "$backups" 2>/dev/null
    fi
}

# True if the disk of the backups has room for a copy of the palace. It is another disk than that of the palace if the
# palace is a mount point. The size counts in full even where blocks are shared, because the copy uses it as soon as
# mempalace changes the palace.
has_room() {
    backup_size=$(du -skL "$real_palace/" 2>/dev/null | LC_ALL=C awk '{ print $1; exit }')
    # awk computes, because some shells have numbers of 32 bits. The columns of df are counted from the percentage,
    # because the name of a disk may contain spaces.
    room=$(df -Pk "${backups%/*}/" 2>/dev/null | LC_ALL=C awk -v size="$backup_size" -v reserve="$backup_reserve" '
        NR == 1 || size == "" { next }
        {
            for (i = NF; i > 3 && $i !~ /^[0-9]+%$/; i--) continue
            if (i <= 3) next
            free = $(i - 1)
            stay = reserve == "" ? $(i - 3) / 10 : reserve
            if (reserve == "" && stay < 2097152) stay = 2097152
            printf "%s %.0f %.0f %.0f %.0f\n", \
                (free - size >= stay ? "yes" : "no"), size / 1024, free / 1024, stay / 1024, size * 1024
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

# Sets backup to the current time, as the name of a new backup.
name_backup() {
    until read_clock && backup=$(echo "$now" | tr -d ':-') && [ ! -e "$backups/$backup" ]; do pause; done
}

# Sets equal_backup to the newest other backup if the copy equals it. The new one then replaces it. Otherwise, runs that
# file nothing would push out all older backups.
compare_copy() {
    equal_backup=$(other_backups | sed -n '$p')
    [ -n "$equal_backup" ] || return 0
    backup_step /bin/sh -c "$compare_folders" sh "$backups/$equal_backup/palace" "$partial/differs" &&
        [ ! -e "$partial/differs" ] || equal_backup= # a comparison that failed says nothing, so both are kept
    rm -f "$partial/differs"
    [ -z "$backup_outcome" ]
}

# Writes the mark, and gives the backup its name.
write_mark() {
    rm -f "$partial/said"
    printf '{"mark":"mempalace-sched","schedule":"%s","palace":"%s","size":%s,"verified":%s,"tool":"%s"}\n' \
        "$name" "$(json_text "$real_palace")" "$backup_bytes" "$verified" "$database_tool" >"$partial/backup.json" &&
        mv "$partial" "$backups/$backup" && return 0
    copy_failed "cannot write in $backups"
}

report_backup() {
    unverified=
    [ "$verified" = true ] || unverified=', not verified, because there is neither sqlite3 nor python3'
    "$say_backup" "backup $backup: $backup_mib MiB in $backups${equal_backup:+, equal to $equal_backup, which it replaces}$unverified"
}
