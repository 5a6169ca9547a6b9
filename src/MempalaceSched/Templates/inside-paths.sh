# ---- paths in a container

HOME=${HOME:-/}
PATH=${PATH:-/usr/local/bin:/usr/bin:/bin}:$HOME/.local/bin # where the wrappers usually lie
export HOME PATH

# base_folder VALUE DEFAULT: as XDG has it, a value that is not absolute is none
base_folder() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s' "$HOME/$2" ;; esac; }

# shellcheck disable=SC2088 # the shell of the one who installed it has not touched it, and this one should not
at_home() {
    case $1 in
        '~') printf '%s' "$HOME" ;;
        '~/'*) printf '%s' "$HOME/${1#'~/'}" ;;
        *) printf '%s' "$1" ;;
    esac
}

# Sets program to the path of a program, as PATH has it; false when there is none.
find_program() {
    program=$(at_home "$1")
    case $program in */*) [ -f "$program" ] && [ -x "$program" ]; return ;; esac
    folders=$PATH:
    while [ -n "$folders" ]; do
        program=${folders%%:*}/$1
        folders=${folders#*:}
        [ ! -f "$program" ] || [ ! -x "$program" ] || return 0
    done
    return 1
}
