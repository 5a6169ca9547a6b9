#!/bin/bash
# Compares a manual recipe with the cmdlets under a real systemd: install, query and remove.
#
#   bench/systemd.sh [ROUNDS]      (15 rounds; use at least 10)
#
# The recipe uses the commands of a typical README: create the folder, copy two unit files, daemon-reload, enable --now;
# list-timers and show; disable --now, delete, daemon-reload. For twenty schedules, it runs these commands in a loop.
# The cmdlets run in one warmed-up process. Each round runs both in the same test bed. Needs root, the packages of
# tests/beds/README.md, and a build (./build.ps1 Build).
set -euo pipefail

cd "$(dirname "$0")/.."
exec tests/beds/systemd-bed.sh -r "$PWD:/srv/project" -C /srv/project -t 600 -- \
    /srv/project/out/pwsh/pwsh -NoProfile -File /srv/project/bench/systemd.ps1 "${1:-15}"
