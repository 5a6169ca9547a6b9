#!/bin/bash
# The random delay, and what is left after a stop and after a power loss during the delay.
. "${0%/*}/prelude.sh"

for number in 1 2 3 4 5 6; do
    call Install-MempalaceSchedule Custom -Name "delay-$number" -Command "$MINE" -Scheduler Cron -At 'Mon 03:00' -RandomDelay 00:00:04 -Palace "/mnt/home/robin/p$number" >/dev/null 2>&1
done
as_robin crontab -l >/mnt/crontab
date +%s.%N >"$OUT/start"
runs=()
for number in 1 2 3 4 5 6; do
    as_robin python3 /mnt/project/tests/beds/cronline.py "delay-$number'" </mnt/crontab >/dev/null 2>&1 &
    runs+=($!)
done
wait "${runs[@]}"
cp "$HOME_OF_ROBIN/mined" "$OUT/mined"

# A run started by hand has no delay.
call Install-MempalaceSchedule Custom -Name slow -Command "$MINE" -Scheduler Cron -At 'Mon 03:00' -RandomDelay 1.00:00:00 >/dev/null 2>&1
keep manual call Start-MempalaceMine slow -TimeOut 00:00:30

launcher=$HOME_OF_ROBIN/.local/share/mempalace-sched/bin/slow
as_robin /bin/sh "$launcher" --trigger scheduled >/dev/null 2>&1 &
run=$!
await 10 test -e "$STATE/slow/running"
sleep 0.5
kill -TERM "$(sed 's/.*"pid":\([0-9]*\)}/\1/' "$STATE/slow/running")"
wait "$run"
runs_of slow >"$OUT/stopped"
ls "$STATE/slow" >"$OUT/stopped.state"
