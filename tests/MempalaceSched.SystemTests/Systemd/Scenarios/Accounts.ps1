# Runs as root. Tests users with and without linger, the right to enable it, and a user manager.
. "$PSScriptRoot/Prelude.ps1"

# Runs commands in a login session of a user and returns the JSON that they report.
function Invoke-As([string] $User, [string] $Part) {
    (& systemd-run --quiet --wait --pipe --collect "--uid=$User" -p PAMName=runuser-l -E PATH=/usr/local/bin:/usr/bin:/bin -- $pwsh -NoProfile -NonInteractive -File $run "$PSScriptRoot/Account.ps1" $Part) -join "`n"
}

Report denied (Invoke-As denied linger)
Report denied.lingers ([IO.File]::Exists('/var/lib/systemd/linger/denied'))
Report granted (Invoke-As granted linger)
Report granted.lingers ([IO.File]::Exists('/var/lib/systemd/linger/granted'))

# No login session, so no user manager, as after su or in a cron job.
Report alone ((& setpriv --reuid=alone --regid=alone --clear-groups env -i HOME=/home/alone USER=alone PATH=/usr/bin:/bin $pwsh -NoProfile -NonInteractive -File $run "$PSScriptRoot/Account.ps1" none) -join "`n")
Report sudo ((& env HOME=/tmp SUDO_UID=1000 SUDO_USER=denied $pwsh -NoProfile -NonInteractive -File $run "$PSScriptRoot/Account.ps1" none) -join "`n")
