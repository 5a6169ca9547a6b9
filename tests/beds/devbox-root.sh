# shellcheck shell=bash
# Functions that create the root file system of the containers in the beds, with busybox and a user named coder.
# Other scripts source this file.

# make_devbox_root FOLDER
make_devbox_root() {
    local root=$1
    mkdir -p "$root"/{bin,etc,proc,sys,dev,tmp,root,home/coder,var,run,usr,opt}
    chmod 1777 "$root/tmp"
    printf 'root:x:0:0:root:/root:/bin/sh\ncoder:x:1000:1000::/home/coder:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\ncoder:x:1000:\n' >"$root/etc/group"
    chown 1000:1000 "$root/home/coder"
}

# add_busybox FOLDER. Set BUSYBOX to a static busybox if the one on PATH is not static.
add_busybox() {
    local root=$1 busybox=${BUSYBOX-$(command -v busybox)} applet
    if ldd "$busybox" 2>/dev/null | grep -q libc; then
        echo "${0##*/}: $busybox is not static: unpack the package busybox-static and set BUSYBOX" >&2
        return 1
    fi
    cp "$busybox" "$root/bin/busybox"
    for applet in $("$root/bin/busybox" --list); do
        [[ $applet == busybox ]] || ln -s busybox "$root/bin/$applet"
    done
}
