# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- occurrences: for schedulers that have no catch-up and no random delay of their own
# Needs: state, trigger, started, occurrence, random_delay, calendar_*, rest, retry_is_pending.
# Provides: is_due, take_occurrence (taken), leave_due, already_taken, wait_at_random.

# Prints the newest occurrence up to now, by the local wall clock, as CCYYMMDD and the minute of the day; nothing if
# there was none in the last ten years.
newest_occurrence() {
    date '+%Y %m %d %H %M %w' | awk -v minutes="$calendar_minutes" -v hours="$calendar_hours" -v days="$calendar_days" \
        -v months="$calendar_months" -v weekdays="$calendar_weekdays" '
        function has(list, value) { return index("," list ",", "," value ",") > 0 }
        function length_of(month, year) {
            if (month == 2) return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28
            return (month == 4 || month == 6 || month == 9 || month == 11) ? 30 : 31
        }
        {
            year = $1 + 0; month = $2 + 0; day = $3 + 0; weekday = $6 + 0
            now = $4 * 60 + $5
            for (back = 0; back < 3660; back++) {
                if (has(months, month) && has(days, day) && has(weekdays, weekday)) {
                    for (time = back ? 1439 : now; time >= 0; time--)
                        if (has(minutes, time % 60) && has(hours, int(time / 60))) {
                            printf "%04d%02d%02d %d\n", year, month, day, time
                            exit
                        }
                }
                weekday = (weekday + 6) % 7
                if (--day == 0) {
                    if (--month == 0) { month = 12; year-- }
                    day = length_of(month, year)
                }
            }
        }'
}

# True if an occurrence was missed. launchd starts an agent at the times of its calendar, at login, and on request, with
# the same command. Without a request, the launcher therefore runs only if an occurrence is newer than the last run for
# an occurrence, and newer than the file of the schedule, because earlier occurrences were not scheduled. A login
# without a missed occurrence runs nothing. The times are compared as times of files, because there is no other portable
# way to convert a local time.
is_due() {
    ! retry_is_pending || return 0 # the palace was held at the last run for an occurrence
    newest=$(newest_occurrence)
    [ -n "$newest" ] || return 1
    probe=$state/due-$$
    missed=
    if touch_at "${newest%% *}" "${newest#* }"; then
        if [ -e "$state/occurrence" ]; then
            missed=$(find "$probe" -newer "$0" -newer "$state/occurrence" 2>/dev/null)
        else
            missed=$(find "$probe" -newer "$0" 2>/dev/null)
        fi
    fi
    rm -f "$probe"
    [ -n "$missed" ]
}

# touch_at DAY MINUTE: gives the probe the time of an occurrence. Where the clocks skip that time, it is the first one
# after it. Some programs called touch refuse a skipped time and some move it, so the time of the file is read back. An
# old date that cannot read the time of a file prints nothing, and then the time that touch chose is used.
touch_at() {
    minute=$2
    while [ "$minute" -lt 1440 ] && [ "$minute" -le $(($2 + 180)) ]; do
        clock=$(printf '%02d%02d' $((minute / 60)) $((minute % 60)))
        if touch -t "$1$clock" "$probe" 2>/dev/null; then
            set_to=$(date -r "$probe" +%H%M 2>/dev/null)
            [ "${set_to:-$clock}" != "$clock" ] || return 0
        fi
        minute=$((minute + 1))
    done
    return 1
}

# Records which occurrence this run is for: by its time if the scheduler passes it, otherwise by the time of the file.
take_occurrence() {
    [ "$trigger" != manual ] || return 0
    taken=1
    taken_before=''
    [ ! -e "$state/occurrence" ] || read -r taken_before <"$state/occurrence" || :
    printf '%s\n' "${occurrence:-$started}" >"$state/occurrence.$$"
    mv "$state/occurrence.$$" "$state/occurrence"
}

# Takes back what take_occurrence recorded, because the run could not do its work.
leave_due() {
    if [ -z "$taken_before" ]; then rm -f "$state/occurrence"; return; fi
    printf '%s\n' "$taken_before" >"$state/occurrence.$$"
    mv "$state/occurrence.$$" "$state/occurrence"
}

# True if another launcher, of a scheduler that was killed and started again, has already taken this very occurrence.
already_taken() {
    [ -n "$occurrence" ] && [ -e "$state/occurrence" ] && read -r stamp <"$state/occurrence" && [ "$stamp" = "$occurrence" ]
}

# Waits for a random part of the delay. awk's own seed would be the same for all that start in this second.
wait_at_random() {
    [ "$random_delay" -gt 0 ] && [ "$trigger" = scheduled ] || return 0
    rest $(($(od -An -N4 -tu4 /dev/urandom | tr -d ' ') % (random_delay + 1))) 'before it began'
    limit_from=$(date +%s) # the delay does not count for the time limit
}
