#!/bin/bash
# Problems that prevent the use of cron or make the crontab unsafe. Each is an error with an ID, and changes nothing.
. "${0%/*}/prelude.sh"

try() {
    name=$1
    shift
    spool >"$OUT/$name.before" 2>/dev/null
    keep "$name" call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron "$@"
    spool >"$OUT/$name.after" 2>/dev/null
    find "$HOME_OF_ROBIN" -type f ! -name 'mined' ! -path '*/locks/*' ! -path '*/.cache/*' ! -path '*/powershell/*' | sort >"$OUT/$name.files"
}

try both-days -At 'Mon *-*-01 03:00'
try linger -EnableLinger

put() { printf %b "$1" >/mnt/put && as_robin crontab /mnt/put; }
put '# a\r\n#b\r\n'; try returns
put '# a carriage \r return\n'; try return-within
put '# <<< mempalace-sched x <<<\n# >>> mempalace-sched x >>>\n'; try reversed
put '# >>> mempalace-sched x >>>\n# <<< mempalace-sched x <<<\n# >>> mempalace-sched x >>>\n# <<< mempalace-sched x <<<\n'; try doubled
put '# >>> mempalace-sched x >>>\n'; try unclosed
put 'A=1\n1 2 3 4 * tr -d "\\r" <a\n'

# Without a cron daemon, an install succeeds with a warning.
keep no-daemon call_alone Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron
keep no-daemon-get call_alone Get-MempalaceSchedule mine-notes
keep no-daemon-auto call_alone Install-MempalaceSchedule Custom -Name mine-auto -Command "$MINE" -Verbose
keep daemon call Get-MempalaceSchedule mine-notes
keep daemon-auto call Install-MempalaceSchedule Custom -Name mine-auto -Command "$MINE" -Verbose
keep kept as_robin crontab -l

# An emptied crontab and a changed block. Another install restores them.
as_robin crontab -r
keep emptied call Get-MempalaceSchedule mine-notes
keep mended call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron
as_robin crontab -l | sed 's/^0 /1 /' >/mnt/put && as_robin crontab /mnt/put
keep mended-again call Install-MempalaceSchedule Custom -Name mine-notes -Command "$MINE" -Scheduler Cron
keep mended.crontab as_robin crontab -l

# These come last, because the bed cannot undo them.
echo robin >/etc/cron.deny
try denied
keep denied-get call Get-MempalaceSchedule mine-notes
rm /etc/cron.deny
change_folder /usr/bin usr-bin
rm -f /usr/bin/crontab
try no-crontab
