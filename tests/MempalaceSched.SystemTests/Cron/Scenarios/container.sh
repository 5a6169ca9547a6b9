#!/bin/bash
# A schedule in a container of a real Docker, fired by cron at Monday, 03:00. DEVBOX_NAME is the container, ENGINE_GROUP the group of the
# engine's socket.
. "${0%/*}/prelude.sh"

SCENARIO_ENV="DOCKER_HOST=$DOCKER_HOST DOCKER_CONFIG=$DOCKER_CONFIG"
install_devbox() { call Install-MempalaceSchedule OpenCode -Container "$DEVBOX_NAME" -ContainerUser coder -Scheduler Cron -RandomDelay 0; }

# Without the group of the socket, as somebody who has not been put into it.
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

# And once more by a second daemon's tick would take a minute: the launcher itself, as cron calls it, with the container stopped.
docker stop -t 1 "$DEVBOX_NAME" >/dev/null
keep stopped as_robin /bin/sh "$HOME_OF_ROBIN/.local/share/mempalace-sched/bin/mempalace-session-devbox" --trigger scheduled
keep listed call Get-MempalaceSchedule
