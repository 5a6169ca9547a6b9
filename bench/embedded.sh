#!/bin/sh
# Measures an idle embedded scheduler: share of one CPU core, memory, threads, and startup time.
#
#   bench/embedded.sh [SCHEDULES] [SECONDS]      (20 schedules, 120 seconds)
#
# Needs a build (./build.ps1 Build). All files are in a temporary folder.
set -eu
schedules=${1:-20} seconds=${2:-120}
here=$(cd "$(dirname "$0")/.." && pwd)
HOME=$(mktemp -d)
export HOME
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME
scheduler=
trap '[ -z "$scheduler" ] || kill "$scheduler" 2>/dev/null; wait; rm -rf "$HOME"' EXIT

in_pwsh() { "$here/out/pwsh/pwsh" -NoProfile -Command "Import-Module '$here/out/MempalaceSched'; $1"; }

# One process installs all schedules. None of them is due during the measurement.
in_pwsh "foreach (\$i in 1..$schedules) { Install-MempalaceSchedule Custom -Name \"job-\$i\" -Command /bin/true -Scheduler Embedded -At '*-01-01 03:00' -WarningAction Ignore }" >/dev/null

: >"$HOME/events"
began=$(date +%s%N)
"$here/out/pwsh/pwsh" -NoProfile -Command "Import-Module '$here/out/MempalaceSched'; Start-MempalaceScheduler" >"$HOME/events" &
scheduler=$!
until [ "$(grep -c Loaded "$HOME/events")" -eq "$schedules" ]; do sleep 0.05; done
echo "start-up until the last of $schedules schedules is loaded: $((($(date +%s%N) - began) / 1000000)) ms"

ticks() { awk '{ print $14 + $15 }' "/proc/$scheduler/stat"; }
memory() { awk '/^VmRSS/ { print $2 }' "/proc/$scheduler/status"; }
sleep 60 # let the JIT compiler finish
from=$(ticks) before=$(memory)
sleep "$seconds"
to=$(ticks) after=$(memory)
awk -v ticks=$((to - from)) -v hz="$(getconf CLK_TCK)" -v seconds="$seconds" 'BEGIN {
    printf "CPU over %d s: %.0f ms, %.3f %% of one core\n", seconds, ticks * 1000 / hz, ticks * 100 / hz / seconds }'
echo "memory: $before KiB before, $after KiB after; threads: $(awk '/^Threads/ { print $2 }' "/proc/$scheduler/status")"
