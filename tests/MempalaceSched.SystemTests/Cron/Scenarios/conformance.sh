#!/bin/bash
# The scenario that all schedulers share, run as the user of the bed. The crontab contains a foreign line.
. "${0%/*}/prelude.sh"

echo '# somebody else' | as_robin crontab -
# shellcheck disable=SC2034 # for as_robin
SCENARIO_ENV="DOTNET_TieredCompilation=0 CONFORMANCE_PROJECT=/mnt/project CONFORMANCE_SCHEDULER=$SCHEDULER CONFORMANCE_OTHER=$OTHER"
keep report as_robin "$PWSH" -NoProfile -NonInteractive -File "$POWERSHELL/Run.ps1" /mnt/project/tests/MempalaceSched.SystemTests/Conformance/Scenario.ps1
