#!/bin/bash
# A schedule in a real Docker container, started by cron on Monday, 03:00. DEVBOX_NAME is the container, and
# ENGINE_GROUP is the group of the engine's socket.
. "${0%/*}/prelude.sh"

SCENARIO_ENV="DOCKER_HOST=$DOCKER_HOST DOCKER_CONFIG=$DOCKER_CONFIG"
install_devbox() { call Install-MempalaceSchedule OpenCode -Container "$DEVBOX_NAME" -ContainerUser coder -Scheduler Cron -RandomDelay 0; }

# The user is not in the group of the socket.
chgrp root "${DOCKER_HOST#unix://}"
keep denied install_devbox
chgrp robin "${DOCKER_HOST#unix://}"

docker exec -i -u coder "$DEVBOX_NAME" sh -c 'mkdir -p ~/.local/bin ~/.local/share/opencode; cat >~/.local/bin/mempalace-session; chmod 755 ~/.local/bin/mempalace-session
    echo x >~/.local/share/opencode/opencode.db' <<'X'
#!/bin/sh
echo "as $(id -un) in $HOME with ${DOCKER_HOST-no engine}"
echo 'Drawers filed: 4'
X
keep installed install_devbox
as_robin crontab -l >"$OUT/crontab"
: >"$CRONBED/start"
await 30 has_runs mempalace-session-devbox 1
sleep 1
runs_of mempalace-session-devbox >"$OUT/history"
cat "$STATE"/mempalace-session-devbox/logs/* >"$OUT/log"
cp "$CRONBED/syslog" "$OUT/syslog"

# Waiting for cron again would take a minute, so this runs the launcher as cron does, while the container is stopped.
docker stop -t 1 "$DEVBOX_NAME" >/dev/null
keep stopped as_robin /bin/sh "$HOME_OF_ROBIN/.local/share/mempalace-sched/bin/mempalace-session-devbox" --trigger scheduled
keep listed call Get-MempalaceSchedule
