#!/bin/bash
# Measures the CPU time that the module adds to a new PowerShell process: import, a query, and an install.
#
#   bench/cold.sh [ROUNDS]      (15 rounds)
#
# Needs a build (./build.ps1 Build) and the .NET tools of the repository (dotnet tool restore). All files
# are in a temporary folder.
# shellcheck disable=SC2016 # PowerShell variables, and Markdown
set -euo pipefail

cd "$(dirname "$0")/.."
rounds=${1:-15}
module=$PWD/out/MempalaceSched/MempalaceSched.psd1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$HOME}
export XDG_CONFIG_HOME=$folder/config XDG_DATA_HOME=$folder/data XDG_STATE_HOME=$folder/state
export XDG_CACHE_HOME=$folder/cache POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off

# `dotnet pwsh` starts two processes, so the benchmark starts pwsh.dll directly.
pwsh_folder=$(dotnet pwsh -NoProfile -Command '$PSHOME')
in_pwsh() { dotnet "$pwsh_folder/pwsh.dll" -NoProfile -NonInteractive -Command "$1" >>"$folder/output"; }

# For comparison: a module with a manifest and one cmdlet that does nothing.
bare=$folder/Bare/Bare.psd1
mkdir "$folder/Bare"
in_pwsh "Add-Type -OutputAssembly '$folder/Bare/Bare.dll' 'using System.Management.Automation;
    [Cmdlet(\"Get\", \"Bare\")] public sealed class GetBare : PSCmdlet { }'
    New-ModuleManifest '$bare' -RootModule Bare.dll -CmdletsToExport Get-Bare -FunctionsToExport @() -AliasesToExport @()"

# Prints the CPU milliseconds of Import-Module, measured inside the process.
import() {
    in_pwsh "\$self = [Diagnostics.Process]::GetCurrentProcess(); \$before = \$self.TotalProcessorTime
        Import-Module '$1'; \$self.Refresh()
        [IO.File]::WriteAllText('$folder/import', (\$self.TotalProcessorTime - \$before).TotalMilliseconds)"
    cat "$folder/import"
}

# Prints the CPU milliseconds of a process.
process() {
    local TIMEFORMAT='%U %S'
    { time in_pwsh "$1"; } 2>&1 | awk '{ printf "%.0f", ($1 + $2) * 1000 }'
}

measure() {
    # PowerShell records which methods it used, and compiles them in the background at the next start. That must not be
    # counted as a part of the import.
    if [[ $1 = import* ]]; then rm -rf "$folder/cache"; fi
    case $1 in
        'import, bare') import "$bare" ;;
        import) import "$module" ;;
        'pwsh -c 1') process 1 ;;
        bare) process "Import-Module '$bare'; Get-Bare" ;;
        query) process "Import-Module '$module'; Get-MempalaceSchedule" ;;
        install) process "Import-Module '$module'; Install-MempalaceSchedule Custom -Name \"bench-\$PID\" -Command /bin/true -Scheduler Embedded -At daily -WarningAction Ignore" ;;
    esac
    if [ "$1" = install ]; then rm -rf "$folder"/{config,data,state}; fi
}

kinds=('import, bare' import 'pwsh -c 1' bare query install)
for kind in "${kinds[@]}"; do measure "$kind" >/dev/null; done # warm the file cache
for ((round = 0; round < rounds; round++)); do
    for kind in "${kinds[@]}"; do
        measure "$kind" >>"$folder/$kind.times"
        echo >>"$folder/$kind.times"
    done
done

median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

# row TITLE KIND BASE: prints the median and the median of the ratios within a round
row() {
    printf '| %s | %.0f | %.2f |\n' "$1" "$(median <"$folder/$2.times")" \
        "$(paste "$folder/$2.times" "$folder/$3.times" | awk '{ print $1 / $2 }' | median)"
}

echo "$rounds rounds, medians; $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
echo
echo '| | CPU ms | ratio |'
echo '|---|--:|--:|'
row '`Import-Module` of a bare module' 'import, bare' 'import, bare'
row '`Import-Module MempalaceSched`' import 'import, bare'
row '`pwsh -c 1`' 'pwsh -c 1' 'pwsh -c 1'
row '`pwsh -c Get-Bare`' bare 'pwsh -c 1'
row '`pwsh -c Get-MempalaceSchedule`' query 'pwsh -c 1'
row '`pwsh -c Install-MempalaceSchedule`' install 'pwsh -c 1'
