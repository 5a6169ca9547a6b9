#!/bin/sh
# A STAND-IN for loginctl: it records how it was called in $STANDIN/calls, and fails if there is $STANDIN/fail-loginctl.
printf 'loginctl %s\n' "$*" >>"$STANDIN/calls"
[ ! -e "$STANDIN/fail-loginctl" ] || { cat "$STANDIN/fail-loginctl" >&2; exit 1; }
