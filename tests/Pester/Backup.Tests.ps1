Describe 'Backups of a palace' -Skip:(-not $IsLinux -or -not (Get-Command sqlite3 -ErrorAction Ignore)) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"

        function New-Palace {
            # A palace with a real database that has one drawer.
            $null = [IO.Directory]::CreateDirectory("$palace/index")
            Set-BedFile .mempalace/palace/index/data.bin 'vectors'
            & /usr/bin/sqlite3 "$palace/chroma.sqlite3" "create table drawers (text); insert into drawers values ('first')"
        }

        function Get-Drawer([string] $Folder = $palace) { & /usr/bin/sqlite3 "$Folder/chroma.sqlite3" 'select text from drawers' }

        function Start-Run { Start-MempalaceMine mempalace-session }

        function Get-Tree {
            [IO.Directory]::GetFileSystemEntries("$bed/.mempalace", '*', 'AllDirectories') | Where-Object { $_ -notmatch '/locks' } | Sort-Object
        }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        $palace = "$bed/.mempalace/palace"
        $env:MEMPALACE_SCHED_BACKUP_RESERVE = '0'
        New-Palace
        Set-Program mempalace-session @'
#!/bin/sh
/usr/bin/sqlite3 "$MEMPALACE_PALACE_PATH/chroma.sqlite3" "insert into drawers values ('more')"
echo 'Drawers filed: 1'
'@
    }

    AfterEach {
        $env:MEMPALACE_SCHED_BACKUP_RESERVE = $null
        Exit-Bed
    }

    It 'are off by default' {
        $schedule = Install-MempalaceSchedule OpenCode
        "$($schedule.KeepBackups) $($schedule.Backups) $($schedule.BackupSize)" | Should -Be '0 0 0'
        $null = Start-Run
        "$palace.backups" | Should -Not -Exist
        $check = Test-MempalaceSchedule mempalace-session | Where-Object Check -EQ backups
        "$($check.Status)" | Should -Be 'Skip'
        $check.Detail | Should -BeLike '*Set-MempalaceSchedule mempalace-session -KeepBackups 3*'
    }

    It 'reject a number that is out of range' {
        { Install-MempalaceSchedule OpenCode -KeepBackups 101 } | Should -Throw -ErrorId 'ValueNotRepresentable,*'
        { Install-MempalaceSchedule OpenCode -KeepBackups -1 } | Should -Throw -ErrorId 'ValueNotRepresentable,*'
    }

    Context 'that runs make' {
        BeforeEach {
            $null = Install-MempalaceSchedule OpenCode -KeepBackups 2
            (Start-Run).Outcome | Should -Be 'Succeeded'
            $backup = (Get-ChildItem "$palace.backups").Name
        }

        It 'are shown, and the doctor checks them' {
            $schedule = Get-MempalaceSchedule
            "$($schedule.KeepBackups) $($schedule.Backups)" | Should -Be '2 1'
            $schedule.BackupSize | Should -BeGreaterThan 4096
            Get-Drawer "$palace.backups/$backup/palace" | Should -Be 'first'
            $check = Test-MempalaceSchedule | Where-Object Check -EQ backups
            $check.Detail | Should -BeLike "1 backup, * MiB: $backup.*"

            Set-BedFile ".mempalace/palace.backups/$backup/palace/chroma.sqlite3" ''
            $check = Test-MempalaceSchedule | Where-Object Check -EQ backups
            "$($check.Status) $($check.Detail)" | Should -BeLike "Fail *$backup is missing or damaged: *"
            $check.Fix | Should -Be "Delete that backup: rm -r $palace.backups/$backup"
        }

        It 'are checked by the doctor inside, without a change to their files' {
            & /usr/bin/sqlite3 "$palace.backups/$backup/palace/chroma.sqlite3" 'pragma journal_mode=wal' | Should -Be 'wal'
            $before = Get-Tree
            $check = Test-MempalaceSchedule | Where-Object Check -EQ backups
            "$($check.Status) $($check.Detail)" | Should -BeLike "Pass *$backup."
            Get-Tree | Should -Be $before

            # The header stays as it is, so only a check of the pages finds the damage.
            $database = "$palace.backups/$backup/palace/chroma.sqlite3"
            $bytes = [IO.File]::ReadAllBytes($database)
            [Array]::Clear($bytes, 4096, 4096)
            [IO.File]::WriteAllBytes($database, $bytes)
            $check = Test-MempalaceSchedule | Where-Object Check -EQ backups
            "$($check.Status) $($check.Detail)" | Should -BeLike "Fail *$backup is missing or damaged: *"
        }

        It 'are checked with python3, or not at all, if there is no sqlite3' {
            $null = [IO.Directory]::CreateDirectory("$bed/tools")
            foreach ($tool in 'sh', 'uname', 'cp', 'sync', 'rm') { $null = [IO.File]::CreateSymbolicLink("$bed/tools/$tool", (Get-Command $tool).Source) }
            $env:PATH = "$bed/tools"
            $null = Restore-MempalacePalace -Confirm:$false -WarningVariable warnings
            "$warnings" | Should -Be "The database of the backup $backup was not checked, because there is neither sqlite3 nor python3."
            Set-BedFile ".mempalace/palace.backups/$backup/palace/chroma.sqlite3" ('not a database' * 500)
            $null = [IO.File]::CreateSymbolicLink("$bed/tools/python3", '/usr/bin/python3')
            { Restore-MempalacePalace -Confirm:$false } | Should -Throw '*not a database*' -ErrorId 'BackupCorrupt,*'
        }

        It 'are not restored without enough free space, and the error names what earlier restores left' {
            $previous = (Restore-MempalacePalace -Confirm:$false).PreviousPalace
            $before = Get-Tree
            $env:MEMPALACE_SCHED_BACKUP_RESERVE = '9000000000000'
            Restore-MempalacePalace mempalace-session -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'NoSpaceToRestore,*'
            "$($failed[0])" | Should -BeLike "*The copy of the backup needs 1 MiB*'$bed/.mempalace' has * GiB of free space, of which 8583068.8 GiB must stay free.*"
            $failed[0].Exception.Recommendation | Should -BeLike "*$previous (1 MiB)*"
            Get-Tree | Should -Be $before
        }

        It 'are restored after a killed restore, of which only the copy is deleted, and the doctor lists the rest' {
            $start = Get-Tree
            # A restore that is killed during its copy, and what a second one could leave.
            Set-Program cp "#!/bin/sh`nfor to; do :; done`nmkdir -p `"`$to`"`necho partial >`"`$to/chroma.sqlite3`"`nkill -9 `$(ps -o ppid= `$PPID)`n"
            $line = "Import-Module '$module'; Restore-MempalacePalace -Confirm:`$false"
            & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $line 2>$null
            $killed = (Get-ChildItem "$palace.restoring-*").FullName
            $killed | Should -HaveCount 1
            Set-BedFile ".mempalace/palace.before-restore-20200101T000000Z/chroma.sqlite3" 'perhaps the only one'
            Get-Drawer | Should -Be 'first', 'more'
            $check = Test-MempalaceSchedule | Where-Object Check -EQ backups
            "$($check.Status)" | Should -Be 'Warn'
            foreach ($text in $check.Detail, $check.Fix) {
                $text | Should -BeLike "*$killed*$palace.before-restore-20200101T000000Z*"
            }
            $check.Detail | Should -BeLike '*(1 MiB)*'

            Remove-Item "$bed/bin/cp"
            $previous = (Restore-MempalacePalace -Confirm:$false).PreviousPalace
            Get-Drawer | Should -Be 'first'
            Get-Drawer $previous | Should -Be 'first', 'more'
            Get-BedText ".mempalace/palace.before-restore-20200101T000000Z/chroma.sqlite3" | Should -Be 'perhaps the only one'
            Get-Tree | Where-Object { $_ -notlike '*.before-restore-*' } | Should -Be $start
            $check = Test-MempalaceSchedule | Where-Object Check -EQ backups
            $check.Fix | Should -BeLike "When you have checked the palace, delete them: rm -r * $previous"
        }

        It 'are restored, and the backup and the previous palace are kept' {
            $before = Get-Tree
            $result = Restore-MempalacePalace mempalace-session -Confirm:$false
            "$($result.Name) $($result.Backup) $($result.Palace)" | Should -Be "mempalace-session $backup $palace"
            $result.PreviousPalace | Should -BeLike "$palace.before-restore-*"
            Get-Drawer | Should -Be 'first'
            Get-Content "$palace/index/data.bin" | Should -Be 'vectors'
            Get-Drawer $result.PreviousPalace | Should -Be 'first', 'more'
            Get-Drawer "$palace.backups/$backup/palace" | Should -Be 'first'
            Get-Tree | Where-Object { $_ -notlike '*.before-restore-*' } | Should -Be $before
        }

        It 'are restored by name, without the name of the schedule, through the pipeline, and after the palace is gone' {
            (Start-Run).Outcome | Should -Be 'Succeeded'
            $newest = (Get-ChildItem "$palace.backups").Name | Select-Object -Last 1
            (Restore-MempalacePalace -Confirm:$false).Backup | Should -Be $newest
            Get-Drawer | Should -Be 'first', 'more'
            Remove-Item $palace -Recurse
            $result = Get-MempalaceSchedule | Restore-MempalacePalace -Backup $backup -Confirm:$false
            $result.PreviousPalace | Should -BeNullOrEmpty
            Get-Drawer | Should -Be 'first'
        }

        It 'are not restored with -WhatIf or without a confirmation' {
            $before = Get-Tree
            $preview = (Invoke-Recorded 'Restore-MempalacePalace -WhatIf').Host
            foreach ($part in "from the backup $backup", "copy the folder $palace.backups/$backup/palace", "$palace.before-restore-") {
                $preview.Contains($part) | Should -BeTrue -Because "the preview shows '$part'"
            }
            (Invoke-Recorded 'Restore-MempalacePalace' -Answer 2).Output | Should -BeNullOrEmpty
            Get-Tree | Should -Be $before
            Get-Drawer | Should -Be 'first', 'more'
        }

        It 'are not restored if the backup is corrupt, and everything is undone' {
            Set-BedFile ".mempalace/palace.backups/$backup/palace/chroma.sqlite3" ('not a database' * 500)
            $before = Get-Tree
            { Restore-MempalacePalace -Confirm:$false } | Should -Throw "*The backup '$backup' is corrupt*All changes were undone*" -ErrorId 'BackupCorrupt,*'
            Get-Tree | Should -Be $before
            Get-Drawer | Should -Be 'first', 'more'
        }

        It 'are not called damaged if sqlite3 is broken, and are then not restored' {
            Set-Program sqlite3 "#!/bin/sh`necho 'libreadline.so.8: cannot open shared object file' >&2`nexit 127`n"
            $before = Get-Tree
            { Restore-MempalacePalace -Confirm:$false } | Should -Throw "*'$backup' could not be checked: *exit code 127: libreadline*undone*" -ErrorId 'BackupNotChecked,*'
            Get-Tree | Should -Be $before
            $check = Test-MempalaceSchedule | Where-Object Check -EQ backups
            "$($check.Status) $($check.Detail)" | Should -BeLike 'Pass *was not checked, because *exit code 127: libreadline*It was checked when it was made.'
            $check.Fix | Should -BeNullOrEmpty
        }

        It 'are not restored if the copy fails halfway, and everything is undone' {
            $before = Get-Tree
            Set-Program cp "#!/bin/sh`nfor to; do :; done`nmkdir -p `"`$to`"`necho 'cp: No space left on device' >&2`nexit 1`n"
            { Restore-MempalacePalace -Confirm:$false } | Should -Throw '*No space left on device*undone*' -ErrorId 'FileFailed,*'
            Get-Tree | Should -Be $before
            Get-Drawer | Should -Be 'first', 'more'
        }

        It 'are not restored if the palace cannot be moved, and everything is undone' {
            # The copy takes the palace's own path away, so the step after it fails.
            $before = Get-Tree
            Set-Program cp "#!/bin/sh`n/usr/bin/cp `"`$@`" && /usr/bin/mv '$palace' '$palace.away'`n"
            { Restore-MempalacePalace -Confirm:$false } | Should -Throw '*undone*' -ErrorId 'FileFailed,*'
            [IO.Directory]::Move("$palace.away", $palace)
            Get-Tree | Should -Be $before
            Get-Drawer | Should -Be 'first', 'more'
        }

        It 'are not restored during a run' {
            Set-Wait
            $null = Start-MempalaceMine mempalace-session -NoWait
            Wait-Until { Test-Path waiting } 'the run has begun'
            try { { Restore-MempalacePalace -Confirm:$false } | Should -Throw -ErrorId 'MineRunning,*' }
            finally { Resume-Run }
            Wait-Until { @(Get-MempalaceMineHistory).Count -eq 2 } 'the run has ended'
        }

        It 'are not restored while another program holds the lock of mempalace' {
            $lock = (Get-ChildItem "$bed/.mempalace/locks").FullName
            $info = [Diagnostics.ProcessStartInfo]::new('/usr/bin/flock')
            foreach ($word in $lock, 'sh', '-c', 'echo held; exec sleep 300') { $info.ArgumentList.Add($word) }
            $info.RedirectStandardOutput = $true
            $holder = [Diagnostics.Process]::Start($info)
            try {
                $holder.StandardOutput.ReadLine() | Should -Be 'held'
                { Restore-MempalacePalace -Confirm:$false } | Should -Throw "*'$palace' is in use by PID *" -ErrorId 'PalaceInUse,*'
                Get-Drawer | Should -Be 'first', 'more'
            }
            finally { $holder.Kill($true); $holder.WaitForExit() }
        }

        It 'are completed by name' {
            $line = 'Restore-MempalacePalace mempalace-session -Backup '
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $backup
        }
    }

    It 'that do not exist are an error that lists the others' {
        $null = Install-MempalaceSchedule OpenCode -KeepBackups 2
        { Restore-MempalacePalace -Confirm:$false } | Should -Throw -ErrorId 'BackupNotFound,*'
        $run = Start-Run
        $run.Outcome | Should -Be 'Succeeded'
        Restore-MempalacePalace mempalace-session -Backup 20200101T000000Z -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].Exception.Recommendation | Should -BeLike "Specify one of: $((Get-ChildItem "$palace.backups").Name)*"
        { Restore-MempalacePalace nope -Confirm:$false } | Should -Throw -ErrorId 'ScheduleNotFound,*'
        $null = Install-MempalaceSchedule Pi -Palace other
        { Restore-MempalacePalace -Confirm:$false } | Should -Throw -ErrorId 'SeveralPalaces,*'
    }

    It 'of a corrupt palace fail the run, and the restored palace works again' {
        $null = Install-MempalaceSchedule OpenCode -KeepBackups 1
        $null = Start-Run
        Set-BedFile .mempalace/palace/chroma.sqlite3 ('not a database' * 500)
        $run = Start-Run
        "$($run.Outcome) $($run.Reason)" | Should -BeLike "Failed the palace $palace is corrupt *Restore-MempalacePalace mempalace-session"
        $null = Restore-MempalacePalace mempalace-session -Confirm:$false
        (Start-Run).Outcome | Should -Be 'Succeeded'
        Get-Drawer | Should -Be 'first', 'more'
    }
}
