#!/bin/sh
# A STAND-IN for docker's client: it records how it was called in $STANDIN/calls and answers from files.
#   $STANDIN/containers/NAME   the state of that container
#   $STANDIN/fail-docker       makes it fail with the text of the file
#   $STANDIN/inside            the home in every container, with the programs in its bin
set -u
printf 'docker %s\n' "$*" >>"$STANDIN/calls"
if [ -e "$STANDIN/fail-docker" ]; then cat "$STANDIN/fail-docker" >&2; exit 1; fi

# inspect --format FORMAT NAME
inspect() {
    if [ ! -e "$STANDIN/containers/$3" ]; then echo "Error response from daemon: No such container: $3" >&2; exit 1; fi
    printf '/%s %s 2027-01-01T00:00:00.000000001Z\n' "$3" "$(cat "$STANDIN/containers/$3")"
}

case $1 in
    container) shift 2; inspect "$@" ;;
    exec)
        shift
        [ "$1" != -u ] || shift 2
        shift
        exec env -i HOME="$STANDIN/inside" PATH="$STANDIN/inside/bin:/usr/bin:/bin" "$@" ;;
    *) echo "docker stand-in: unknown command $1" >&2; exit 1 ;;
esac
