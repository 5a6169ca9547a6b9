#!/bin/bash
# Measures the time and memory to read a run history, compared with other ways to read the file.
#
#   bench/history.sh [LINES] [ROUNDS]      (100000 lines, 11 rounds)
#
# Needs a build (./build.ps1 Build). HOME is a temporary folder.
set -euo pipefail

cd "$(dirname "$0")/.."
lines=${1:-100000} rounds=${2:-11}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Hourly runs up to now.
write_history() {
    mkdir -p "$folder/.local/state/mempalace-sched/bench"
    awk -v lines="$1" -v now="$(date +%s)" 'BEGIN {
        for (i = 0; i < lines; i++) {
            at = now - (lines - i) * 3600
            day = strftime("%Y-%m-%dT%H:%M:%SZ", at, 1); end = strftime("%Y-%m-%dT%H:%M:%SZ", at + 125, 1); id = strftime("%Y%m%dT%H%M%SZ", at, 1) "-" i
            printf "{\"id\":\"%s\",\"trigger\":\"scheduled\",\"started\":\"%s\",\"ended\":\"%s\",\"duration\":125,\"exitCode\":0,\"outcome\":\"Succeeded\",\"reason\":\"\",\"filesProcessed\":3,\"filesSkipped\":59,\"drawersFiled\":9,\"log\":\"%s.log\"}\n", id, day, end, id
        }
    }' >"$folder/.local/state/mempalace-sched/bench/history.jsonl"
}

in_pwsh() { env -u XDG_STATE_HOME -u XDG_CONFIG_HOME HOME="$folder" out/pwsh/pwsh -NoProfile "$@"; }

write_history "$lines"
in_pwsh -File bench/history.ps1 "$rounds"

echo
echo '| lines | most memory that the process had, MiB |'
echo '|--:|--:|'
for count in 1 $((lines / 10)) "$lines" $((lines * 10)); do
    write_history "$count"
    # shellcheck disable=SC2016 # PowerShell variables
    most=$(in_pwsh -Command 'Import-Module ./out/MempalaceSched; foreach ($run in 1) { Get-MempalaceMineHistory bench | ForEach-Object { } }; [int][regex]::Match([IO.File]::ReadAllText("/proc/self/status"), "VmHWM:\s+(\d+)").Groups[1].Value / 1024')
    printf '| %s | %.0f |\n' "$count" "$most"
done
