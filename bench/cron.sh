#!/bin/bash
# Compares a manual recipe with the cmdlets under Debian's cron: install, query and remove.
#
#   bench/cron.sh [ROUNDS]      (11 rounds)
#
# The recipe uses the commands of a typical README: (crontab -l; cat x) | crontab -; crontab -l | grep; and
# crontab -l | sed | crontab -. For twenty schedules, it runs these commands in a loop. The cmdlets run in one warmed-up
# process. Each round runs both in the same test bed, with a crontab that contains unrelated lines. Needs root, the
# packages of tests/beds/README.md, and a build (./build.ps1 Build).
set -euo pipefail

cd "$(dirname "$0")/.."
if [ -z "${CRONBED-}" ]; then
    PROJECT=$PWD OUT=$(mktemp -d) && export PROJECT OUT
    chmod 777 "$OUT"
    trap 'rm -rf "$OUT"' EXIT
    tests/beds/cron-bed.sh -t 900 -- "$PWD/bench/cron.sh" "${1:-11}"
    exit
fi
. tests/MempalaceSched.SystemTests/Cron/Scenarios/prelude.sh
set +u
seq -f '%.0f 4 * * * /usr/bin/true # a line of somebody else' 0 19 | as_robin crontab -
as_robin "$PWSH" -NoProfile -File /mnt/project/bench/cron.ps1 "$1"
