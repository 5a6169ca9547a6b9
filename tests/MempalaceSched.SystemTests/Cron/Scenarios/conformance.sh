#!/bin/bash
# The scenario of all schedulers, as the bed's user. The crontab has a line of somebody else's.
. "${0%/*}/prelude.sh"

echo '# somebody else' | as_robin crontab -
# shellcheck disable=SC2034 # for as_robin
SCENARIO_ENV="CONFORMANCE_PROJECT=/mnt/project CONFORMANCE_SCHEDULER=$SCHEDULER CONFORMANCE_OTHER=$OTHER"
keep report as_robin "$PWSH" -NoProfile -NonInteractive -File "$POWERSHELL/Run.ps1" /mnt/project/tests/MempalaceSched.SystemTests/Conformance/Scenario.ps1
