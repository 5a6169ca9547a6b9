# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- upgrades: more time for the first run after a change of mempalace's release
# Needs: state, log, time_limit, find_release (release, mempalace_program), say.
# Provides: read_known_release (known_release), allow_for_upgrade, allow_more_time, say_upgrade, remember_release.
#
# Some releases of mempalace read everything again once, which can take hours. The file `release` in the folder of the
# schedule has the release of the last run. Where the release cannot be found, it has `-`, and the program of mempalace
# counts as changed if it is newer than that file.

upgrade_factor=4
upgrade_note='' # what changed, if this run is the first one after it
known_release='' release='' mempalace_program=''

# Sets known_release to what the last run wrote; empty if there was none.
read_known_release() {
    known_release=
    [ -r "$state/release" ] || return 0
    IFS= read -r known_release <"$state/release" || :
    case $known_release in *[!0-9A-Za-z.+_-]*) known_release= ;; esac
}

# Compares the release with that of the last run. For the target "host"; in a container, the program inside compares.
allow_for_upgrade() {
    read_known_release
    [ -n "$known_release" ] && [ -n "$mempalace_program" ] || return 0
    if [ -n "$release" ] && [ "$known_release" != - ]; then
        [ "$release" != "$known_release" ] || return 0
        allow_more_time "$known_release" "$release"
    elif [ -z "$release" ] && is_newer "$mempalace_program" "$state/release"; then
        allow_more_time '' ''
    fi
    say_upgrade
}

# is_newer FILE THAN: false in a shell whose test has no -nt
is_newer() {
    # shellcheck disable=SC3013 # see above
    [ "$1" -nt "$2" ] 2>/dev/null
}

# allow_more_time OLD NEW: multiplies the time limit. The names of the releases may be empty.
allow_more_time() {
    upgrade_note="mempalace has changed${1:+ from $1}${2:+ to $2} since the last run"
    [ "$time_limit" -gt 0 ] || return 0
    time_limit=$((time_limit * upgrade_factor))
    upgrade_note="$upgrade_note, so this run may take $upgrade_factor times as long: $time_limit s"
}

say_upgrade() {
    [ -n "$upgrade_note" ] || return 0
    printf '[%s]\n' "$upgrade_note" >>"$log"
    say "$upgrade_note"
}

# Writes the release of a run that has used it, and adds the change to the reason. Only a run that ended by itself with
# success, or that used all the time, has had the time to read everything again. After any other, the next one gets it.
remember_release() {
    [ -z "$upgrade_note" ] || reason="${reason:+$reason; }$upgrade_note"
    case $outcome in Succeeded | NothingNew | TimedOut) ;; *) return 0 ;; esac
    [ -n "$mempalace_program" ] || return 0
    if [ "${release:--}" != "$known_release" ] || [ -n "$upgrade_note" ]; then
        printf '%s\n' "${release:--}" >"$state/release"
    fi
}
