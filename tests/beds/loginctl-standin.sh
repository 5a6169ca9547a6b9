#!/bin/sh
# A STAND-IN for loginctl. It records its calls in $STANDIN/calls, and fails if $STANDIN/fail-loginctl exists.
printf 'loginctl %s\n' "$*" >>"$STANDIN/calls"
[ ! -e "$STANDIN/fail-loginctl" ] || { cat "$STANDIN/fail-loginctl" >&2; exit 1; }
