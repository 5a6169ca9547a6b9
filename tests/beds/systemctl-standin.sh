#!/bin/sh
# A STAND-IN for `systemctl --user`. It records its calls in $STANDIN/calls and reads its answers from files:
#   $STANDIN/fail-VERB      makes the verb fail with the text of the file
#   $STANDIN/active/UNIT    marks the timer as active
#   $STANDIN/next           the next elapse of active timers
#   $STANDIN/after-show     a script that runs once, after the next `show`
#   $STANDIN/unit-file-state, $STANDIN/need-reload   the values in `show` for every unit
# `start` activates a timer. For a service, it runs the launcher in a separate session and waits for its end, like
# systemd.
set -u
printf 'systemctl %s\n' "$*" >>"$STANDIN/calls"
while [ $# -gt 0 ]; do
    case $1 in
        --) shift; break ;;
        --now | --user | --no-pager | --no-reload | --property=*) shift ;;
        --no-block) no_block=1; shift ;;
        -*) echo "systemctl stand-in: unknown option $1" >&2; exit 1 ;;
        *) verb=$1; shift ;;
    esac
done
if [ -e "$STANDIN/fail-$verb" ]; then cat "$STANDIN/fail-$verb" >&2; exit 1; fi
mkdir -p "$STANDIN/active"

show() {
    loaded=not-found active=inactive next=
    [ ! -e "$XDG_CONFIG_HOME/systemd/user/$1" ] || loaded=loaded
    if [ $loaded = loaded ] && [ -e "$STANDIN/active/$1" ]; then
        active=active
        next=$(cat "$STANDIN/next" 2>/dev/null || echo 'Mon 2027-01-04 03:12:00 UTC')
    fi
    printf 'Id=%s\nLoadState=%s\nActiveState=%s\nSubState=\nUnitFileState=%s\nNeedDaemonReload=%s\nNextElapseUSecRealtime=%s\n\n' \
        "$1" "$loaded" "$active" "$(cat "$STANDIN/unit-file-state" 2>/dev/null)" "$(cat "$STANDIN/need-reload" 2>/dev/null)" "$next"
}

start() {
    name=${1%.service}
    ended=$STANDIN/ended.$$
    # Start the run in the background of a subshell that exits. The run is not a child of this process, so it survives
    # when this process is killed.
    (
        # shellcheck disable=SC2016 # the inner shell expands them
        setsid sh -c 'sh "$1" --trigger scheduled >"$2" 2>&1; echo $? >"$3"' - \
            "$XDG_DATA_HOME/mempalace-sched/bin/$name" "$STANDIN/start.log" "$ended" </dev/null >/dev/null 2>&1 &
    )
    : >"$STANDIN/started"
    [ -z "${no_block-}" ] || return 0
    while [ ! -s "$ended" ]; do sleep 0.05; done
    read -r code <"$ended"
    case $code in 0 | 75) return 0 ;; *) echo "Job for $1 failed." >&2; return 1 ;; esac
}

case $verb in
    show)
        for unit; do show "$unit"; done
        # Runs once. Simulates another program that makes changes right after `show`.
        if [ -e "$STANDIN/after-show" ]; then mv "$STANDIN/after-show" "$STANDIN/meanwhile"; sh "$STANDIN/meanwhile"; fi ;;
    enable) for unit; do : >"$STANDIN/active/$unit"; done ;;
    disable) for unit; do rm -f "$STANDIN/active/$unit"; done ;;
    start)
        for unit; do
            case $unit in *.timer) : >"$STANDIN/active/$unit" ;; *) start "$unit" || exit 1 ;; esac
        done ;;
    stop) for unit; do rm -f "$STANDIN/active/$unit"; done ;;
    reset-failed | daemon-reload) ;;
    *) echo "systemctl stand-in: unknown verb $verb" >&2; exit 1 ;;
esac
