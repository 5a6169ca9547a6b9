# ---- the mine as a process of this machine

prepare_mine() { :; }

become_mine() {
    exec 5>&- 6>&-
    in_own_group in_mine_environment "$@"
}

tell_mine_to_end() { signal_mine TERM; }

hear_mine() { :; }

# True when there is something to mine, or the command itself knows.
store_found() {
    [ -n "$store" ] || return 0
    [ -n "$store_pattern" ] || { [ -e "$store" ]; return; }
    # shellcheck disable=SC2231 # the pattern is ours and is meant to match
    for match in "$store"/$store_pattern; do [ -e "$match" ] && return 0; done
    return 1
}
