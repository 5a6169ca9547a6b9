#!/bin/bash
# Imports crontab lines that somebody wrote by hand. The scenario starts the daemon three seconds before Monday, 03:00.
. "${0%/*}/prelude.sh"

HAND_MADE=$PROJECT/tests/fixtures/hand-made/cron
for wrapper in mempalace-session mempalace-pi-session; do
    # shellcheck disable=SC2016 # the dollars are for the script
    printf '#!/bin/sh\necho "%s $* $MARK" >>"$HOME/mined"\necho "Drawers filed: 3"\n' "$wrapper" >"$HOME_OF_ROBIN/.local/bin/$wrapper"
    chmod 755 "$HOME_OF_ROBIN/.local/bin/$wrapper"
done
as_robin mkdir -p .local/share/opencode .pi/agent/sessions .cache/mempalace-session
as_robin touch .local/share/opencode/opencode.db

# A container. Only its engine is a stand-in.
SCENARIO_ENV=STANDIN=$HOME_OF_ROBIN/engine
as_robin mkdir -p engine/containers engine/inside/.local/bin
cp "$PROJECT/tests/beds/docker-standin.sh" "$HOME_OF_ROBIN/.local/bin/docker"
echo running >"$HOME_OF_ROBIN/engine/containers/opencode-devbox"
printf '#!/bin/sh\n' >"$HOME_OF_ROBIN/engine/inside/.local/bin/mempalace-session"
chmod 755 "$HOME_OF_ROBIN/.local/bin/docker" "$HOME_OF_ROBIN/engine/inside/.local/bin/mempalace-session"

# The crontab of robin: the header of a new crontab, and a job.
printf '# Edit this file to introduce tasks to be run by cron.\n# caf\351, in Latin-1\n# m h  dom mon dow   command\n17 5 29 2 *\ttrue # mine\n' >"$OUT/foreign"
{
    cat "$OUT/foreign"
    for name in mempalace-session mempalace-pi-session; do sed "s|/home/USER|$HOME_OF_ROBIN|g" "$HAND_MADE/$name.cron"; done
    printf '0 3 * * tue MARK=m mempalace-session --no-repair --since 2026-01-01\n@weekly mempalace-session | mail robin\n'
    cat "$HAND_MADE/mempalace-session-devbox.cron"
} >/mnt/hand-made
as_robin crontab /mnt/hand-made
spool >"$OUT/before"

keep whatif call Import-MempalaceSchedule -WhatIf
spool >"$OUT/whatif.after"

# A crontab(1) that rejects every write.
# shellcheck disable=SC2016 # the dollars are for the script
printf '#!/bin/sh\ncase $1 in -l) exec /usr/bin/crontab -l ;; esac\necho "no room" >&2\nexit 1\n' >"$HOME_OF_ROBIN/.local/bin/crontab"
chmod 755 "$HOME_OF_ROBIN/.local/bin/crontab"
keep refused call Import-MempalaceSchedule
spool >"$OUT/refused.after"
find "$HOME_OF_ROBIN" -path '*mempalace-sched*' -type f ! -path '*/locks/*' >"$OUT/refused.files"
rm "$HOME_OF_ROBIN/.local/bin/crontab"

keep adopted call Import-MempalaceSchedule
spool >"$OUT/after"
find "$STATE/backups" -name '*-crontab-adopted' | sort | tail -n 1 | xargs cat >"$OUT/backup"
keep again call Import-MempalaceSchedule
: >"$CRONBED/start"
await 30 has_runs mempalace-session 1
sleep 1
cp "$HOME_OF_ROBIN/mined" "$OUT/mined"
keep removed call Remove-MempalaceSchedule '*'
spool >"$OUT/removed.after"
