# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- copy: the steps that copy and check a palace for a backup
# Needs: name, role, palace, palace_database, real_palace, backups, partial, backup_limit, end_backup, left_of,
#   supervise, in_own_group.
# Provides: copy_database, copy_files, copy_links, check_copy (verified, database_tool), copy_failed, backup_step,
#   compare_folders.
#
# Each step is false if it fails. Then backup_outcome is set, and the run must end.

backup_grace=5 # seconds from TERM to KILL

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

# The command that helps depends on where this runs: Restore-MempalacePalace cannot restore in a container.
how_to_restore() {
    case $role in
        inside) echo "To restore one, follow docs/backups.md: they are in $backups in the container" ;;
        *) echo "To restore one: Restore-MempalacePalace $name" ;;
    esac
}

# copy_failed WHY: without the copy that was asked for, the run does not write to the palace.
copy_failed() {
    [ -n "$backup_outcome" ] || end_backup Failed 1 "the backup of the palace $palace failed: $1. $(how_to_back_up "$1")"
    return 1
}

# how_to_back_up WHY: prints what to do after a backup failed
how_to_back_up() {
    case $1 in
        *'No space left'* | *'Disk quota'* | *'disk is full'*)
            echo "Free up space on the disk of $backups, or keep fewer backups: Set-MempalaceSchedule $name -KeepBackups NUMBER" ;;
        *)
            echo "Remove the cause. To run without backups until then: Set-MempalaceSchedule $name -KeepBackups 0" ;;
    esac
}

palace_is_corrupt() {
    [ -n "$backup_outcome" ] ||
        end_backup Failed 1 "the palace $palace is corrupt ($1). Its backups were kept. $(how_to_restore)"
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
    if says_corrupt; then palace_is_corrupt "$said"; else copy_failed "$database_tool: $said"; fi
}

# True if the last tool has found a corrupt database. Any other error says nothing about the palace.
says_corrupt() { LC_ALL=C grep -qF -e malformed -e 'not a database' -e '*** in database' "$partial/said"; }

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
    backup_step cp -RPp ${copy_option:+"$copy_option"} "$@" . || copy_failed "${said:-cp failed}"
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
# leads nowhere stays a link, and so does one to a folder that contains it, because its copy would never end.
# shellcheck disable=SC2016 # the '$' are for /bin/sh
copy_links() {
    [ -n "$(find "$partial/palace" -type l)" ] || return 0
    backup_step find . -type l -exec /bin/sh -c '
        [ -e "$1/$2" ] || exit 0
        if target=$(cd -P "$1/$2" 2>/dev/null && pwd -P); then
            case $(cd -P "$1/${2%/*}" && pwd -P)/ in "${target%/}"/*) exit 0 ;; esac
        fi
        rm -f "$2" && cp -RLp "$1/$2" "$2" || : >"$3"' sh "$real_palace" {} "$partial/failed" \;
    step_status=$?
    [ "$step_status" -eq 0 ] && [ ! -e "$partial/failed" ] && return 0
    copy_failed "${said:-cp failed}"
}

# Checks the copy, and writes it to the disk.
check_copy() {
    verified=true
    if [ "$database_tool" = copy ]; then
        verified=false
    elif ! run_quick_check && ! says_corrupt; then
        copy_failed "its check could not run: ${said:-no answer}"
        return
    elif [ "$said" != ok ]; then
        palace_is_corrupt "quick_check: $said"
        return
    fi
    backup_step sync -f . || [ -n "$backup_outcome" ] || backup_step sync
    [ -z "$backup_outcome" ]
}

run_quick_check() {
    case $database_tool in
        sqlite3) backup_step sqlite3 -batch -init /dev/null "$palace_database" 'pragma quick_check' ;;
        python3) backup_step python3 -IS -c "$python_check" "$palace_database" ;;
    esac
}

# /bin/sh: compares the current folder with the folder $1, and creates the file $2 if they differ. SQLite creates the
# index of its log (-shm) again when it reads.
# shellcheck disable=SC2016 # the '$' are for /bin/sh
compare_folders='
    here=$(pwd)
    find . -type f ! -name "*-shm" -exec /bin/sh -c "
        [ -e \"\$1\" ] || cmp -s \"\$2\" \"\$0/\$2\" || : >\"\$1\"" "$1" "$2" {} \;
    cd "$1" && find . ! -name "*-shm" -exec /bin/sh -c "
        [ -e \"\$1\" ] || [ -e \"\$0/\$2\" ] || [ -L \"\$0/\$2\" ] || : >\"\$1\"" "$here" "$2" {} \;'
