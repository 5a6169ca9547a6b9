# ---- waiting, for as long as nobody stops the run

# rest SECONDS WHEN: as long as that, unless the run is stopped
rest() {
    left=$1
    while [ "$left" -gt 0 ]; do
        pause
        left=$((left - 1))
        stop_if_asked "$2"
    done
}

# True, after a pause, while there are tries and time left.
try_again_later() {
    stop_if_asked 'while the palace was held'
    [ "$tries" -lt "$busy_tries" ] || return 1
    [ "$time_limit" -eq 0 ] || [ $(($(date +%s) - limit_from + busy_pause)) -lt "$time_limit" ] || return 1
    tries=$((tries + 1))
    say "the palace is held; try $tries of $busy_tries in $busy_pause s"
    rest "$busy_pause" 'while waiting for the palace'
}
