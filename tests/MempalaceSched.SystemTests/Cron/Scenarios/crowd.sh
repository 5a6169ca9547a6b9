#!/bin/bash
# Eight processes install 24 schedules and remove half of them. Meanwhile, a foreign program edits the crontab without
# the lock of the module. After each write, it checks that its line is there, and writes again if it is not.
. "${0%/*}/prelude.sh"

cat >/mnt/foreign.sh <<'X'
#!/bin/bash
number=0
while [ ! -e /mnt/home/robin/stop ]; do
    number=$((number + 1))
    until crontab -l 2>/dev/null | grep -qx "# foreign $number"; do
        start=${EPOCHREALTIME/./}
        (crontab -l 2>/dev/null; echo "# foreign $number") >"$HOME/foreign.tmp" && crontab "$HOME/foreign.tmp"
        echo "$number" >>"$HOME/foreign.writes"
        # It pauses longer on a slow machine. Otherwise it would write all the time there, and nobody else could change the crontab.
        pause=$((50000 + 5 * (${EPOCHREALTIME/./} - start)))
        sleep "$((pause / 1000000)).$(printf %06d $((pause % 1000000)))"
    done
    echo "$number" >"$HOME/foreign.last"
    sleep "0.0$((RANDOM % 9))"
done
X
cat >/mnt/worker.ps1 <<'X'
$worker = [int]$env:WORKER
$names = @(1..24 | Where-Object { $_ % 8 -eq $worker } | ForEach-Object { "crowd-$_" })
foreach ($name in $names) { $null = Install-MempalaceSchedule Custom -Name $name -Command "$HOME/.local/bin/mine" -Scheduler Cron -WarningAction Ignore -ErrorAction Continue }
foreach ($name in $names) { if ([int]$name.Substring(6) % 2) { Remove-MempalaceSchedule $name } }
X
as_robin bash /mnt/foreign.sh &
foreign=$!
workers=()
for worker in 0 1 2 3 4 5 6 7; do
    SCENARIO_ENV="WORKER=$worker" keep "worker-$worker" as_robin "$PWSH" -NoProfile -NonInteractive -File "$POWERSHELL/Run.ps1" /mnt/worker.ps1 &
    workers+=($!)
done
wait "${workers[@]}"
: >"$HOME_OF_ROBIN/stop"
wait "$foreign"
as_robin crontab -l >"$OUT/crontab"
cp "$HOME_OF_ROBIN/foreign.last" "$OUT/foreign.last"
wc -l <"$HOME_OF_ROBIN/foreign.writes" >"$OUT/foreign.writes"
cat "$OUT"/worker-*.err >"$OUT/errors"
find "$STATE/backups" -type f | wc -l >"$OUT/backups"
find "$STATE" -maxdepth 1 -type f >"$OUT/leftovers"
cat >/mnt/rest.ps1 <<'X'
Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge
X
keep rest as_robin "$PWSH" -NoProfile -NonInteractive -File "$POWERSHELL/Run.ps1" /mnt/rest.ps1
as_robin crontab -l >"$OUT/crontab.end"
