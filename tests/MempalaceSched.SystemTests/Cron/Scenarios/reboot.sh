#!/bin/bash
# The first start of the daemon after boot, with schedules that were missed during two weeks and others that were not.
. "${0%/*}/prelude.sh"

for name in missed fresh stamped not-wanted; do
    keep "$name.installed" call Install-MempalaceSchedule Custom -Name "$name" -Command "$MINE" -Scheduler Cron -At 'Mon 03:00' -RandomDelay 01:00:00 "-NoCatchUp:\$$([ "$name" = not-wanted ] && echo true || echo false)"
done
bin=$HOME_OF_ROBIN/.local/share/mempalace-sched/bin
# All schedules except "fresh" were installed two weeks ago. One of them has run since.
touch -d '15 days ago' "$bin/missed" "$bin/stamped" "$bin/not-wanted"
as_robin mkdir -p "$STATE/stamped" "$STATE/missed"
as_robin touch "$STATE/stamped/occurrence"
as_robin touch -d '8 days ago' "$STATE/missed/occurrence"
as_robin crontab -l >"$OUT/crontab"
: >"$CRONBED/start"
await 20 has_runs missed 1
sleep 2
for name in missed fresh stamped not-wanted; do runs_of "$name" >"$OUT/$name"; done
# The next boot has nothing to catch up on.
as_robin /bin/sh "$bin/missed" --trigger catch-up --if-due >"$OUT/second" 2>&1
runs_of missed >"$OUT/missed.second"
