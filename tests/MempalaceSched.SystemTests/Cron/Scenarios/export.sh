#!/bin/bash
# Installs exported files by hand, with only the commands from their README. The crontab contains foreign lines.
. "${0%/*}/prelude.sh"

printf 'MAILTO=""\n17 5 29 2 *\ttrue # mine\n' | as_robin crontab -
spool >"$OUT/before"
out=$HOME_OF_ROBIN/export

# follow FACT HEADING: runs the commands below a heading of the README as robin, in the folder of the README
follow() {
    "$PROJECT/tests/beds/readme-block.sh" "$out/README.md" "$2" >/mnt/block.sh
    chmod 644 /mnt/block.sh
    # shellcheck disable=SC2016 # for the inner shell
    keep "$1" as_robin /bin/sh -c 'cd "$1" && sh -e /mnt/block.sh' sh "$out"
}

keep exported call Export-MempalaceSchedule "$out" -Scheduler Cron -Source Custom -Name mine-notes -Command "$MINE" -At 'Mon 03:00' -RandomDelay 0
spool >"$OUT/untouched"
follow installed 'Install under cron'
keep crontab as_robin crontab -l
keep got call Get-MempalaceSchedule
keep same call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron -At 'Mon 03:00' -RandomDelay 0 -Verbose
follow ran 'Start a run as cron does'
follow read 'History and logs under cron'
keep started call Start-MempalaceMine mine-notes
keep removed call Remove-MempalaceSchedule mine-notes
spool >"$OUT/after"

follow again 'Install under cron'
follow uninstalled 'Uninstall from cron'
spool >"$OUT/taken"
keep none call Get-MempalaceSchedule
