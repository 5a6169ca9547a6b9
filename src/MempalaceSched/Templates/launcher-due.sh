# ---- for schedulers that have no catch-up and no random delay of their own

# The newest occurrence up to now, by the wall clock of this place, as CCYYMMDD and minutes of the day; nothing when there
# was none for ten years.
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
                        if (has(minutes, time % 60) && has(hours, int(time / 60))) { printf "%04d%02d%02d %d\n", year, month, day, time; exit }
                }
                time = 1439
                weekday = (weekday + 6) % 7
                if (--day == 0) {
                    if (--month == 0) { month = 12; year-- }
                    day = length_of(month, year)
                }
            }
        }'
}

# True when an occurrence was missed: it is younger than the last run that was meant for one, and than this launcher; what
# was before the schedule, or before it was changed, was never promised. The times are compared as those of files, since
# there is no other portable way from a wall clock to a moment.
is_due() {
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

# Gives the probe the time of an occurrence. Where the clocks skip that, it is the first one that there is after it.
touch_at() {
    minute=$2
    until touch -t "$(printf '%s%02d%02d' "$1" $((minute / 60)) $((minute % 60)))" "$probe" 2>/dev/null; do
        minute=$((minute + 1))
        [ "$minute" -lt 1440 ] && [ "$minute" -le $(($2 + 180)) ] || return 1
    done
}

# Remembers that an occurrence was taken on: by its own time where the scheduler names it, else by the time of the file.
take_occurrence() {
    [ "$trigger" != manual ] || return 0
    printf '%s\n' "${occurrence:-$started}" >"$state/occurrence.$$"
    mv "$state/occurrence.$$" "$state/occurrence"
}

# True when another launcher, of a scheduler that was killed and started again, was faster with this very occurrence.
already_taken() { [ -n "$occurrence" ] && [ "$(cat "$state/occurrence" 2>/dev/null)" = "$occurrence" ]; }

# A random part of the delay; awk's own seed would be the same for all who start in this second.
wait_at_random() {
    [ "$random_delay" -gt 0 ] && [ "$trigger" = scheduled ] || return 0
    rest $(($(od -An -N4 -tu4 /dev/urandom | tr -d ' ') % (random_delay + 1))) 'before it began'
    limit_from=$(date +%s) # the delay is no part of the time that a mine has
}

# For files that the scheduler appends to and nobody rotates.
keep_short() {
    for printed; do
        [ ! -e "$printed" ] || [ $(($(wc -c <"$printed"))) -le "$log_limit" ] || : >"$printed"
    done
}
