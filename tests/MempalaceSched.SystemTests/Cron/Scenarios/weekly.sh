#!/bin/bash
# A weekly schedule from install to removal. The scenario starts the daemon three seconds before Monday, 03:00.
. "${0%/*}/prelude.sh"

printf 'MAILTO=""\nSHELL=/bin/bash\n\n# gr\303\266\303\237e in UTF-8, caf\351 in Latin-1, \033[1mESC\n17 5 29 2 *\ttrue # mine, with a tab\n' >"$OUT/foreign"
cp "$OUT/foreign" /mnt/foreign
as_robin crontab /mnt/foreign
spool >"$OUT/before"

keep installed call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron -At 'Mon 03:00' -RandomDelay 0 -TimeLimit 00:01:00
keep crontab as_robin crontab -l
keep again call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron -At 'Mon 03:00' -RandomDelay 0 -TimeLimit 00:01:00 -Verbose
: >"$CRONBED/start"
await 30 has_runs mine-notes 1
sleep 1
runs_of mine-notes >"$OUT/history"
cp "$HOME_OF_ROBIN/niceness" "$HOME_OF_ROBIN/environment" "$OUT"
cp "$CRONBED/syslog" "$OUT/syslog"
keep running call Get-MempalaceSchedule mine-notes
keep removed call Remove-MempalaceSchedule mine-notes
spool >"$OUT/after"
ls "$STATE" "$STATE/backups" >"$OUT/state"
cat "$STATE"/backups/* >"$OUT/backups"
