#!/bin/bash
# Side by side under a real systemd: installing, asking and removing by hand, and with the cmdlets.
#
#   bench/systemd.sh [ROUNDS]      (15; at least 10 for figures that mean something)
#
# By hand is the recipe of a README: make the folder, copy two unit files, daemon-reload, enable --now; list-timers and show;
# disable --now, delete, daemon-reload. For twenty it is a loop over that. The cmdlets run in one warm process. Both take turns
# within each round, in the same bed. Needs root and what tests/beds/README.md names; build first.
set -euo pipefail

cd "$(dirname "$0")/.."
exec tests/beds/systemd-bed.sh -r "$PWD:/srv/project" -C /srv/project -t 600 -- \
    /srv/project/out/pwsh/pwsh -NoProfile -File /srv/project/bench/systemd.ps1 "${1:-15}"
