#!/bin/bash
# Side by side under Debian's cron: putting a line into the crontab and taking it out by hand, and with the cmdlets.
#
#   bench/cron.sh [ROUNDS]      (11)
#
# By hand is what a README tells people to type: (crontab -l; cat x) | crontab -; crontab -l | grep; crontab -l | sed | crontab -. For
# twenty it is a loop over that. The cmdlets run in one warm process. Both take turns within each round, in the same bed, beside a
# crontab with some lines in it. Needs root and what tests/beds/cron-bed.sh needs; build first.
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
