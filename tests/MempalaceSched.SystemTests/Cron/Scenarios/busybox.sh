#!/bin/bash
# Uses the crontab of busybox instead of Debian's.
. "${0%/*}/prelude.sh"

change_folder /usr/bin usr-bin
rm -f /usr/bin/crontab /usr/bin/busybox
install -m 4755 "$BUSYBOX" /usr/bin/busybox
ln -s busybox /usr/bin/crontab

keep none as_robin crontab -l
keep installed call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron -At 'Mon 03:00'
keep crontab as_robin crontab -l
keep removed call Remove-MempalaceSchedule mine-notes
keep left as_robin crontab -l
printf '# foreign, caf\351, without a line break at its end' >"$OUT/foreign"
cp "$OUT/foreign" /mnt/foreign
as_robin crontab /mnt/foreign
keep installed-again call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron -At 'Mon 03:00'
keep both as_robin crontab -l
keep removed-again call Remove-MempalaceSchedule mine-notes
keep after as_robin crontab -l
