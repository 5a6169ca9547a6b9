#!/bin/bash
# The health of schedules under cron, made for real and mended, and the doctor's probe. The bed's daemon believes that it is shortly before
# a full minute, so that what runs every minute comes at once.
. "${0%/*}/prelude.sh"

export -f as_robin
export HOME_OF_ROBIN
# No daemon: seen from a PID namespace in which there really is none.
alone() { unshare --pid --fork --mount-proc bash -c 'as_robin "$@"' bash "$HOST" --json "$@"; }

printf '# mine\n17 5 29 2 *\ttrue\n' >/mnt/foreign
as_robin crontab /mnt/foreign
sched Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron >/dev/null
spool >"$OUT/installed.crontab"
keep healthy sched Get-MempalaceSchedule
keep not-running alone Get-MempalaceSchedule
keep not-running.test alone Test-MempalaceSchedule -Deep
keep not-running.repair alone Repair-MempalaceSchedule

# Drifted: a line that somebody changed.
as_robin crontab -l | sed 's/^0 3 /1 3 /' >/mnt/put && as_robin crontab /mnt/put
keep drifted sched Get-MempalaceSchedule -Verbose
keep drifted.repaired sched Repair-MempalaceSchedule -PassThru
spool >"$OUT/drifted.crontab"

# Missing: a block that somebody took out.
as_robin crontab /mnt/foreign
keep missing sched Get-MempalaceSchedule
keep missing.whatif sched Repair-MempalaceSchedule -WhatIf
spool >"$OUT/missing.still"
keep missing.repaired sched Repair-MempalaceSchedule -PassThru
spool >"$OUT/missing.crontab"

# Orphaned: a block without a definition, and one of a schedule that is under another scheduler by now.
sched Install-MempalaceSchedule Custom -Name left-over -Command "$MINE" -Scheduler Cron >/dev/null
rm "$HOME_OF_ROBIN/.config/mempalace-sched/left-over.json"
sched Install-MempalaceSchedule Custom -Name mine-moved -Command "$MINE" -Scheduler Cron >/dev/null
as_robin crontab -l >/mnt/put
sched Install-MempalaceSchedule Custom -Name mine-moved -Command "$MINE" -Scheduler Embedded >/dev/null 2>&1
as_robin crontab /mnt/put
keep orphaned sched 'Get-MempalaceSchedule left-over, mine-moved'
keep orphaned.repaired sched 'Repair-MempalaceSchedule left-over, mine-moved'
keep orphaned.after sched 'Get-MempalaceSchedule mine-*, left-*'
keep moved.launcher test -x "$HOME_OF_ROBIN/.local/share/mempalace-sched/bin/mine-moved"
sched Remove-MempalaceSchedule mine-moved >/dev/null
spool >"$OUT/orphaned.crontab"

# Through cron itself.
find "$HOME_OF_ROBIN" -path '*mempalace-sched*' ! -path '*/backups/*' | sort >"$OUT/deep.before"
keep deep sched Test-MempalaceSchedule mine-notes -Deep
find "$HOME_OF_ROBIN" -path '*mempalace-sched*' ! -path '*/backups/*' | sort >"$OUT/deep.after"
spool >"$OUT/deep.crontab"
cp "$CRONBED/syslog" "$OUT/syslog"

# Ended in the middle: TERM is what a service manager sends, INT what ctrl-C does. Cron's next minute is far away by now.
for signal in TERM INT; do
    (exec setpriv --reuid=4711 --regid=4711 --clear-groups env -i --default-signal=INT HOME="$HOME_OF_ROBIN" USER=robin PATH=/usr/bin:/bin \
        ${DOTNET_ROOT:+DOTNET_ROOT="$DOTNET_ROOT"} "$HOST" Test-MempalaceSchedule mine-notes -Deep >/dev/null 2>&1) &
    await 30 grep -q mempalace-probe /var/spool/cron/crontabs/robin
    spool >"$OUT/stopped.$signal.during"
    kill "-$signal" $!
    begun=$(date +%s)
    wait
    echo $(($(date +%s) - begun)) >"$OUT/stopped.$signal.seconds"
    spool >"$OUT/stopped.$signal.after"
done
find "$HOME_OF_ROBIN" -path '*mempalace-sched*' ! -path '*/backups/*' | sort >"$OUT/stopped.files"
