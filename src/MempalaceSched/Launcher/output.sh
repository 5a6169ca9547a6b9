# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- the output of the command: to the log, to standard output, and its end to the judgement
# Needs: state, log, quiet, record.
# Provides: open_output (descriptor 7, writer), close_output, close_log, write_log, log_limit, keep_short.

log_limit=10485760 # bytes
tail_size=65536 # the end of the output that is kept; it holds the summary
log_cap=$((log_limit - tail_size - 11264)) # leaves room for that end, the mark of the cut and what a hook prints; whole KiB
has_much_output='' # set when one try printed more than tail_size

# The command writes to a pipe. One tee copies it to the log, to standard output, and to tail, which keeps the end. The
# size limit of the log applies to every regular file that this tee writes. If standard output is a regular file, a
# second tee therefore writes it. These processes end when the output closes, so they ignore the launcher's signals.
open_output() {
    # A process that an earlier try has left behind may still write to its pipe, so each try has a new one.
    set -- "$work.output"
    if [ -p "$1" ]; then rm -f "$1"; else set -- "$@" "$work.rest" "$work.tail"; fi
    has_work=1
    mkfifo "$@" || record Failed 1 "cannot write in $state"
    printer=
    # A pipe that is opened for reading and writing opens at once, and so do its ends after that. Otherwise, a signal
    # could break the wait for the other end. Some shells then end, and leave the processes below behind.
    exec 7<>"$work.output"
    exec 6<"$work.output"
    exec 7>"$work.output"
    if [ -z "$quiet" ] && [ -f /dev/stdout ]; then
        ( exec <&6; read_only_the_output; exec >"$work.rest"; write_log ) &
        writer=$!
        ( read_only_the_output; exec tee "$work.tail" <"$work.rest" 2>/dev/null ) &
        printer=$!
    else
        ( exec <&6; read_only_the_output; [ -z "$quiet" ] || exec >/dev/null; write_log "$work.tail" ) &
        writer=$!
    fi
    ( read_only_the_output; exec tail -c "$tail_size" <"$work.tail" >"$work.last" ) &
    keeper=$!
    exec 6<&-
}

# For the processes that read the output: they end with it, and hold neither locks nor pipes.
read_only_the_output() {
    trap '' HUP INT TERM PIPE XFSZ
    exec 6>&- 7>&- 8>&- 9>&-
}

# write_log [PIPE]: becomes a tee that appends its input to the log, and copies it to the pipe and to its output. The
# kernel keeps the log below log_cap, while tee goes on copying. ulimit counts blocks of 512 bytes; bash before version 4
# counts 1024. A shell without ulimit (posh) leaves it to /bin/sh.
write_log() {
    block=512
    case ${BASH_VERSION-} in [123].*) block=1024 ;; esac
    if command -v ulimit >/dev/null 2>&1; then
        ulimit -f $((log_cap / block)) 2>/dev/null
        exec tee -a "$log" ${1+"$1"} 2>/dev/null
    fi
    # shellcheck disable=SC2016 # the '$' are for /bin/sh
    exec /bin/sh -c 'ulimit -f "$1"; shift; exec tee -a "$@"' sh $((log_cap / 512)) "$log" ${1+"$1"} 2>/dev/null
}

# Waits until all of the output has arrived. The log writer has ended by then.
close_output() {
    writer=
    [ -z "$printer" ] || await "$printer"
    await "$keeper"
}

# Adds the end of the output to a log that has reached its limit.
close_log() {
    [ -n "$has_much_output" ] && [ -e "$log" ] && [ $(($(wc -c <"$log"))) -eq "$log_cap" ] || return 0
    printf '\n[cut: the log had reached %s bytes; the last %s bytes of the output follow]\n' "$log_cap" "$tail_size" >>"$log"
    cat "$work.last" >>"$log"
}

# keep_short FILE...: empties files that exceed the limit. launchd appends the output of its agents to such files
# without any limit, so under launchd the output of a run goes only to its log, and standard output gets one line for
# each run.
keep_short() {
    for file; do
        [ ! -e "$file" ] || [ $(($(wc -c <"$file"))) -le "$log_limit" ] || : >"$file"
    done
}
