# shellcheck shell=bash
# Functions for all scenarios. A scenario runs as root in cron-bed.sh. The user robin exists only in that bed. A
# scenario writes its results as files to $OUT, and the tests check them. The caller sets PROJECT, which is the
# repository, and OUT.
set -u

mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir -p /mnt/project /mnt/home/robin /mnt/folders

# change_folder FOLDER NAME: mounts a writable copy over a system folder
change_folder() {
    mkdir -p "/mnt/folders/$2/upper" "/mnt/folders/$2/work"
    mount -t overlay -o "lowerdir=$1,upperdir=/mnt/folders/$2/upper,workdir=/mnt/folders/$2/work" overlay "$1"
}

change_folder /etc etc
: >/etc/crontab # empties only the copy
rm -f /etc/cron.allow /etc/cron.deny
echo 'robin:x:4711:4711:Robin:/mnt/home/robin:/bin/bash' >>/etc/passwd
echo 'robin:x:4711:' >>/etc/group
echo 'robin:*:19000:0:99999:7:::' >>/etc/shadow

mount --bind "$PROJECT" /mnt/project
HOME_OF_ROBIN=/mnt/home/robin
STATE=$HOME_OF_ROBIN/.local/state/mempalace-sched
PWSH=/mnt/project/out/pwsh/pwsh
POWERSHELL=/mnt/project/tests/MempalaceSched.SystemTests/PowerShell # PowerShell scripts of the scenarios

# SCENARIO_ENV: more variables as NAME=VALUE, without spaces
# shellcheck disable=SC2086 # split into words
as_robin() {
    (cd "$HOME_OF_ROBIN" && exec setpriv --reuid=4711 --regid=4711 --clear-groups env -i \
        HOME="$HOME_OF_ROBIN" USER=robin LOGNAME=robin PATH="$HOME_OF_ROBIN/.local/bin:/usr/local/bin:/usr/bin:/bin" LANG=C.UTF-8 \
        POWERSHELL_TELEMETRY_OPTOUT=1 PSModuleAnalysisCachePath=/dev/null ${SCENARIO_ENV-} "$@")
}

# keep NAME COMMAND...: runs a command, and saves its output, errors and exit code as results
keep() {
    fact=$1
    shift
    "$@" >"$OUT/$fact" 2>"$OUT/$fact.err" </dev/null
    echo $? >"$OUT/$fact.code"
}

# call COMMAND [WORD]...: runs a cmdlet as robin. The first call starts a PowerShell process, which runs all calls.
powershell=
call() {
    [ -n "$powershell" ] || start_powershell
    /mnt/project/tests/beds/powershell-call.py "$@"
}

start_powershell() {
    mkfifo /mnt/requests /mnt/answers
    # PowerShellProgram.cs explains the variable.
    as_robin env DOTNET_TieredCompilation=0 "$PWSH" -NoProfile -NonInteractive -File "$POWERSHELL/Call.ps1" </mnt/requests >/mnt/answers 2>"$OUT/powershell" &
    powershell=$!
    exec 8>/mnt/requests 9</mnt/answers
}

# call_alone COMMAND [WORD]...: runs a cmdlet in a new PID namespace, in which no cron daemon runs
call_alone() {
    unshare --pid --fork --mount-proc bash -c 'as_robin "$@"' bash "$PWSH" -NoProfile -NonInteractive -File "$POWERSHELL/Call.ps1" "$@"
}
export -f as_robin
export HOME_OF_ROBIN

# await SECONDS COMMAND...: repeats a command until it succeeds
await() {
    tries=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}

runs_of() { cat "$STATE/$1/history.jsonl" 2>/dev/null; }

has_runs() { [ "$(runs_of "$1" | wc -l)" -ge "$2" ]; }

# Prints the crontab from the spool, without the three lines that Debian adds at the top.
spool() { tail -n +4 /var/spool/cron/crontabs/robin; }

install -d -o robin -g robin "$HOME_OF_ROBIN" "$HOME_OF_ROBIN/.local" "$HOME_OF_ROBIN/.local/bin"
cat >"$HOME_OF_ROBIN/.local/bin/mine" <<'X'
#!/bin/sh
date +%s.%N >>"$HOME/mined"
nice >>"$HOME/niceness"
env >"$HOME/environment"
[ ! -e "$HOME/wait" ] || while [ -e "$HOME/wait" ]; do sleep 0.1; done
echo 'Drawers filed: 3'
X
chmod 755 "$HOME_OF_ROBIN/.local/bin/mine"
# shellcheck disable=SC2034 # used by the scenarios
MINE=$HOME_OF_ROBIN/.local/bin/mine
