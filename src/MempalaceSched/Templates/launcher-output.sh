# ---- the output of the mine: to the log, to stdout, and its end to the summary

log_limit=10485760 # bytes
tail_size=65536 # the end of the output: it holds the summary
log_cap=$((log_limit - tail_size - 11264)) # in front of that end, the mark of the cut, and what a hook prints; whole KiB
told='' told_reason='' # an outcome that is known without the output, and why

# The mine writes to a pipe. From there it goes to the log, up to its limit; to stdout; and to `tail`, which keeps the
# end. These three end when the mine has ended, not before, so no signal for the launcher's group is meant for them.
open_output() {
    work=$state/work-$$
    rm -rf "$work"
    { mkdir "$work" && mkfifo "$work/output" "$work/rest" "$work/tail"; } || record Failed 1 "cannot write in $state"
    ( unmoved; write_log <"$work/output" >"$work/rest" ) 8>&- 9>&- &
    log_writer=$!
    ( unmoved; [ -z "$quiet" ] || exec >/dev/null; exec tee "$work/tail" <"$work/rest" 2>/dev/null ) 8>&- 9>&- &
    shower=$!
    ( unmoved; exec tail -c "$tail_size" <"$work/tail" >"$work/last" ) 8>&- 9>&- &
    keeper=$!
    exec 7>"$work/output"
}

unmoved() { trap '' HUP INT TERM PIPE XFSZ; }

# The kernel keeps the log below its limit, while tee goes on writing to the pipe behind it.
write_log() {
    block=512
    # shellcheck disable=SC3028 # SHELLOPTS is asked for in bash only
    case ${BASH_VERSION-}:${SHELLOPTS-} in
        :*) ;;
        [123].*) block=1024 ;;
        *:*posix*) ;;
        *) block=1024 ;; # bash counts differently outside its POSIX mode, and always did before version 4
    esac
    ulimit -f $((log_cap / block)) 2>/dev/null
    exec tee -a "$log" 2>/dev/null
}

close_output() {
    exec 7>&-
    settle "$log_writer"
    await "$shower"
    await "$keeper"
    if [ -e "$log" ] && [ $(($(wc -c <"$log"))) -eq "$log_cap" ]; then
        printf '\n[cut: the log had reached %s bytes; the last %s bytes of the output follow]\n' "$log_cap" "$tail_size" >>"$log"
        cat "$work/last" >>"$log"
    fi
}

# The end of the output as lines of text: a NUL would make it a binary file for grep, and progress bars use CR.
# shellcheck disable=SC2020 # each of the two becomes a line feed
last_lines() { LC_ALL=C tr '\000\r' '\n\n' <"$work/last"; }

# summary_number LABEL: the last "LABEL: N"
summary_number() { last_lines | LC_ALL=C sed -n "s/^.*$1: *\([0-9][0-9]*\).*\$/\1/p" | tail -n 1; }

# last_line [PATTERN]: the last line that is not empty and has it
last_line() { last_lines | LC_ALL=C grep "${1:-[^[:space:]]}" | tail -n 1 | LC_ALL=C cut -b 1-300; }

# Sets outcome, code and reason from the exit code, the watchdog's verdict, and what was printed.
judge() {
    processed=$(summary_number 'Files processed')
    skipped=$(summary_number 'Files skipped[^:]*')
    filed=$(summary_number 'Drawers filed')
    reason=
    if [ -n "$timed_out" ]; then
        outcome=TimedOut code=124 reason="over its limit of $time_limit s"
    elif [ -n "$stopped" ]; then
        outcome=Interrupted code=$stopped reason='stopped'
    elif [ -n "$told" ]; then
        outcome=$told reason=$told_reason # what only the other side can know
    elif [ "$code" -eq 0 ]; then
        case ${filed:-$processed} in
            0) outcome=NothingNew ;;
            '') outcome=Succeeded; [ -z "$(last_line '[Nn]o new sessions')" ] || outcome=NothingNew ;;
            *) outcome=Succeeded ;;
        esac
    elif held=$(last_line 'is held by PID [0-9]') && [ -n "$held" ]; then
        outcome=Busy code=75 reason=$held
    elif [ "$code" -eq 130 ]; then
        outcome=Interrupted reason='the command was interrupted by somebody else' # so mempalace says that it got an INT
    elif [ "$code" -gt 128 ] && [ "$code" -le 192 ]; then
        outcome=Failed reason="ended by signal $((code - 128)): $(last_line)"
    else
        outcome=Failed reason="exit $code: $(last_line)"
    fi
}
