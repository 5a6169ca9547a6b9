#!/bin/bash
# Runs a command with a podman that has separate storage, one running container and no network.
#
#   podman-bed.sh [OPTION]... [--] COMMAND [ARGUMENT]...
#
#   -n NAME      name of the container (opencode-devbox)
#   -t SECONDS   time limit of COMMAND (300)
#
# COMMAND gets PODMAN (the client) and DEVBOX_NAME. Set BUSYBOX to a static busybox if the one on PATH is not static.
# Exit code: the exit code of COMMAND, or 124 after the time limit.
# Needs root, podman, conmon and runc. Does not need systemd.
set -u

name=opencode-devbox limit=300
while getopts n:t: option; do
    case $option in
        n) name=$OPTARG ;;
        t) limit=$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))

work=$(mktemp -d /tmp/pmbed.XXXXXX)
chmod 755 "$work"
export PODMAN=$work/podman
cat >"$PODMAN" <<CLIENT
#!/bin/sh
exec /usr/bin/podman --root '$work/storage' --runroot '$work/run' --tmpdir '$work/tmp' --storage-driver vfs \\
    --runtime runc --cgroup-manager cgroupfs --events-backend file "\$@"
CLIENT
chmod 755 "$PODMAN"

command_pid=''
# shellcheck disable=SC2317 # called by the traps
stop() {
    trap - EXIT INT TERM
    [[ -z $command_pid ]] || kill "$command_pid" 2>/dev/null
    timeout 60 "$PODMAN" rm -f -a -t 0 >/dev/null 2>&1
    awk -v work="$work/" 'index($2, work) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do umount -l "$mount"; done
    # Wait while the container monitors write their last events.
    for _ in 1 2 3 4 5; do
        rm -rf --one-file-system "$work" 2>/dev/null && break
        sleep 0.2
    done
}
trap stop EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

# shellcheck source=devbox-root.sh
. "${0%/*}/devbox-root.sh"
make_devbox_root "$work/root"
add_busybox "$work/root" || exit 1
tar -C "$work/root" -c . | "$PODMAN" import -q -c 'ENV PATH=/usr/local/bin:/usr/bin:/bin' - devbox:test >/dev/null || exit 1
# The limits of the machine can be lower than the defaults of podman.
# shellcheck disable=SC2016 # the shell in the container expands $!
"$PODMAN" run -d --name "$name" --network none --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 devbox:test \
    sh -c 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done' >/dev/null || exit 1
export DEVBOX_NAME=$name

# Run the command in the background, so that a signal ends the bed immediately.
timeout -k 5 "$limit" "$@" &
command_pid=$!
wait "$command_pid"
exit $?
