#!/bin/bash
# Measures a run with the launcher, compared with the command alone and with the launcher of version 0.1.
#
#   bench/launcher.sh [ROUNDS] [SHELL]      (15 rounds, dash)
#
# Needs a build (dotnet build), strace, and the .NET tools of the repository (dotnet tool restore). All
# files are in a temporary folder.
set -euo pipefail

cd "$(dirname "$0")/.."
rounds=${1:-15} shell=${2:-dash} runs=10
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_CONFIG_HOME=$folder/config XDG_DATA_HOME=$folder/data XDG_STATE_HOME=$folder/state

dotnet pwsh -NoProfile -Command 'Import-Module ./out/MempalaceSched/MempalaceSched.psd1
    Install-MempalaceSchedule -Source Custom -Name bench -At daily -Scheduler Embedded -Command /bin/true' >/dev/null
launcher=$folder/data/mempalace-sched/bin/bench

# The launcher of version 0.1, with the same command and a separate home folder.
sed -e "s|/home/you|$folder/old|g" -e "s|^set -- '$folder/old/.*|set -- /bin/true|" -e "s|^store=.*|store=''|" \
    tests/fixtures/launcher-0.1/mempalace-session >"$folder/old-launcher"

bare() { /bin/true; }
new() { "$shell" "$launcher" >/dev/null; }
old() { "$shell" "$folder/old-launcher" >/dev/null; }

# measure KIND: appends the mean milliseconds and CPU milliseconds of a run
measure() {
    local TIMEFORMAT='%3R %3U %3S' figures
    figures=$({ time for ((i = 0; i < runs; i++)); do "$1"; done; } 2>&1)
    awk -v runs="$runs" '{ printf "%.2f %.2f\n", $1 * 1000 / runs, ($2 + $3) * 1000 / runs }' <<<"$figures" >>"$folder/$1.times"
}

# programs KIND: prints the number of programs that one run starts
programs() {
    strace -f -qq -e trace=execve -o "$folder/trace" bash -c "$2"
    grep -c -e 'execve(.* = 0' -e 'execve resumed.* = 0' "$folder/trace" | awk '{ print $1 - 1 }' # without bash itself
}

# median FILE COLUMN: prints the median of a column
median() { sort -n -k "$2,$2" "$1" | awk -v column="$2" '{ value[NR] = $column } END { print value[int((NR + 1) / 2)] }'; }

for kind in bare new old; do "$kind"; done # warm the file cache
for ((round = 0; round < rounds; round++)); do
    for kind in bare new old; do measure "$kind"; done
done

echo "$rounds rounds of $runs runs, medians; $shell, $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
echo
echo '| | ms | CPU ms | programs |'
echo '|---|--:|--:|--:|'
row() { printf '| %s | %.1f | %.1f | %s |\n' "$1" "$(median "$folder/$2.times" 1)" "$(median "$folder/$2.times" 2)" "$3"; }
row 'the command alone' bare "$(programs bare '/bin/true; :')"
row 'through the launcher' new "$(programs new "$shell '$launcher' >/dev/null; :")"
row 'through the launcher of 0.1' old "$(programs old "$shell '$folder/old-launcher' >/dev/null; :")"
paste -d ' ' "$folder/new.times" "$folder/old.times" |
    awk '{ print $1 / $3 }' | sort -n | awk '{ v[NR] = $1 } END { printf "\nlauncher / launcher of 0.1, wall clock: %.2f\n", v[int((NR + 1) / 2)] }'
