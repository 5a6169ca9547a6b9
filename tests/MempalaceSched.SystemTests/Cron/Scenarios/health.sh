#!/bin/bash
# Produces and repairs each health problem under cron, and runs the probe of the doctor. The daemon starts shortly
# before a full minute, so that a job that runs every minute starts at once.
. "${0%/*}/prelude.sh"

printf '# mine\n17 5 29 2 *\ttrue\n' >/mnt/foreign
as_robin crontab /mnt/foreign
call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron >/dev/null
spool >"$OUT/installed.crontab"
keep healthy call Get-MempalaceSchedule
keep not-running call_alone Get-MempalaceSchedule
keep not-running.test call_alone Test-MempalaceSchedule -Deep
keep not-running.repair call_alone Repair-MempalaceSchedule

# Drifted: a line was changed.
as_robin crontab -l | sed 's/^0 3 /1 3 /' >/mnt/put && as_robin crontab /mnt/put
keep drifted call Get-MempalaceSchedule -Verbose
keep drifted.repaired call Repair-MempalaceSchedule -PassThru
spool >"$OUT/drifted.crontab"

# Missing: the block was deleted.
as_robin crontab /mnt/foreign
keep missing call Get-MempalaceSchedule
keep missing.whatif call Repair-MempalaceSchedule -WhatIf
spool >"$OUT/missing.still"
keep missing.repaired call Repair-MempalaceSchedule -PassThru
spool >"$OUT/missing.crontab"

# Orphaned: a block without a definition, and the old block of a schedule that was moved to another scheduler.
call Install-MempalaceSchedule Custom -Name left-over -Command "$MINE" -Scheduler Cron >/dev/null
rm "$HOME_OF_ROBIN/.config/mempalace-sched/left-over.json"
call Install-MempalaceSchedule Custom -Name mine-moved -Command "$MINE" -Scheduler Cron >/dev/null
as_robin crontab -l >/mnt/put
call Install-MempalaceSchedule Custom -Name mine-moved -Command "$MINE" -Scheduler Embedded >/dev/null 2>&1
as_robin crontab /mnt/put
keep orphaned call 'Get-MempalaceSchedule left-over, mine-moved'
keep orphaned.repaired call 'Repair-MempalaceSchedule left-over, mine-moved'
keep orphaned.after call 'Get-MempalaceSchedule mine-*, left-*'
keep moved.launcher test -x "$HOME_OF_ROBIN/.local/share/mempalace-sched/bin/mine-moved"
call Remove-MempalaceSchedule mine-moved >/dev/null
spool >"$OUT/orphaned.crontab"

# The probe, run by cron.
find "$HOME_OF_ROBIN" -path '*mempalace-sched*' ! -path '*/backups/*' | sort >"$OUT/deep.before"
keep deep call Test-MempalaceSchedule mine-notes -Deep
find "$HOME_OF_ROBIN" -path '*mempalace-sched*' ! -path '*/backups/*' | sort >"$OUT/deep.after"
spool >"$OUT/deep.crontab"
cp "$CRONBED/syslog" "$OUT/syslog"

# Ctrl+C during the probe. cron's next minute is far away at this point. A background job ignores SIGINT by default.
(exec setpriv --reuid=4711 --regid=4711 --clear-groups env -i --default-signal=INT HOME="$HOME_OF_ROBIN" USER=robin PATH=/usr/bin:/bin \
    "$PWSH" -NoProfile -NonInteractive -Command 'Import-Module /mnt/project/out/MempalaceSched; Test-MempalaceSchedule mine-notes -Deep' >/dev/null 2>&1) &
doctor=$!
await 30 grep -q mempalace-probe /var/spool/cron/crontabs/robin
spool >"$OUT/stopped.during"
kill -INT "$doctor"
begun=$(date +%s)
wait "$doctor"
echo $(($(date +%s) - begun)) >"$OUT/stopped.seconds"
spool >"$OUT/stopped.after"
find "$HOME_OF_ROBIN" -path '*mempalace-sched*' ! -path '*/backups/*' | sort >"$OUT/stopped.files"
