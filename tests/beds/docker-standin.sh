#!/bin/sh
# A STAND-IN for the docker client. It records its calls in $STANDIN/calls and reads its answers from files:
#   $STANDIN/containers/NAME   the state of the container
#   $STANDIN/fail-docker       makes every call fail with the text of the file
#   $STANDIN/inside            the home folder of every container, with programs in bin
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
